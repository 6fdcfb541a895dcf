"""Separation of writers by the score: `python -m tests.load.separation --corpora DIR`.

Runs tests.accuracy.separation on the test split, and compares its figures at 5 samples and 250 words with the best
published method that has the same knowledge of the register.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.accuracy.baselines import PUBLISHED
from tests.load import report
from tests.load.report import Row
from tests.support.stack import REPOSITORY

SAMPLES, WORDS = 5, 250
_COLD = ("z-scored metrics", "Cosine Delta", "PPM compression", "General Impostors", "learned metric, cold")
BASELINES = {"cold": _COLD, "warm": (*_COLD, "learned metric, warm")}
"""Cold: no texts of the register, as for a single writer; warm: with other writers' samples."""
TITLE = "Separation of writers"


def measure(corpora: Path) -> list[Row]:
    """AUC of each corpus with its 95% interval, for standard and hard trials."""
    with tempfile.TemporaryDirectory() as directory:
        figures = Path(directory) / "separation.json"
        command = [sys.executable, "-m", "tests.accuracy.separation"]
        subprocess.run(
            [*command, "--corpora", corpora.resolve(), "--split", "test", "--out", figures], check=True, cwd=REPOSITORY
        )
        return [_row(figure) for figure in json.loads(figures.read_text()) if _is_shown(figure)]


def _is_shown(figure: dict[str, Any]) -> bool:
    return (figure["k"], figure["L"]) == (SAMPLES, WORDS)


def _row(figure: dict[str, Any]) -> Row:
    corpus, hard = figure["corpus"], figure["trials"] == "hard"
    low, high = figure["ci"]
    methods = BASELINES[figure["register"]]
    published = {name: PUBLISHED[name][corpus][hard] for name in methods if corpus in PUBLISHED[name]}
    beside = [f"95% {low:.3f} to {high:.3f}"]
    best = max(published, key=lambda name: published[name], default=None)
    if best is not None:
        beside.append(f"best baseline {published[best]:.3f} ({best})")
    what = f"{corpus}, {figure['register']}, {figure['trials']} trials, AUC"
    return Row(what, figure["auc"], at_least=published[best] if best else None, beside="; ".join(beside))


def main() -> int:
    """Measures and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder of the corpora's layout")
    rows = measure(parser.parse_args().corpora)
    report.show(TITLE, rows)
    return report.exit_code({TITLE: rows})


if __name__ == "__main__":
    sys.exit(main())
