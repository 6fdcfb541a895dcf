"""A call of a tenant's, and what it loads."""

import time
from collections.abc import Iterator
from contextvars import Token
from datetime import UTC, datetime

import pytest
from persona.access.v1 import access_pb2

from libs.servicekit.calls.call_context import Call, Caller, current
from tests.unit.analyzer.cached import TENANT, Cached


@pytest.fixture
def cached() -> Iterator[Cached]:
    """Within a call of a tenant's."""
    caller = Caller(TENANT, "key:test", frozenset((access_pb2.SCOPE_READ,)), "token", datetime.max.replace(tzinfo=UTC))
    call = Call(metadata={}, caller=caller, deadline=time.monotonic() + 60)
    token: Token[Call] = current.set(call)
    yield Cached()
    current.reset(token)
