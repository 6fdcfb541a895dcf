"""HTTP/1.1 protocol with limits: connections, size of the head, time for the head, rate of the body, unread answers.

uvicorn's protocol on httptools has none of them: a head grows without an end, and a connection stays open for as long
as its client says nothing.
"""

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, cast
from uuid import uuid4

import httptools
import structlog
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol
from uvicorn.server import ServerState

from gateway.server.http.connections import Connections, peer_of
from gateway.server.http.lingering_transport import LingeringTransport
from gateway.server.http.request import SLOW_BODY
from gateway.server.http.response_writer import DEFAULT_HEADERS, problem_headers
from gateway.server.problems.problem import MEDIA_TYPE, Problem

_FIELD_OVERHEAD = len(b": \r\n")

_NOT_HTTP = "This is not a request in HTTP/1.1."

_log = structlog.get_logger("gateway.server")


@dataclass(frozen=True, slots=True)
class ProtocolLimits:
    """Limits of a connection. Sizes in bytes, times in seconds, rates in bytes per second."""

    head_bytes: int
    head_fields: int
    head_seconds: float
    body_seconds: float
    body_rate: float
    linger_seconds: float
    stalled_seconds: float


class _RefusalError(Exception):
    """Ends the parsing of a request that the gateway refuses."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem


class LimitedProtocol(HttpToolsProtocol):
    """One connection."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
        *,
        limits: ProtocolLimits,
        admission: Connections,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._limits = limits
        self._admission = admission
        self._peer = ""
        self._admitted = False
        self._refused = False
        self._lingering: LingeringTransport
        # The message that is being received.
        self._in_head = False
        self._in_body = False
        self._pending_bytes = 0  # received since the head began, or since the last part of the body
        # One clock: of the head, or of the body.
        self._clock: asyncio.TimerHandle | None = None
        self._body_began = 0.0
        self._body_bytes = 0
        self._rate_exempt = False
        self._awaits_continue = False

    # Connection

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Admits the connection, or answers that there are too many."""
        self._lingering = LingeringTransport(
            transport,
            loop=self.loop,
            unfinished=self._unfinished,
            linger_seconds=self._limits.linger_seconds,
            stalled_seconds=self._limits.stalled_seconds,
        )
        super().connection_made(self._lingering)
        self._peer = peer_of(self.client[0]) if self.client else ""
        problem = self._admission.admit(self._peer)
        if problem is None:
            self._admitted = True
            self._start_clock(self._limits.head_seconds)
        elif self._admission.begin_refusal():
            self._refused = True
            self._refuse(problem)
        else:
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stops the clocks and the counts."""
        self._stop_clock()
        if self._admitted:
            self._admitted = False
            self._admission.release(self._peer)
        if self._refused:
            self._refused = False
            self._admission.end_refusal()
        super().connection_lost(exc)
        self._lingering.ended()

    def data_received(self, data: bytes) -> None:
        """Parses what was received, within the limits."""
        parser = self.parser
        if self._lingering.lingers or parser is None:
            self._lingering.drop(len(data))
            return
        self._unset_keepalive_if_required()
        self._pending_bytes += len(data)
        try:
            parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            # The request is served in HTTP/1.1 (RFC 9110, section 7.8); the parser reads no further one.
            self.cycle.keep_alive = False
        except httptools.HttpParserError as error:
            cause = error.__context__
            self._refuse(cause.problem if isinstance(cause, _RefusalError) else _malformed(_NOT_HTTP))
        else:
            self._bound_rest()

    def shutdown(self) -> None:
        """Ends the connection when the answer under way is complete."""
        if not self._answering():
            self._in_head = self._in_body = False
        if self._lingering.lingers:
            self._lingering.abort()
        super().shutdown()

    def pause_writing(self) -> None:
        """Starts to watch whether the client takes its answer."""
        super().pause_writing()
        self._lingering.watch_sending()

    def resume_writing(self) -> None:
        """Ends the watch."""
        super().resume_writing()
        self._lingering.sent()

    # Callbacks of the parser

    def on_message_begin(self) -> None:
        """A head begins."""
        super().on_message_begin()
        extensions = {SLOW_BODY: self._exempt_from_rate}
        cast("dict[str, Any]", self.scope)["extensions"] = extensions
        self._in_head = True
        self._pending_bytes = 0

    def on_url(self, url: bytes) -> None:
        """A part of the request's target."""
        if len(self.url) + len(url) > self._limits.head_bytes:
            raise _RefusalError(_target_too_long(self._limits))
        super().on_url(url)

    def on_headers_complete(self) -> None:
        """The head is complete; a body may follow."""
        if len(self.headers) > self._limits.head_fields or self._head_bytes() > self._limits.head_bytes:
            raise _RefusalError(_head_too_large(self._limits))
        self._in_head, self._in_body = False, True
        self._pending_bytes = 0
        self._stop_clock()
        self._rate_exempt = False
        self._awaits_continue = self.expect_100_continue
        self._body_began, self._body_bytes = self.loop.time(), 0
        super().on_headers_complete()
        self.headers = []  # takes the fields of a trailer, which the request does not have

    def on_body(self, body: bytes) -> None:
        """A part of the body."""
        self._pending_bytes = 0
        self._body_bytes += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is complete."""
        self._in_body = False
        self._pending_bytes = 0
        self._stop_clock()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """The answer is complete; the rest of a body that it did not wait for has little time."""
        super().on_response_complete()
        if not self._in_body or self.pipeline or self.transport.is_closing():
            return
        self._unset_keepalive_if_required()
        self._stop_clock()
        if self._awaits_continue and not self._body_bytes:
            self.transport.close()  # a client that got no 100 may or may not send the body
        else:
            self._start_clock(self._limits.linger_seconds)

    def _head_bytes(self) -> int:
        return len(self.url) + sum([len(name) + len(value) + _FIELD_OVERHEAD for name, value in self.headers])

    # Clocks

    def _start_clock(self, seconds: float) -> None:
        self._clock = self.loop.call_later(seconds, self._time_is_up)

    def _stop_clock(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None

    def _time_is_up(self) -> None:
        self._clock = None
        if self.transport.is_closing():
            return
        if self._in_body:
            self._check_rate()
        elif self.flow.read_paused or self._answering():
            self._start_clock(self._limits.head_seconds)  # not the client's delay
        elif self._in_head or self._pending_bytes:
            self._refuse(_too_slow(f"The head of the request was not complete after {self._limits.head_seconds:g} s."))
        else:
            self.transport.close()

    def _check_rate(self) -> None:
        if self.cycle.response_complete:
            self.transport.close()
            return
        if self._rate_exempt:
            return
        if self.flow.read_paused:  # not the client's delay
            self._body_began, self._body_bytes = self.loop.time(), 0
        deadline = self._body_began + self._limits.body_seconds + self._body_bytes / self._limits.body_rate
        seconds_left = deadline - self.loop.time()
        if seconds_left > 0:
            self._start_clock(min(seconds_left, self._limits.body_seconds))
            return
        rate = f"{self._limits.body_rate:,.0f} bytes per second"
        self._refuse(_too_slow(f"The body of the request came too slowly; send at least {rate}."))

    def _exempt_from_rate(self) -> None:
        self._rate_exempt = True

    # Refusals

    def _unfinished(self) -> bool:
        return self._in_head or self._in_body

    def _answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _bound_rest(self) -> None:
        """Bounds the size of an unfinished head, of a trailer and of chunk extensions, and the time for the rest."""
        if self._pending_bytes > self._limits.head_bytes:
            self._refuse(_head_too_large(self._limits))
        elif self._clock is None and not self.transport.is_closing():
            if self._in_body:
                if not self._rate_exempt:
                    self._start_clock(self._limits.body_seconds)
            elif self._in_head or self._pending_bytes:
                self._start_clock(self._limits.head_seconds)

    def _refuse(self, problem: Problem) -> None:
        """Answers with a problem in the place of the application, and closes."""
        self._stop_clock()
        if self.transport.is_closing():
            return
        cycle = self.cycle if self._answering() else None
        # The answer to another request, or a part of the answer to this one, may be on its way.
        may_answer = not self.pipeline and (cycle is None or (self._in_body and not cycle.response_started))
        if cycle is not None:
            cycle.disconnected = True
            cycle.message_event.set()
        self._in_body = True  # more may come
        if may_answer:
            self.transport.write(self._answer(problem))
        self.transport.close()

    def _answer(self, problem: Problem) -> bytes:
        request_id = uuid4().hex
        body = problem.to_json(request_id=request_id, instance="")
        headers = [
            *self.server_state.default_headers,
            (b"content-type", MEDIA_TYPE.encode()),
            (b"content-length", str(len(body)).encode()),
            (b"x-request-id", request_id.encode()),
            *((name.encode(), value.encode()) for name, value in DEFAULT_HEADERS.items()),
            *problem_headers(problem),
        ]
        _log.info("connection_refused", status=problem.status, peer=self._peer, request_id=request_id)
        lines = [STATUS_LINE[problem.status], *(b"%b: %b\r\n" % field for field in headers), b"\r\n", body]
        return b"".join(lines)


def _malformed(detail: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> Problem:
    return Problem("INVALID_ARGUMENT", "MALFORMED_REQUEST", detail, status_override=status, hang_up=True)


def _target_too_long(limits: ProtocolLimits) -> Problem:
    return _malformed(
        f"The address of the request has more than {limits.head_bytes:,} bytes; send the fields in the body.",
        HTTPStatus.REQUEST_URI_TOO_LONG,
    )


def _head_too_large(limits: ProtocolLimits) -> Problem:
    return _malformed(
        f"The head of the request has more than {limits.head_bytes:,} bytes or {limits.head_fields} fields.",
        HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    )


def _too_slow(detail: str) -> Problem:
    return Problem(
        "DEADLINE_EXCEEDED", "DEADLINE_EXCEEDED", detail, status_override=HTTPStatus.REQUEST_TIMEOUT, hang_up=True
    )
