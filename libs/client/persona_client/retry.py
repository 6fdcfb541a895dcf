"""When a failed call is sent again, and how long it waits first.

A call is repeated only if the contract says that this does no harm (see `contract.Method.is_repeatable`) and the
failure is of a kind that passes: the service cannot be reached, or two changes met and it says when to try again. The
wait doubles with every attempt and is drawn at random ("full jitter"), so that many clients do not come back
together; never shorter than the service asked for, and never past the deadline of the call.
"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from persona_client.errors import Conflict, DeadlineExceeded, PersonaError, Unavailable

_NOT_TRANSIENT = frozenset({"BODY_TOO_LARGE"})
"""Reasons that share their gRPC code with passing ones."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often and how patiently."""

    attempts: int = 6
    """Attempts in all, 1 or more. 1: never again."""
    first_backoff: float = 0.1
    """Upper end of the first wait, in seconds."""
    longest_backoff: float = 5.0
    """Upper end of any wait, in seconds."""

    def backoff(self, attempt: int, *, draw: Callable[[], float] = random.random) -> float:
        """Seconds to wait after the attempt with this number, from 1. `draw` gives 0..1."""
        ceiling = min(self.longest_backoff, self.first_backoff * 2.0 ** (attempt - 1))
        return ceiling * draw()


NEVER = RetryPolicy(attempts=1)
"""For callers that retry by themselves."""


def is_transient(error: PersonaError) -> bool:
    """Whether the same request may succeed a little later."""
    if isinstance(error, DeadlineExceeded) or error.reason in _NOT_TRANSIENT:
        return False
    return isinstance(error, Unavailable) or (isinstance(error, Conflict) and error.retry_after is not None)


class Attempts:
    """The attempts of one call under one deadline. Does no I/O: the caller sleeps and sends."""

    def __init__(
        self,
        policy: RetryPolicy,
        *,
        repeatable: bool,
        timeout: float | None,
        clock: Callable[[], float] = time.monotonic,
        draw: Callable[[], float] = random.random,
    ) -> None:
        self._policy = policy
        self._repeatable = repeatable
        self._clock = clock
        self._draw = draw
        self._deadline = None if timeout is None else clock() + timeout
        self._made = 0

    def remaining(self) -> float | None:
        """Seconds that are left for the next attempt, 0 or more. None: as many as it takes."""
        return None if self._deadline is None else max(0.0, self._deadline - self._clock())

    def wait_after(self, error: PersonaError) -> float | None:
        """Seconds to wait before the next attempt. None: there is none, and the error stands."""
        self._made += 1
        if not self._repeatable or self._made >= self._policy.attempts or not is_transient(error):
            return None
        asked = error.retry_after.total_seconds() if error.retry_after is not None else 0.0
        wait = asked + self._policy.backoff(self._made, draw=self._draw)
        remaining = self.remaining()
        return wait if remaining is None or wait < remaining else None
