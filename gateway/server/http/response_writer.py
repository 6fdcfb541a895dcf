"""Writes results and problems to the HTTP client."""

import math
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope, Send

from gateway.server.problems.problem import MEDIA_TYPE, Problem

JSON = "application/json"
DEFAULT_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
}

RawHeaders = list[tuple[bytes, bytes]]


class ResponseWriter:
    """Writes the response to one request."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope = scope
        self._send = send

    def problem_json(self, problem: Problem) -> bytes:
        """Returns a problem as the JSON document for this request."""
        return problem.to_json(
            request_id=self._scope["request_id"], instance=self._scope["raw_path"].decode("ascii", "replace")
        )

    async def json(self, body: bytes, *, etag: str = "") -> None:
        """Sends a successful response with a JSON body, and the etag of what it shows."""
        await self._send_complete(200, JSON, body, [(b"etag", f'"{etag}"'.encode())] if etag else [])

    async def no_content(self, headers: RawHeaders | None = None) -> None:
        """Sends a successful response without a body (204)."""
        await self._send({"type": "http.response.start", "status": HTTPStatus.NO_CONTENT, "headers": headers or []})
        await self._send({"type": "http.response.body", "body": b""})

    async def problem(self, problem: Problem, headers: RawHeaders | None = None) -> None:
        """Sends a problem with the headers that belong to it, and `headers`."""
        extra = [*(headers or []), *problem_headers(problem)]
        await self._send_complete(problem.status, MEDIA_TYPE, self.problem_json(problem), extra)

    async def start(self, headers: RawHeaders) -> None:
        """Sends the head of a response whose body follows in parts."""
        await self._send({"type": "http.response.start", "status": 200, "headers": headers})

    async def write(self, part: bytes) -> None:
        """Sends a part of the body."""
        await self._send({"type": "http.response.body", "body": part, "more_body": True})

    async def end(self) -> None:
        """Ends the body."""
        await self._send({"type": "http.response.body", "body": b""})

    async def _send_complete(self, status: int, media_type: str, body: bytes, headers: RawHeaders) -> None:
        own = [(b"content-type", media_type.encode()), (b"content-length", str(len(body)).encode())]
        await self._send({"type": "http.response.start", "status": status, "headers": own + headers})
        await self._send({"type": "http.response.body", "body": body})


def problem_headers(problem: Problem) -> RawHeaders:
    """Returns the headers that belong to a problem."""
    headers: RawHeaders = [(name.encode(), value.encode()) for name, value in problem.headers]
    if problem.retry_after_seconds is not None:
        headers.append((b"retry-after", str(math.ceil(problem.retry_after_seconds)).encode()))
    if problem.hang_up:
        headers.append((b"connection", b"close"))
    if problem.code == "UNAUTHENTICATED":
        headers.append((b"www-authenticate", b"Bearer"))
    return headers


async def page_problem(request: Request, error: Exception) -> Response:
    """Returns the problem for a page outside of the contracts: it does not have the method of the request."""
    status, headers = (error.status_code, error.headers) if isinstance(error, HTTPException) else (500, None)
    detail = f"This page cannot be asked by {request.method}."
    problem = Problem("UNIMPLEMENTED", "ROUTE_NOT_FOUND", detail, status_override=status)
    document = problem.to_json(request_id=request.scope["request_id"], instance=request.url.path)
    return Response(document, status, headers, MEDIA_TYPE)
