"""Throughput of scoring for several concurrent clients: `python -m tests.load.throughput`."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from tests.load import report
from tests.load.calls import signed_in
from tests.load.drafts import Drafts
from tests.load.hosting import on_own_stack
from tests.load.report import Row
from tests.support.stack import Stack

CLIENTS = 8
WORDS = 300
SECONDS = 8.0
MAX_CALLS = 20_000


def measure(stack: Stack) -> list[Row]:
    """Calls a second with one client and with several, at the service and through the gateway."""
    alone = calls_per_second(stack, clients=1, gateway=False)[0]
    rows: list[Row] = []
    for where, gateway in (("at the service", False), ("through the gateway", True)):
        rate, p50, p99 = calls_per_second(stack, clients=CLIENTS, gateway=gateway)
        what = f"ScoreText of {WORDS} words, {CLIENTS} clients, {where}"
        beside = f"p50 {p50:.0f} ms, p99 {p99:.0f} ms; one client {alone:.0f} calls/s"
        rows += [Row(what, rate, "calls/s", beside=beside), Row("  as words", rate * WORDS, "words/s")]
    return rows


def calls_per_second(stack: Stack, *, clients: int, gateway: bool) -> tuple[float, float, float]:
    """Returns the calls a second, and the median and 99th percentile of their milliseconds."""
    began = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        per_client = pool.map(lambda seed: _client(stack, seed, gateway), range(clients))
        times = [milliseconds for times in per_client for milliseconds in times]
    rate = len(times) / (time.perf_counter() - began)
    return rate, float(np.median(times)), float(np.percentile(times, 99))


def _client(stack: Stack, seed: int, gateway: bool) -> list[float]:
    drafts, times = Drafts(seed), []
    with signed_in(stack) as calls:
        call = calls.score_by_gateway if gateway else calls.score
        end = time.perf_counter() + SECONDS
        while (began := time.perf_counter()) < end and len(times) < MAX_CALLS:
            call(drafts.text(WORDS))
            times.append((time.perf_counter() - began) * 1e3)
    return times


def main() -> int:
    """Measures and prints the table."""
    return report.alone("Throughput", on_own_stack(measure), __doc__)


if __name__ == "__main__":
    sys.exit(main())
