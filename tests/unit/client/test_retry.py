"""When a failed call is sent again, and after how long."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from persona_client import errors
from persona_client.retry import NEVER, Attempts, RetryPolicy

_LOST = errors.Unavailable("gone", reason="DEPENDENCY_UNAVAILABLE")
_POLICY = RetryPolicy(attempts=4, first_backoff=0.1, longest_backoff=0.3)


def _attempts(*, repeatable: bool = True, timeout: float | None = None, policy: RetryPolicy = _POLICY) -> Attempts:
    return Attempts(policy, repeatable=repeatable, timeout=timeout, clock=lambda: 0.0, draw=lambda: 1.0)


def test_waits_double_up_to_the_longest_and_end_with_the_attempts() -> None:
    attempts = _attempts()
    assert [attempts.wait_after(_LOST) for _ in range(4)] == [0.1, 0.2, 0.3, None]


def test_a_call_that_may_not_be_repeated_is_not() -> None:
    assert _attempts(repeatable=False).wait_after(_LOST) is None


def test_never_means_never() -> None:
    assert _attempts(policy=NEVER).wait_after(_LOST) is None


def test_no_wait_reaches_past_the_deadline() -> None:
    attempts = _attempts(timeout=0.15)
    assert attempts.wait_after(_LOST) == 0.1
    assert attempts.wait_after(_LOST) is None


def test_the_service_is_not_asked_before_it_said() -> None:
    patient = errors.Unavailable("gone", retry_after=timedelta(seconds=2))
    assert _attempts().wait_after(patient) == pytest.approx(2.1)


@pytest.mark.parametrize(
    ("error", "repeated"),
    [
        (errors.Conflict("two changes met", reason="CONCURRENT_CHANGE", retry_after=timedelta(0)), True),
        (errors.Conflict("stale", reason="ETAG_MISMATCH"), False),
        (errors.DeadlineExceeded("late"), False),
        (errors.Unavailable("too large", reason="BODY_TOO_LARGE"), False),
        (errors.InvalidRequest("wrong"), False),
        (errors.Defect("broken"), False),
    ],
)
def test_only_what_passes_is_tried_again(error: errors.PersonaError, repeated: bool) -> None:
    assert (_attempts().wait_after(error) is not None) == repeated


@given(attempt=st.integers(1, 60), draw=st.floats(0, 1))
def test_a_backoff_lies_between_nothing_and_the_longest(attempt: int, draw: float) -> None:
    assert 0 <= _POLICY.backoff(attempt, draw=lambda: draw) <= _POLICY.longest_backoff
