"""Cost of all metrics in addition to reading a text: `python -m tests.load.metrics_cost`.

Reading is tokenisation and sentence splitting alone, by spaCy's blank English pipeline. `tests.load.stylometry`
measures each step.
"""

import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from spacy.lang.en import English
from spacy.tokens import Doc

from libs import language
from libs.stylometry.metrics import IDS
from libs.stylometry.metrics import measure as measure_metrics
from libs.stylometry.statistics.text_statistics import TextStatistics
from libs.stylometry.text.document import Document
from tests.load import report
from tests.load.drafts import Drafts
from tests.load.report import Row
from tests.load.stylometry import LIMIT, WORDS, interleaved, texts

DOCUMENTS = 100
LONG_WORDS = 3000
ROUNDS = 7


def measure(corpora: Path | None = None) -> list[Row]:
    """Ratio of measuring to reading on drafts of the demo writers or blog posts of the corpora, and on long texts."""
    drafts = Drafts()
    blog = texts(corpora / "dev" / "blog.jsonl.gz", DOCUMENTS) if corpora else None
    reading, measuring = _costs(blog or [drafts.text(WORDS) for _ in range(DOCUMENTS)])
    long_reading, long_measuring = _costs([drafts.text(LONG_WORDS) for _ in range(DOCUMENTS // 10)])
    return [
        Row(
            f"all {len(IDS)} metrics on top of reading {WORDS} words",
            measuring / reading,
            "of reading",
            at_most=LIMIT,
            beside=f"{measuring:.2f} ms on {reading:.2f} ms by spaCy; best of {ROUNDS} rounds",
        ),
        Row(
            f"all {len(IDS)} metrics on top of reading {LONG_WORDS} words",
            long_measuring / long_reading,
            "of reading",
            beside=f"{long_measuring:.2f} ms on {long_reading:.2f} ms by spaCy",
        ),
    ]


def _costs(inputs: Sequence[str]) -> tuple[float, float]:
    """Returns the milliseconds a text of reading by spaCy's blank pipeline, and of all metrics after reading."""
    blank = English()
    blank.add_pipe("sentencizer")
    ours = language.load()
    read = [(ours(text), text) for text in inputs]
    gc.freeze()  # as the services do after preloading
    seconds = interleaved({"read": (blank, inputs), "measure": (_all_metrics, read)}, ROUNDS)
    return seconds["read"] * 1e3, seconds["measure"] * 1e3


def _all_metrics(read: tuple[Doc, str]) -> object:
    """Measures as a service does: with the text that the Doc was made from."""
    return measure_metrics(TextStatistics.of(Document.of(*read)))


def main() -> int:
    """Measures and prints the table."""
    return report.alone("Cost of the metrics", measure, __doc__)


if __name__ == "__main__":
    sys.exit(main())
