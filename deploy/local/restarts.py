"""Restart policy of processes that ended by themselves."""

import random
from collections.abc import Callable, Sequence

PAUSES_SECONDS = (0.2, 0.4, 0.8, 1.6, 10.0, 60.0, 300.0)
# A process that ran for this long was not in a crash loop.
STABLE_SECONDS = 30.0


class RestartPolicy:
    """Backoff without end: pauses grow from crash to crash, and the last one repeats.

    Jitter spreads each pause over its upper half, so that processes do not start in step.
    """

    def __init__(self, pauses: Sequence[float] = PAUSES_SECONDS, jitter: Callable[[], float] = random.random) -> None:
        self._pauses = pauses
        self._jitter = jitter
        self._crashes = 0

    def delay_after(self, lived_seconds: float) -> float:
        """Return the seconds to wait before the next start, from half the pause to the whole."""
        if lived_seconds >= STABLE_SECONDS:
            self._crashes = 0
        pause = self._pauses[min(self._crashes, len(self._pauses) - 1)]
        self._crashes += 1
        return pause * (1 + self._jitter()) / 2
