"""Identity of a service that acts without a caller: in jobs, schedules and deliveries of events.

identity = ServiceIdentity.of(NAME, settings.identity_key_file)     # wiring.py

with identity.acting_for(tenant_id, seconds=30):                    # a job
    await registry.expect(persona_id)                               # calls other services as "service:<name>"
    async with work.of(tenant_id).transaction() as rows: ...
"""

import secrets
import time
import uuid
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

import structlog

from libs.servicekit.calls.access_tokens import TokenSigner
from libs.servicekit.calls.call_context import Call, Caller, Scope, current
from libs.servicekit.calls.signing_keys import scope_of, service_principal
from libs.servicekit.directory import directory

NO_TENANT: Final = uuid.UUID(int=0)
"""Tenant of calls that concern several tenants, such as a delivery of events; no row belongs to it."""

TOKEN_LIFETIME: Final = timedelta(minutes=5)


class ServiceIdentity:
    """A service as a caller. Its tokens name one tenant and carry the scopes of its row in the directory."""

    def __init__(self, service: str, signer: TokenSigner, scopes: Iterable[Scope]) -> None:
        self._principal = service_principal(service)
        self._signer = signer
        self._scopes = frozenset(scopes)

    @classmethod
    def of(cls, service: str, key_file: Path) -> "ServiceIdentity":
        """The identity of a service of the directory, which signs with the private key in the file.

        Raises ValueError for another kind of key, or an unknown scope.
        """
        scopes = map(scope_of, directory().service(service).scopes)
        return cls(service, TokenSigner.from_file(key_file, TOKEN_LIFETIME), scopes)

    @contextmanager
    def acting_for(self, tenant_id: uuid.UUID, *, seconds: float | None = None) -> Generator[Caller]:
        """Makes the block a call by this service for a tenant.

        Inside, `caller()` is the service, and calls to other services carry its token, a new request id and trace, and
        end within `seconds`. The token is valid for TOKEN_LIFETIME, so a block should not last longer.
        """
        token = self._signer.sign(tenant_id, self._principal, self._scopes)
        caller = Caller(tenant_id, self._principal, self._scopes, token.text, token.expire_time)
        request_id = str(uuid.uuid4())
        trace = {"traceparent": f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"}
        deadline = None if seconds is None else time.monotonic() + seconds
        reset = current.set(Call(metadata=trace, request_id=request_id, caller=caller, deadline=deadline))
        try:
            with structlog.contextvars.bound_contextvars(
                request_id=request_id, tenant_id=str(tenant_id), principal=self._principal
            ):
                yield caller
        finally:
            current.reset(reset)
