"""Holds every request message against the rules that its contract states."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Final

import protovalidate
from google.protobuf.message import Message

from libs.servicekit.calls.call_context import ServedCall
from libs.servicekit.errors import FieldViolation, InvalidArgument

MAX_VIOLATIONS: Final = 10
"""Most fields that an error names; its message states how many more break their rules."""
_SHOWN: Final = 3


class Validation:
    """The innermost interceptor: use cases see valid messages only."""

    @asynccontextmanager
    async def around(self, call: ServedCall) -> AsyncGenerator[None]:
        yield

    def check(self, call: ServedCall, message: Message) -> None:
        """Raises InvalidArgument that names the first fields that break their rules, MAX_VIOLATIONS at most.

        The limits of requests were checked before, so that a message whose every field is wrong takes milliseconds.
        """
        broken = protovalidate.collect_violations(message)
        if broken:
            violations = [_to_field_violation(violation) for violation in broken[:MAX_VIOLATIONS]]
            raise InvalidArgument(_summary(violations, len(broken)), violations=violations)


def _to_field_violation(violation: protovalidate.Violation) -> FieldViolation:
    path = ""
    for element in violation.proto.field.elements if violation.proto.field else ():
        path += f".{element.field_name}" if path else element.field_name
        if element.subscript is not None and element.subscript.field == "index":
            path += f"[{element.subscript.value}]"
    return FieldViolation(path, violation.proto.message or violation.proto.rule_id)


def _summary(violations: list[FieldViolation], count: int) -> str:
    shown = "; ".join(f"{each.field or 'the request'} {each.description}" for each in violations[:_SHOWN])
    more = count - _SHOWN
    return f"{shown}; and {more} more." if more > 0 else f"{shown}."
