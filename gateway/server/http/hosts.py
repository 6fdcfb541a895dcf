"""ASGI middleware: a list of the names that requests may call the gateway by.

A page of another origin whose name is made to lead to this address (DNS rebinding) is of the same origin to its
browser, so that the rules for other origins do not apply; but its requests carry that name.
"""

from http import HTTPStatus

from starlette.types import ASGIApp, Receive, Scope, Send

from gateway.server.http.response_writer import ResponseWriter
from gateway.server.problems.problem import Problem
from gateway.server.settings import GatewaySettings

ANY = "*"

_WITHOUT_NAME = ("", "0.0.0.0", "::")  # noqa: S104 - addresses of the listener that name no host


class HostsMiddleware:
    """Passes on requests to an allowed host, with any port."""

    def __init__(self, app: ASGIApp, allowed: frozenset[str]) -> None:
        self._app = app
        self._allowed = allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuses a request to another host."""
        if scope["type"] == "http":
            problem = self._problem(scope)
            if problem is not None:
                await ResponseWriter(scope, send).problem(problem)
                return
        await self._app(scope, receive, send)

    def _problem(self, scope: Scope) -> Problem | None:
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1:
            if not hosts and scope["http_version"] == "1.0":
                return None
            detail = "The request must have one Host header."
            return Problem("INVALID_ARGUMENT", "MALFORMED_REQUEST", detail, status_override=HTTPStatus.BAD_REQUEST)
        if ANY in self._allowed or host_name(hosts[0].decode("latin-1")) in self._allowed:
            return None
        detail = (
            "The gateway does not serve the host of this request; PERSONA_GATEWAY_ALLOWED_HOSTS lists those it serves."
        )
        return Problem("INVALID_ARGUMENT", "", detail, status_override=HTTPStatus.MISDIRECTED_REQUEST)


def host_name(host: str) -> str:
    """Returns the name in a Host header, without the port, in lower case."""
    name, colon, port = host.rpartition(":")
    has_port = colon and (not port or port.isdigit()) and (":" not in name or name.endswith("]"))
    return (name if has_port else host).lower().removesuffix(".")


def allowed_names(settings: GatewaySettings) -> frozenset[str]:
    """Returns the allowed hosts, and the address that the gateway listens on."""
    own = settings.host if ":" not in settings.host else f"[{settings.host}]"
    listening = () if settings.host in _WITHOUT_NAME else (own,)
    return frozenset(name.lower() for name in (*settings.allowed_hosts, *listening))
