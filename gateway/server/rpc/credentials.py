"""Credentials of HTTP requests: an API key is exchanged for a token; a token is passed on. The services verify it."""

import re
from dataclasses import dataclass
from typing import Any

import grpc
from starlette.datastructures import Headers

from gateway.server.problems.problem import Problem, ProblemError
from gateway.server.problems.rpc_problem import rpc_problem
from gateway.server.routes.contracts import Contracts
from gateway.server.rpc.api_keys import ApiKeys, Token
from gateway.server.rpc.backends import Backends

API_KEY_PREFIX = "psk_"

_IDENTITY_SERVICE = "persona.registry.v1.IdentityService"
_DOMAIN = "registry"
_EXCHANGE_SECONDS = 5.0
_NO_CREDENTIAL = "The call has no access token. Send 'authorization: Bearer TOKEN'; an API key may be in its place."
_BEARER = re.compile(r"bearer +(.*)", re.IGNORECASE)
_PRINTABLE = re.compile(r"[\x21-\x7e]+(?: [\x21-\x7e]+)*")


@dataclass(frozen=True, slots=True)
class Credential:
    """The authorization to pass on, None without one; and the API key that was exchanged for it."""

    authorization: str | None
    api_key: str | None = None

    def metadata(self) -> list[tuple[str, str]]:
        """Returns the credential as gRPC metadata."""
        return [] if self.authorization is None else [("authorization", self.authorization)]


ANONYMOUS = Credential(None)


class Credentials:
    """Determines the credential of a request."""

    def __init__(self, contracts: Contracts, backends: Backends) -> None:
        self._backends = backends
        self._request = contracts.message(_exchange_type("Request")).type
        self._response = contracts.message(_exchange_type("Response")).type
        self._keys = ApiKeys(self._exchange)

    async def of(self, headers: Headers) -> Credential:
        """Returns the credential that the headers carry. ProblemError: they carry none, or the API key is refused."""
        authorization = headers.get("authorization", "").strip()
        api_key = _api_key(authorization, headers.get("x-api-key", "").strip())
        if api_key:
            return Credential(f"Bearer {await self._keys.token(api_key)}", api_key)
        if not _BEARER.fullmatch(authorization):
            raise ProblemError(Problem("UNAUTHENTICATED", "TOKEN_MISSING", _NO_CREDENTIAL))
        if not _PRINTABLE.fullmatch(authorization):
            raise ProblemError(Problem("UNAUTHENTICATED", "TOKEN_INVALID", "The access token is not one of ours."))
        return Credential(authorization)

    async def renewed(self, refused: Credential) -> Credential | None:
        """Returns a new credential if the refused one came from an API key; else None."""
        if refused.api_key is None:
            return None
        self._keys.forget(refused.api_key)
        return Credential(f"Bearer {await self._keys.token(refused.api_key)}", refused.api_key)

    async def _exchange(self, api_key: str) -> Token:
        call = self._backends.unary(_DOMAIN, f"/{_IDENTITY_SERVICE}/ExchangeApiKey")
        try:
            raw = await call(self._request(api_key=api_key).to_binary(), timeout=_EXCHANGE_SECONDS)
        except grpc.aio.AioRpcError as error:
            raise ProblemError(rpc_problem(error, _DOMAIN)) from None
        response: Any = self._response.from_binary(raw)
        return Token(response.access_token, response.expire_time.to_datetime().timestamp())


def _exchange_type(kind: str) -> str:
    return f"{_IDENTITY_SERVICE.rpartition('.')[0]}.ExchangeApiKey{kind}"


def _api_key(authorization: str, header: str) -> str:
    bearer = _BEARER.fullmatch(authorization)
    if bearer and bearer[1].startswith(API_KEY_PREFIX):
        return bearer[1]
    return "" if authorization else header
