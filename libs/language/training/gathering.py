"""The lexicon that the network reads: Brown clusters, word classes, static vectors, and the rows of features."""

# numpy's rounding is typed too widely and spacy-lookups-data carries no types
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportMissingTypeStubs=false

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, cast

import numpy as np
import spacy_lookups_data

from libs.language.lexicon import FEATURES, Lexicon, normal, values
from libs.language.training.cooccurrence import word_vectors

MIN_WORD_COUNT = 3
MIN_FEATURE_COUNT = 3
MAX_FORMS = 90_000
"""Forms with a Brown path, the most frequent ones."""

_CLASSES = {"noun": 1, "verb": 2, "adj": 4, "adv": 8}
_LOWER, _TITLE, _UPPER = 16, 32, 64
_USUAL = 0.2
"""Minimum share of a casing to count as a usual spelling of a word."""
_STEPS = 127


def gather(tokens: Iterable[tuple[str, bool]], sequences: Iterable[list[str]]) -> Lexicon:
    """The lexicon for a training text (forms, and whether a space follows) and sequences of words without labels."""
    words, vectors = word_vectors(sequences)
    step = np.abs(vectors).max(axis=0) / _STEPS
    entries = _entries()
    lexicon = Lexicon(
        entries=entries,
        static={word: number for number, word in enumerate(words)},
        vectors=np.round(vectors / step).astype(np.int8),
        step=step.astype(np.float32),
        words={},
        rows={},
    )
    counts, features = Counter[str](), Counter[str]()
    for form, spaced in tokens:
        counts[normal(form)] += not is_address(form)
        features.update(f"{name}={value}" for name, value in values(form, lexicon.entry(form), spaced))
    lexicon.words = _rows(("w=",), counts, MIN_WORD_COUNT)
    lexicon.rows = _rows([f"{name}=" for name in FEATURES], features, MIN_FEATURE_COUNT)
    return lexicon


def _rows(unknown: Iterable[str], counts: Counter[str], least: int) -> dict[str, int]:
    listed = sorted(value for value, count in counts.items() if count >= least)
    return {value: number for number, value in enumerate(dict.fromkeys((*unknown, *listed)))}


def is_address(form: str) -> bool:
    """Reports whether a form is part of a person's address, which must not be stored."""
    return len(form) > 1 and "@" in form


def _entries() -> dict[str, tuple[int, int]]:
    paths, frequency = table("en_lexeme_cluster"), table("en_lexeme_prob")
    classes = _word_classes()
    casings = _casings(cast("Mapping[str, float]", frequency))
    clustered = sorted((form for form, path in paths.items() if path), key=lambda form: (-frequency[form], form))
    return {
        form: (int(paths[form]), classes.get(form.lower(), 0) | casings.get(form.lower(), 0))
        for form in clustered[:MAX_FORMS]
    }


def _word_classes() -> dict[str, int]:
    classes = Counter[str]()
    for name, words in table("en_lemma_index").items():
        for word in set(cast("list[str]", words)):
            classes[word] |= _CLASSES.get(name, 0)
    return dict(classes)


def _casings(frequency: Mapping[str, float]) -> dict[str, int]:
    shares: dict[str, list[float]] = {}
    for form, logarithm in frequency.items():
        kind = 0 if form.islower() else 1 if form.istitle() else 2
        shares.setdefault(form.lower(), [0.0, 0.0, 0.0])[kind] += float(np.exp(logarithm))
    bits = (_LOWER, _TITLE, _UPPER)
    return {
        word: sum(bit for bit, share in zip(bits, of_word, strict=True) if share >= _USUAL * sum(of_word))
        for word, of_word in shares.items()
    }


def table(name: str) -> dict[str, Any]:
    """A table of spacy-lookups-data by name."""
    path = Path(spacy_lookups_data.__file__).parent / "data" / f"{name}.json.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return json.load(file)
