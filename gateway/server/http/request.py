"""An HTTP request apart from its message: ids, deadline, body."""

import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from http import HTTPStatus
from uuid import uuid4

from starlette.datastructures import Headers
from starlette.types import Receive, Scope

from gateway.server.problems.problem import Problem, ProblemError, Violation, body_too_large, invalid_field

REQUEST_ID = "x-request-id"
TIMEOUT = "x-timeout-seconds"
NEWLINE_DELIMITED = ("application/x-ndjson", "application/ndjson", "application/jsonl")

SLOW_BODY = "persona.slow_body"
"""ASGI extension: a function that exempts the body of the request from the least rate."""

IF_MATCH = "if-match"
_ENCODED = Problem(
    "INVALID_ARGUMENT",
    "MALFORMED_REQUEST",
    "The gateway reads no compressed bodies; send the body without Content-Encoding.",
    status_override=HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    headers=(("accept-encoding", "identity"),),
)
_ETAG = re.compile(r'(?P<weak>W/)?"(?P<quoted>[\x21\x23-\x7e]*)"|(?P<bare>[\x21\x23-\x2b\x2d-\x7e]+)')
_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
_TRACESTATE = re.compile(r"[\x20-\x7e]{1,512}")


class ClientGoneError(Exception):
    """The client closed the connection before the response was sent."""


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """One HTTP request. `request_id` is the client's, if it sent a usable one."""

    method: str
    raw_path: str
    query: bytes
    headers: Headers
    request_id: str
    receive: Receive
    allow_slow_body: Callable[[], None]
    """Exempts the body from the least rate: it is a stream whose messages come when they come."""

    @classmethod
    def of(cls, scope: Scope, receive: Receive) -> "HttpRequest":
        """Reads the ASGI scope; the body stays unread."""
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        raw_path = scope["raw_path"].decode("ascii", "replace")
        allow_slow_body = (scope.get("extensions") or {}).get(SLOW_BODY, _no_limit)
        headers = Headers(scope=scope)
        return cls(method, raw_path, scope["query_string"], headers, scope["request_id"], receive, allow_slow_body)

    def timeout_seconds(self, *, usual: float, longest: float) -> float:
        """Returns the deadline that the client asks for, in seconds, at most `longest`; `usual` without one.

        ProblemError: it is not a number of seconds within that limit.
        """
        text = self.headers.get(TIMEOUT)
        if text is None:
            return usual
        try:
            seconds = float(text)
        except ValueError:
            seconds = 0.0
        if not 0 < seconds <= longest:
            raise invalid_field(Violation("X-Timeout-Seconds", f"must be more than 0 and at most {longest:g} seconds"))
        return seconds

    def expected_etag(self) -> str | None:
        """Returns the etag of If-Match, None without one or for "*".

        ProblemError: there are several; or it is a weak one, which never matches (RFC 9110, section 13.1.1).
        """
        text = self.headers.get(IF_MATCH, "").strip()
        if text in ("", "*"):
            return None
        match = _ETAG.fullmatch(text)
        if match is None:
            raise invalid_field(Violation("If-Match", 'must be one etag in quotes such as "3", or *'))
        if match["weak"]:
            raise ProblemError(Problem("ABORTED", "ETAG_MISMATCH", "If-Match has a weak etag, which never matches."))
        return match["quoted"] if match["quoted"] is not None else match["bare"]

    def require_plain_body(self) -> None:
        """ProblemError: the body is compressed."""
        encodings = {part.strip().lower() for part in self.headers.get("content-encoding", "").split(",")}
        if encodings - {"", "identity"}:
            raise ProblemError(_ENCODED)

    def trace_metadata(self) -> tuple[tuple[str, str], ...]:
        """Returns the ids that join the logs and traces of all services."""
        metadata = [(REQUEST_ID, self.request_id)]
        traceparent, tracestate = self.headers.get("traceparent", ""), self.headers.get("tracestate", "")
        if _TRACEPARENT.fullmatch(traceparent):
            metadata.append(("traceparent", traceparent))
            if _TRACESTATE.fullmatch(tracestate):
                metadata.append(("tracestate", tracestate))
        return tuple(metadata)

    async def body(self, max_bytes: int) -> bytes:
        """Returns the whole body. ProblemError: it is larger than `max_bytes`; raised without reading all of it."""
        declared_bytes = int(self.headers.get("content-length", "0"))
        if declared_bytes > max_bytes:
            raise body_too_large(max_bytes)
        parts: list[bytes] = []
        size = 0
        more = True
        while more:
            message = await self.receive()
            if message["type"] == "http.disconnect":
                raise ClientGoneError
            part = message.get("body", b"")
            size += len(part)
            if size > max_bytes:
                raise body_too_large(max_bytes)
            parts.append(part)
            more = message.get("more_body", False)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    @property
    def has_body(self) -> bool:
        """True if the headers announce a body."""
        return "transfer-encoding" in self.headers or self.headers.get("content-length", "0") != "0"

    async def parts(self, max_bytes: int) -> AsyncIterator[bytes]:
        """Yields the messages in the body as they arrive: one, or one per line of newline-delimited JSON.

        ProblemError: one is larger than `max_bytes`.
        """
        if self.headers.get("content-type", "").partition(";")[0].strip().lower() in NEWLINE_DELIMITED:
            async for line in self._lines(max_bytes):
                yield line
        elif body := (await self.body(max_bytes)).strip():
            yield body

    async def _lines(self, max_bytes: int) -> AsyncIterator[bytes]:
        rest, more = b"", True
        while more:
            message = await self.receive()
            if message["type"] == "http.disconnect":
                raise ClientGoneError
            more = message.get("more_body", False)
            *lines, rest = (rest + message.get("body", b"")).split(b"\n")
            if max(map(len, (*lines, rest))) > max_bytes:
                raise body_too_large(max_bytes)
            for line in lines if more else (*lines, rest):
                if line.strip():
                    yield line

    async def wait_for_disconnect(self) -> None:
        """Returns when the client has closed the connection. The body must have been read."""
        while (await self.receive())["type"] != "http.disconnect":
            continue


def _no_limit() -> None:
    """The server has no least rate."""


def request_id_of(headers: Headers) -> str:
    """Returns the client's request id if it is short and plain, else a new one."""
    request_id = headers.get(REQUEST_ID, "")
    return request_id if _REQUEST_ID.fullmatch(request_id) else uuid4().hex
