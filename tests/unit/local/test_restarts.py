"""Restarts wait longer from crash to crash and never end; a stable run starts the count again."""

from deploy.local.restarts import STABLE_SECONDS, RestartPolicy

PAUSES = (0.2, 10.0, 60.0)


def policy(jitter: float = 1.0) -> RestartPolicy:
    return RestartPolicy(PAUSES, lambda: jitter)


def test_pauses_grow_and_the_last_one_repeats_without_end() -> None:
    crashing = policy()
    assert [crashing.delay_after(0.1) for _ in range(6)] == [0.2, 10.0, 60.0, 60.0, 60.0, 60.0]


def test_jitter_spreads_a_pause_over_its_upper_half() -> None:
    assert policy(jitter=0.0).delay_after(0.1) == PAUSES[0] / 2
    assert policy(jitter=1.0).delay_after(0.1) == PAUSES[0]


def test_a_stable_run_is_forgiven_its_former_crashes() -> None:
    crashing = policy()
    for _ in PAUSES:
        crashing.delay_after(0.1)
    assert [crashing.delay_after(seconds) for seconds in (STABLE_SECONDS, 0.1)] == [0.2, 10.0]
