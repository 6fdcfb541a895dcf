"""Kills processes under load, repeatedly: `python -m tests.load.faults`.

The long form of tests/integration/faults: more clients, more rounds, one load throughout, one audit at the end.
"""

import sys
import time

from tests.integration.faults.breakable_stack import KILLED, BreakableStack
from tests.integration.faults.ledger import AuditFindings, audit
from tests.integration.faults.load import Load
from tests.load import report
from tests.load.report import Row
from tests.support.postgres import reachable_directory

ROUNDS = 2
WRITERS, READERS = 4, 3
# The pauses before restarts grow with crashes in quick succession: a process calms down before the next kill.
CALM_SECONDS = 2.0


def measure() -> list[Row]:
    """Seconds until all is ready again after each kill, and the faults that the audit found at the end."""
    with reachable_directory() as directory:
        stack = BreakableStack(directory / "var")
        try:
            return _measure(stack)
        finally:
            stack.stop()


def _measure(stack: BreakableStack) -> list[Row]:
    recoveries: dict[str, list[float]] = {name: [] for name in KILLED}
    endings: list[float] = []
    starts: list[float] = []
    with stack.client() as client:
        load = Load(stack, client)
        with load.running(writers=WRITERS, readers=READERS):
            for _ in range(ROUNDS):
                for name in KILLED:
                    load.wait_for_progress()
                    recoveries[name].append(stack.kill(name))
                    time.sleep(CALM_SECONDS)
                load.wait_for_progress()
                endings.append(stack.kill_supervisor())
                began = time.monotonic()
                stack.start_again()
                starts.append(time.monotonic() - began)
            load.wait_for_progress()
        findings = audit(load.ledger, client)
    return [
        *(_seconds(f"kill -9 of {name}: all ready again", times) for name, times in recoveries.items()),
        _seconds("kill -9 of the supervisor: no process left", endings),
        _seconds("  then started again, all ready", starts),
        *_finding_rows(load, findings),
    ]


def _seconds(what: str, seconds: list[float]) -> Row:
    return Row(what, max(seconds), "s", beside=f"the longest of {len(seconds)}")


def _finding_rows(load: Load, findings: AuditFindings) -> list[Row]:
    writes, reads = load.ledger.progress()
    faults = {
        "acknowledged personas, samples and versions lost": findings.lost,
        "rows that a repeated request duplicated": findings.doubled,
        "wrong answers": findings.wrong,
    }
    beside = f"of {writes} writes and {reads} scores by {WRITERS} writers and {2 * READERS} readers"
    return [Row(what, len(cases), at_most=0, beside="; ".join(cases[:3]) or beside) for what, cases in faults.items()]


def main() -> int:
    """Measures and prints the table."""
    return report.alone("Faults", measure, __doc__)


if __name__ == "__main__":
    sys.exit(main())
