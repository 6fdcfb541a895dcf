"""Retries of failed calls: conditions and backoff.

A call is retried only if the contract says that this is safe (see `contract.Method.is_repeatable`) and the failure is
transient: the service cannot be reached, or two changes conflicted and it says when to try again. The wait doubles with
every attempt and is drawn at random ("full jitter"), so that many clients do not come back together; it is never
shorter than the service asked for, and never past the deadline of the call.

Not libs.servicekit.calls.channels' service config: this wheel imports nothing of servicekit, and a service config knows
neither `request_id` nor the reasons.
"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from persona_client.errors import Conflict, DeadlineExceeded, PersonaError, Unavailable

_NOT_TRANSIENT = frozenset({"BODY_TOO_LARGE"})
"""Reasons that are permanent although they share their gRPC code with transient ones."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Number of attempts, and limits of the wait between them."""

    attempts: int = 6
    """Attempts in all, 1 or more. 1: no retry."""
    first_backoff: float = 0.1
    """Maximum of the first wait, in seconds."""
    longest_backoff: float = 5.0
    """Maximum of any wait, in seconds."""

    def backoff(self, attempt: int, *, draw: Callable[[], float] = random.random) -> float:
        """Returns the seconds to wait after the attempt with this number, from 1. `draw` returns 0..1."""
        ceiling = min(self.longest_backoff, self.first_backoff * 2.0 ** (attempt - 1))
        return ceiling * draw()


NEVER = RetryPolicy(attempts=1)
"""No retries: for callers that retry by themselves."""


def is_transient(error: PersonaError) -> bool:
    """Returns True if the same request may succeed a little later."""
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
        """Returns the seconds left for the next attempt, 0 or more. None: no limit."""
        return None if self._deadline is None else max(0.0, self._deadline - self._clock())

    def wait_after(self, error: PersonaError) -> float | None:
        """Returns the seconds to wait before the next attempt. None: no further attempt; raise the error."""
        self._made += 1
        if not self._repeatable or self._made >= self._policy.attempts or not is_transient(error):
            return None
        requested = error.retry_after.total_seconds() if error.retry_after is not None else 0.0
        wait = requested + self._policy.backoff(self._made, draw=self._draw)
        remaining = self.remaining()
        return wait if remaining is None or wait < remaining else None
