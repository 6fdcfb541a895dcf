"""Values read from key files, which are read again when the files change: keys rotate without a restart."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, Generic, TypeVar

import structlog

Keys = TypeVar("Keys")
_Stamp = tuple[tuple[int, int, int], ...]  # inode, time of change and size of each file
_log = structlog.stdlib.get_logger("keys")

LOOK_SECONDS: Final = 1.0
"""Files are looked at, and read again on request, at most once in this time."""


class KeyFiles(Generic[Keys]):
    """Keys of some files, as `read` understands them.

    Files that cannot be read or understood at the moment change nothing: the keys of the last reading remain, and the
    log reports the fault.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        read: Callable[[Sequence[Path]], Keys],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Reads the files. Raises OSError, or what `read` raises for wrong content."""
        self._paths = tuple(paths)
        self._read = read
        self._clock = clock
        self._stamp: _Stamp = self._stamp_now()
        self._keys = read(self._paths)
        self._looked = self._requested = clock()

    def current(self) -> Keys:
        """Returns the keys of the files as they were at most LOOK_SECONDS ago."""
        now = self._clock()
        if now - self._looked >= LOOK_SECONDS:
            self._looked = now
            self._read_changed()
        return self._keys

    def read_again(self) -> Keys:
        """Returns the keys as they are now, for a token with an unknown key; at most once in LOOK_SECONDS."""
        now = self._clock()
        if now - self._requested >= LOOK_SECONDS:
            self._looked = self._requested = now
            self._read_changed()
        return self._keys

    def _read_changed(self) -> None:
        try:
            stamp = self._stamp_now()
            if stamp == self._stamp:
                return
            keys = self._read(self._paths)
        except (OSError, ValueError, KeyError, TypeError) as error:
            _log.warning("key files cannot be read", fault=type(error).__name__)
            return
        self._stamp, self._keys = stamp, keys
        _log.info("key files were read again")

    def _stamp_now(self) -> _Stamp:
        """Identity of the files' content: replaced files differ in the inode, overwritten ones in time or size."""
        stats = [path.stat() for path in self._paths]
        return tuple((stat.st_ino, stat.st_mtime_ns, stat.st_size) for stat in stats)
