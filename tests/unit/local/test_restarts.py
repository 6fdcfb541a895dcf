"""Restarts wait longer from crash to crash, then stop; a stable run starts the count anew."""

from deploy.local.restarts import FIRST_DELAY_SECONDS, MAX_CRASHES, STABLE_SECONDS, RestartPolicy


def delays(policy: RestartPolicy, count: int) -> list[float | None]:
    return [policy.delay_after(0.1) for _ in range(count)]


def test_delays_double_until_the_policy_gives_up() -> None:
    *waited, last = delays(RestartPolicy(jitter=lambda: 1.0), MAX_CRASHES)
    assert waited == [FIRST_DELAY_SECONDS * 2**crash for crash in range(MAX_CRASHES - 1)]
    assert last is None


def test_jitter_spreads_a_delay_over_its_upper_half() -> None:
    assert RestartPolicy(jitter=lambda: 0.0).delay_after(0.1) == FIRST_DELAY_SECONDS / 2
    assert RestartPolicy(jitter=lambda: 1.0).delay_after(0.1) == FIRST_DELAY_SECONDS


def test_a_stable_run_is_forgiven_its_former_crashes() -> None:
    policy = RestartPolicy(jitter=lambda: 1.0)
    delays(policy, MAX_CRASHES - 1)
    assert policy.delay_after(STABLE_SECONDS) == FIRST_DELAY_SECONDS
    assert policy.delay_after(0.1) == FIRST_DELAY_SECONDS * 2
