"""Lingering close (RFC 9112, section 9.6): the answer is sent, the rest of the request is dropped, then the close.

A socket that is closed with unread data is reset, and the client's system then discards an answer that the client
has not read yet. A client that sends its whole body before it reads would see only the reset. The time for the client
to take its answer is limited, too.
"""

import asyncio
from collections.abc import Callable
from typing import Any

_MAX_DROPPED_BYTES = 256 * 2**20


class LingeringTransport(asyncio.Transport):
    """A transport whose `close` waits for the end of a request that is still being received."""

    def __init__(
        self,
        transport: asyncio.Transport,
        *,
        loop: asyncio.AbstractEventLoop,
        unfinished: Callable[[], bool],
        linger_seconds: float,
        stalled_seconds: float,
    ) -> None:
        super().__init__()
        self._transport = transport
        self._loop = loop
        self._unfinished = unfinished
        self._linger_seconds = linger_seconds
        self._stalled_seconds = stalled_seconds
        self._bytes_left = _MAX_DROPPED_BYTES
        self._timer: asyncio.TimerHandle | None = None
        self._sending: asyncio.TimerHandle | None = None
        self._paused = False

    @property
    def lingers(self) -> bool:
        """True between the close by the application and the end of the connection."""
        return self._timer is not None

    def close(self) -> None:
        """Closes; if a request is unfinished, ends the sending side first, and drops what comes for a limited time."""
        if self.lingers:
            return
        if self._transport.is_closing() or not self._unfinished():
            self._transport.close()
            self.watch_sending()
            return
        self._timer = self._loop.call_later(self._linger_seconds, self._transport.abort)
        if self._transport.can_write_eof():
            self._transport.write_eof()
        self.resume_reading()

    def drop(self, size: int) -> None:
        """Counts received bytes that are dropped, and ends the connection at the limit."""
        self._bytes_left -= size
        if self._bytes_left < 0:
            self._transport.abort()

    def watch_sending(self) -> None:
        """Ends the connection when the client takes nothing of what waits to be sent for the time of the limit."""
        waiting = self.get_write_buffer_size()
        if waiting and self._sending is None:
            self._sending = self._loop.call_later(self._stalled_seconds, self._check_sending, waiting)

    def sent(self) -> None:
        """Ends the watch: the client has taken what was waiting."""
        if self._sending is not None and not self._transport.is_closing():
            self._sending.cancel()
            self._sending = None

    def ended(self) -> None:
        """Stops the clocks: the connection has ended."""
        for timer in (self._timer, self._sending):
            if timer is not None:
                timer.cancel()

    def _check_sending(self, waited: int) -> None:
        self._sending = None
        if self.get_write_buffer_size() >= waited:
            self._transport.abort()
        else:
            self.watch_sending()

    def is_closing(self) -> bool:
        """Returns True as soon as the application has closed the connection."""
        return self._timer is not None or self._transport.is_closing()

    def abort(self) -> None:
        """Ends the connection at once; what was not sent is lost."""
        self._transport.abort()

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Sends data."""
        self._transport.write(data)

    def get_write_buffer_size(self) -> int:
        """Returns the number of bytes that wait to be sent."""
        return self._transport.get_write_buffer_size()

    def pause_reading(self) -> None:
        """Stops receiving until `resume_reading`."""
        self._paused = True
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        """Receives again."""
        if self._paused:
            self._paused = False
            self._transport.resume_reading()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """Returns a fact about the connection."""
        return self._transport.get_extra_info(name, default)
