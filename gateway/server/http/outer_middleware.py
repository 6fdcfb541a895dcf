"""Outermost ASGI middleware: request ids, security headers, the access log, and a problem for unhandled exceptions."""

import time
from http import HTTPStatus

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.server.http.request import REQUEST_ID, ClientGoneError, request_id_of
from gateway.server.http.response_writer import DEFAULT_HEADERS, ResponseWriter
from gateway.server.problems.problem import CLIENT_CLOSED_REQUEST, Problem

_DEFECT = Problem("INTERNAL", "INTERNAL", "Something went wrong on our side; the request id finds it in our logs.")

_log = structlog.get_logger("gateway.server")


class OuterMiddleware:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, and logs its outcome."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started_at = time.perf_counter()
        scope["request_id"] = request_id_of(Headers(scope=scope))
        response = _Response(send, scope["request_id"])
        try:
            await self._app(scope, receive, response.send)
        except ClientGoneError:
            response.status = CLIENT_CLOSED_REQUEST
        except Exception:  # noqa: BLE001 - the edge of the process
            _log.exception("request_failed", request_id=scope["request_id"])
            if response.status is None:
                await ResponseWriter(scope, response.send).problem(_DEFECT)
        finally:
            _log_access(scope, response.status, time.perf_counter() - started_at)


class _Response:
    def __init__(self, send: Send, request_id: str) -> None:
        self._send = send
        self._request_id = request_id
        self.status: int | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in DEFAULT_HEADERS.items():
                headers.setdefault(name, value)
            headers[REQUEST_ID] = self._request_id
        await self._send(message)


def _log_access(scope: Scope, status: int | None, seconds: float) -> None:
    _log.info(
        "request",
        method=scope["method"],
        path=scope["path"],
        route=scope.get("route_template"),
        status=status or HTTPStatus.INTERNAL_SERVER_ERROR.value,
        duration_ms=round(1000 * seconds, 1),
        request_id=scope["request_id"],
    )
