"""Pauses of the event loop are logged with the code that held it up."""

import asyncio
import time

from structlog.testing import capture_logs

from libs.servicekit.serving.loop_watchdog import LoopWatchdog


def hold_up(seconds: float) -> None:
    ended = time.monotonic() + seconds
    while time.monotonic() < ended:
        pass


async def test_a_pause_is_logged_with_its_length_and_its_code() -> None:
    with capture_logs() as logs:
        async with LoopWatchdog(max_pause=0.1):
            await asyncio.sleep(0.15)
            hold_up(0.5)
            await asyncio.sleep(0.15)
    (line,) = [line for line in logs if line["ms"] >= 300]
    assert (line["event"], line["log_level"]) == ("the event loop was held up", "warning")
    assert line["frames"][-1].endswith(" hold_up")


async def test_a_loop_that_goes_on_is_not_reported() -> None:
    with capture_logs() as logs:
        async with LoopWatchdog(max_pause=2.0):
            for _ in range(20):
                hold_up(0.01)
                await asyncio.sleep(0.01)
    assert logs == []


async def test_the_watch_ends_with_its_block() -> None:
    watchdog = LoopWatchdog()
    async with watchdog:
        pass
    assert watchdog._thread is not None
    assert not watchdog._thread.is_alive()
