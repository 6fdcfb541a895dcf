"""All measurements, one table each: `python -m tests.load.bench [--corpora DIR] [--treebanks DIR] [--out FILE.json]`.

Exits with 1 if a target was missed. Each measurement is a module of this folder and also runs alone.
"""

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.accuracy import language
from tests.load import faults, importing, latency, metrics_cost, peers, separation, startup, throughput
from tests.load.hosting import on_own_stack
from tests.load.report import Row, exit_code, show, write
from tests.support.stack import REPOSITORY

ACCURACY = (
    "register_size",
    "power",
    "calibration",
    "choices",
    "other_registers",
    "foreign_samples",
    "repairs",
    "padding",
    "signature",
)
"""Further measurements on corpora."""


def main() -> int:
    """Measures, prints each table as soon as it is measured, and then lists the missed targets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, help="folder of the corpora's layout, for the separation of writers")
    parser.add_argument("--treebanks", type=Path, help="folder of treebanks, for the English pipeline")
    parser.add_argument("--out", type=Path, help="JSON file for all figures")
    arguments = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}\n", flush=True)
    tables: dict[str, Sequence[Row]] = {}
    for title, measure in _measurements(arguments.corpora).items():
        tables[title] = measure()
        show(title, tables[title])
        if arguments.out:
            write(arguments.out, tables)
    if arguments.corpora:
        _print_accuracy(arguments.corpora)
    if arguments.treebanks:
        print(language.compared(arguments.treebanks), flush=True)
    else:
        print("Not measured: the English pipeline. It needs treebanks: make bench TREEBANKS=folder")
    if arguments.corpora is None:
        print("Not measured: the separation of writers. It needs corpora: make bench CORPORA=folder")
    missed = [row.what.strip() for rows in tables.values() for row in rows if not row.holds]
    print(f"Missed: {'; '.join(missed)}" if missed else "All targets hold.")
    return exit_code(tables)


def _print_accuracy(corpora: Path) -> None:
    """Prints the tables without targets, by running their modules."""
    for name in ACCURACY:
        print(f"python -m tests.accuracy.{name}", flush=True)
        command = [sys.executable, "-m", f"tests.accuracy.{name}", "--corpora", corpora.resolve(), "--split", "test"]
        subprocess.run(command, check=True, cwd=REPOSITORY)
        print(flush=True)


def _measurements(corpora: Path | None) -> dict[str, Callable[[], Sequence[Row]]]:
    measurements: dict[str, Callable[[], Sequence[Row]]] = {
        "Start and memory": startup.measure,
        "Latency": on_own_stack(latency.measure),
        "Throughput": on_own_stack(throughput.measure),
        "Importing": on_own_stack(importing.measure),
        "Cost of the metrics": lambda: metrics_cost.measure(corpora),
        peers.TITLE: lambda: peers.measure(corpora),
        "Faults": faults.measure,
    }
    if corpora is not None:
        measurements[separation.TITLE] = lambda: separation.measure(corpora)
    return measurements


if __name__ == "__main__":
    sys.exit(main())
