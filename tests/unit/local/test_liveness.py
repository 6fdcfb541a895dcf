"""Silence counts the time in which the supervisor looked, not its own pauses."""

from deploy.local.liveness import TICK_SECONDS, Silence


def test_silence_grows_with_each_look_and_ends_with_a_beat() -> None:
    silence = Silence(100.0)
    for look in range(1, 9):
        silence.look(100.0 + look * TICK_SECONDS)
    assert silence.seconds == 8 * TICK_SECONDS
    silence.beat()
    assert silence.seconds == 0


def test_a_pause_of_the_supervisor_is_no_silence_of_the_process() -> None:
    silence = Silence(100.0)
    silence.look(5000.0)
    assert silence.seconds == 2 * TICK_SECONDS
