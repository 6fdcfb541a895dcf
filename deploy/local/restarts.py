"""Restart policy of processes that ended by themselves."""

import random
from collections.abc import Callable

FIRST_DELAY_SECONDS = 0.2
LONGEST_DELAY_SECONDS = 10.0
# A process that ran for this long was not in a crash loop.
STABLE_SECONDS = 30.0
MAX_CRASHES = 5


class RestartPolicy:
    """Exponential backoff: delays double from crash to crash, with jitter so that processes do not start in step."""

    def __init__(self, jitter: Callable[[], float] = random.random) -> None:
        self._jitter = jitter
        self._crashes = 0

    def delay_after(self, lived_seconds: float) -> float | None:
        """Return the seconds to wait before the next start, from half the step to the whole; None to give up."""
        if lived_seconds >= STABLE_SECONDS:
            self._crashes = 0
        self._crashes += 1
        if self._crashes >= MAX_CRASHES:
            return None
        step = min(FIRST_DELAY_SECONDS * 2 ** (self._crashes - 1), LONGEST_DELAY_SECONDS)
        return step * (1 + self._jitter()) / 2
