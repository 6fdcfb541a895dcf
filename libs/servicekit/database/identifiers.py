"""Identifiers of rows: UUIDv7 (RFC 9562, 2024), which sort by the time they were made."""

import os
import threading
import time
from uuid import UUID

_COUNTER_BITS = 42
_COUNTER_SPACE = 1 << _COUNTER_BITS
_TAIL_BYTES = 4
_VERSION_AND_VARIANT = (0x7 << 76) | (0b10 << 62)


class _Clock:
    """The last (millisecond, counter) returned; later ones are always greater (RFC 9562, 6.2, method 1)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = (0, 0)

    def tick(self) -> tuple[int, int]:
        now = time.time_ns() // 1_000_000
        with self._lock:
            millisecond, counter = self._last
            if now > millisecond:
                # A fresh counter starts in its lower half, so that it has room to grow within one millisecond.
                self._last = (now, int.from_bytes(os.urandom(6)) % (_COUNTER_SPACE // 2))
            elif counter + 1 < _COUNTER_SPACE:
                self._last = (millisecond, counter + 1)
            else:
                self._last = (millisecond + 1, 0)
            return self._last


_clock = _Clock()


def uuid7() -> UUID:
    """A new identifier. Within one process each is greater than all before it, also when the clock steps back.

    48 bits of Unix milliseconds, 42 bits of a counter with a random start, 32 random bits.
    """
    millisecond, counter = _clock.tick()
    high, low = counter >> 30, counter & ((1 << 30) - 1)
    tail = int.from_bytes(os.urandom(_TAIL_BYTES))
    return UUID(int=(millisecond << 80) | _VERSION_AND_VARIANT | (high << 64) | (low << 32) | tail)
