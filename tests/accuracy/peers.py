"""Agreement of our values with TextDescriptives and textstat: `python -m tests.accuracy.peers [--corpora DIR]`.

Their words, sentences and syllables differ slightly from ours, so values differ a little: the correlation over texts
shows if both rank and space the same texts alike. Linsear Write is left out, because textstat computes it from the
first hundred words alone.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from libs import language
from libs.stylometry.metrics import METRICS
from libs.stylometry.metrics import measure as measure_metrics
from libs.stylometry.statistics.text_statistics import TextStatistics
from libs.stylometry.text.document import Document
from tests.load.drafts import Drafts
from tests.load.peers_environment import answer, interpreter, running
from tests.load.report import Row, exit_code, show
from tests.load.stylometry import WORDS, texts

TITLE = "Agreement with other libraries"
MIN_AGREEMENT = 0.9
"""Minimum correlation. The two libraries reach 0.89 to 0.98 with each other on the same formulas and texts."""

JUMPING = frozenset({"dale_chall"})
"""Not judged: a text a little above 5% of unfamiliar words has 3.6 points more than one a little below."""

DOCUMENTS = 200
SHARED: Mapping[str, Mapping[str, str]] = {
    "textdescriptives": {
        "fre": "flesch_reading_ease",
        "fkgl": "flesch_kincaid_grade",
        "gunning_fog": "gunning_fog",
        "ari": "automated_readability_index",
        "cli": "coleman_liau_index",
        "lix": "lix",
        "rix": "rix",
        "ttr": "proportion_unique_tokens",
        "sent_len_mean": "sentence_length_mean",
        "sent_len_median": "sentence_length_median",
        "sent_len_sd": "sentence_length_std",
        "char_per_word": "token_length_mean",
    },
    "textstat": {
        "fre": "flesch_reading_ease",
        "fkgl": "flesch_kincaid_grade",
        "gunning_fog": "gunning_fog",
        "ari": "automated_readability_index",
        "cli": "coleman_liau_index",
        "lix": "lix",
        "rix": "rix",
        "dale_chall": "dale_chall_readability_score_v2",
        "spache": "spache_readability",
        "eflaw": "mcalpine_eflaw",
        "reading_time": "reading_time",
    },
}


def measure(corpora: Path | None = None) -> list[Row]:
    """Correlation of each shared metric over drafts of the demo writers, or over blog posts of the corpora."""
    drafts = Drafts()
    inputs = texts(corpora / "dev" / "blog.jsonl.gz", DOCUMENTS) if corpora else None
    inputs = inputs or [drafts.text(WORDS) for _ in range(DOCUMENTS)]
    with running(interpreter()) as process:
        versions = answer(process, json.dumps(inputs))
        theirs: dict[str, dict[str, list[float]]] = answer(process, "values")
    ours = _values(inputs)
    return [
        Row(
            f"{METRICS[id_].name} against {library} {versions[library]}",
            _correlation(ours[id_], theirs[library][name]),
            "correlation",
            at_least=None if id_ in JUMPING else MIN_AGREEMENT,
            beside=f"medians {np.nanmedian(ours[id_]):.4g} and {np.nanmedian(theirs[library][name]):.4g}",
        )
        for library, names in SHARED.items()
        for id_, name in names.items()
    ]


def _values(inputs: Sequence[str]) -> dict[str, list[float]]:
    nlp = language.load()
    measurements = [measure_metrics(TextStatistics.of(Document.of(nlp(text)))) for text in inputs]
    return {id_: [measured.get(id_, float("nan")) for measured in measurements] for id_ in METRICS}


def _correlation(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Returns Pearson's correlation, over the texts that both have a value for."""
    pairs = np.array([ours, theirs])
    return float(np.corrcoef(pairs[:, np.isfinite(pairs).all(axis=0)])[0, 1])


def main() -> int:
    """Measures and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, help="folder of the corpora's layout, for blog posts as texts")
    tables = {TITLE: measure(parser.parse_args().corpora)}
    show(TITLE, tables[TITLE])
    return exit_code(tables)


if __name__ == "__main__":
    sys.exit(main())
