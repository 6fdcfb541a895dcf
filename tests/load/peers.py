"""Speed of our metrics against TextDescriptives and textstat.

    python -m tests.load.peers [--corpora DIR] [--out FILE.json]

The peers run in an environment and a process of their own (`peers_environment`). It measures a round on request, so
that both sides run under the same load. Ours are all metrics of tokens and sentences, theirs those that both have. Both
read with the same bare pipeline, spaCy's blank English and its sentencizer, and the metrics are timed on its output;
textstat takes raw texts.
"""

import argparse
import gc
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from spacy.tokens import Doc

from libs.stylometry.metrics import measure as measure_metrics
from libs.stylometry.statistics.text_statistics import TextStatistics
from libs.stylometry.text.document import Document
from tests.load import peers_process, report
from tests.load.drafts import Drafts
from tests.load.peers_environment import answer, interpreter, running
from tests.load.report import Row
from tests.load.stylometry import WORDS, texts

TITLE = "Compared with other libraries"
DOCUMENTS = 160
"""More than the 128 results that textstat caches for each function, so that no round is served from its cache."""

ROUNDS = 5
TEXTDESCRIPTIVES_LEAST, TEXTSTAT_LEAST = 5.0, 10.0
_UNIT = "x throughput"


def measure(corpora: Path | None = None) -> list[Row]:
    """Ratios on drafts of the demo writers or blog posts of the corpora; none if the peers cannot be installed."""
    drafts = Drafts()
    inputs = texts(corpora / "dev" / "blog.jsonl.gz", DOCUMENTS) if corpora else None
    try:
        python = interpreter()
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"Not measured: the peers could not be installed ({error}).")
        return []
    ours, theirs, versions = _seconds(python, inputs or [drafts.text(WORDS) for _ in range(DOCUMENTS)])
    return _rows(ours, theirs, versions)


def _rows(ours: dict[str, float], theirs: dict[str, float], versions: dict[str, str]) -> list[Row]:
    described, quality, textstat = theirs["textdescriptives"], theirs["quality"], theirs["textstat"]
    metrics, read = ours["metrics"], ours["read"]
    functions = len(peers_process.FORMULAS + peers_process.COUNTS)
    own_time = f"{_ms(metrics)} for all of ours"
    return [
        Row(
            f"metrics against TextDescriptives {versions['textdescriptives']}: descriptive statistics, readability",
            described / metrics,
            _UNIT,
            at_least=TEXTDESCRIPTIVES_LEAST,
            beside=f"{_ms(described)} a text of {WORDS} words, {own_time}; best of {ROUNDS} rounds",
        ),
        Row(
            "  its measures of quality included",
            (described + quality) / metrics,
            _UNIT,
            beside=f"{_ms(described + quality)}, {own_time}",
        ),
        Row(
            "  all of these and reading included",
            (theirs["read"] + described + quality) / (read + metrics),
            _UNIT,
            beside=f"reading by the same pipeline: {_ms(theirs['read'])} there, {_ms(read)} here",
        ),
        Row(
            f"metrics against textstat {versions['textstat']}: {functions} formulas and counts",
            textstat / metrics,
            _UNIT,
            at_least=TEXTSTAT_LEAST,
            beside=f"{_ms(textstat)} a text, {own_time}",
        ),
        Row(
            "  our reading included; it splits texts by itself",
            textstat / (read + metrics),
            _UNIT,
            beside=f"{_ms(read + metrics)} here",
        ),
    ]


def _ms(seconds: float) -> str:
    return f"{seconds * 1e3:.2f} ms"


def _seconds(python: Path, inputs: Sequence[str]) -> tuple[dict[str, float], dict[str, float], dict[str, str]]:
    """Returns the seconds a text of our and their actions, each in its best round; and the versions of the peers."""
    nlp = peers_process.bare()
    read = [(nlp(text), text) for text in inputs]
    actions: dict[str, peers_process.Action] = {"read": (nlp, inputs), "metrics": (_all_metrics, read)}
    for action, items in actions.values():
        action(items[0])
    gc.collect()
    gc.freeze()
    with running(python) as process:
        versions = answer(process, json.dumps(inputs))
        rounds = [
            ({name: peers_process.seconds(*action) for name, action in actions.items()}, answer(process, "round"))
            for _ in range(ROUNDS)
        ]
    ours, theirs = ([sides[side] for sides in rounds] for side in (0, 1))
    return _best(ours), _best(theirs), versions


def _all_metrics(read: tuple[Doc, str]) -> object:
    """Measures as a service does: with the text that the Doc was made from."""
    return measure_metrics(TextStatistics.of(Document.of(*read)))


def _best(rounds: Sequence[dict[str, float]]) -> dict[str, float]:
    return {name: min(seconds[name] for seconds in rounds) for name in rounds[0]}


def main() -> int:
    """Measures and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, help="folder of the corpora's layout, for blog posts as texts")
    parser.add_argument("--out", type=Path, help="JSON file for the figures")
    arguments = parser.parse_args()
    tables = {TITLE: measure(arguments.corpora)}
    report.show(TITLE, tables[TITLE])
    if arguments.out:
        report.write(arguments.out, tables)
    return report.exit_code(tables)


if __name__ == "__main__":
    sys.exit(main())
