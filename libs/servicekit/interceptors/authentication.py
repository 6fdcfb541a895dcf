"""Lets in whom the method's access rule allows."""

import asyncio
import math
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

import structlog
from google.protobuf.message import Message
from persona.access.v1 import access_pb2
from persona.errors.v1 import error_reason_pb2 as reasons

from libs.servicekit.calls.access import access_rule
from libs.servicekit.calls.access_tokens import TokenExpired, TokenVerifier
from libs.servicekit.calls.call_context import Caller, Scope, ServedCall
from libs.servicekit.calls.revocations import KeyRevoked, RevokedKeys
from libs.servicekit.errors import PermissionDenied, Unauthenticated


class TokenMissing(Unauthenticated):
    """No access token came with the call."""

    reason = reasons.ERROR_REASON_TOKEN_MISSING

    def __init__(self) -> None:
        super().__init__("The call has no access token. Send 'authorization: Bearer TOKEN'.")


class ScopeMissing(PermissionDenied):
    """The token is good, but does not allow this method."""

    reason = reasons.ERROR_REASON_SCOPE_MISSING

    def __init__(self, scope: Scope) -> None:
        name = access_pb2.Scope.Name(scope).removeprefix("SCOPE_").lower()
        super().__init__(
            f"The access token does not have the scope '{name}'. Use an API key that has it.", metadata={"scope": name}
        )


class Authentication:
    """Verifies the token of every call to a method that is not public."""

    def __init__(self, verifier: TokenVerifier, revoked: RevokedKeys) -> None:
        self._verifier = verifier
        self._revoked = revoked

    @asynccontextmanager
    async def around(self, call: ServedCall) -> AsyncGenerator[None]:
        rule = access_rule(call.method)
        if not rule.public:
            call.caller = self._allowed(call, rule.scope)
            structlog.contextvars.bind_contextvars(
                tenant_id=str(call.caller.tenant_id), principal=call.caller.principal
            )
            if call.streaming:
                async with _until_access_ends(call, call.caller, self._revoked):
                    yield
                return
        yield

    def check(self, call: ServedCall, message: Message) -> None:
        """Access depends on the method alone; whose data a message names is row-level security's matter."""

    def _allowed(self, call: ServedCall, scope: Scope) -> Caller:
        scheme, _, token = call.metadata.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise TokenMissing
        caller = self._verifier.verify(token)
        if caller.principal in self._revoked:
            raise KeyRevoked
        if scope not in caller.scopes or scope == access_pb2.SCOPE_UNSPECIFIED:
            raise ScopeMissing(scope)
        return caller


@asynccontextmanager
async def _until_access_ends(call: ServedCall, caller: Caller, revoked: RevokedKeys) -> AsyncGenerator[None]:
    """Ends a stream with its token, or when its key is revoked.

    Raises TokenExpired, so that the client opens another stream with a new token; or KeyRevoked.
    """
    seconds = caller.expire_time.timestamp() - time.time()
    call.deadline = min(time.monotonic() + seconds, math.inf if call.deadline is None else call.deadline)
    timer = asyncio.timeout(seconds)

    def stop() -> None:
        with suppress(RuntimeError):  # the stream is ending already
            timer.reschedule(asyncio.get_running_loop().time())

    try:
        async with timer:
            with revoked.watched(caller.principal, stop):
                yield
    except TimeoutError as error:
        if not timer.expired():
            raise
        if caller.principal in revoked:
            raise KeyRevoked from error
        raise TokenExpired from error
