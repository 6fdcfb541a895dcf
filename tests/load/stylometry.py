"""Cost of measuring in addition to reading: `python -m tests.load.stylometry [--corpora DIR]`.

Prints times per word and per document of 300 words, each with its ratio to spaCy's blank English tokenizer and
sentencizer in the same run. Times are the best of several rounds, in one process. Without corpora the texts are made of
sentences of the demo writers, which the tokenizers have cached after one round.
"""

import argparse
import gc
import gzip
import json
import resource
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from spacy.lang.en import English
from spacy.language import Language

from libs import language
from libs.language import Annotator
from libs.stylometry.fit.projection import DISCRIMINANT, PRINCIPAL
from libs.stylometry.metrics import IDS, Family, Measurements, measure
from libs.stylometry.profile.bands import profile
from libs.stylometry.profile.deviations import deviations
from libs.stylometry.profile.fingerprint import Fingerprint, SampleMeasure
from libs.stylometry.statistics.grammar import Parsed
from libs.stylometry.statistics.text_statistics import TextStatistics
from libs.stylometry.text.document import Document
from tests.load.drafts import Drafts

WORDS = 300
LIMIT = 0.30
"""Maximum cost of the metrics, as a ratio to reading."""

TOKENS_LIMIT, ALL_LIMIT = 1.5, 1.15
"""Maximum cost of reading and measuring together: of tokens, as a ratio to spaCy's tokenizer alone; with tags and
syntax, as a ratio to the pipeline alone as spaCy runs it, without our compiled parser."""


def texts(path: Path, documents: int) -> list[str]:
    """Returns the first documents of a corpus that are long enough, cut to 300 words."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        split = (json.loads(line)["text"].split(" ") for line in lines)
        return [" ".join(words[:WORDS]) for words in islice((w for w in split if len(w) >= WORDS), documents)]


def cost(action: Callable[[Any], object], inputs: Sequence[Any], rounds: int) -> float:
    """Returns the seconds per input, in the best round."""
    best = float("inf")
    for _ in range(rounds):
        begin = time.perf_counter()
        for item in inputs:
            action(item)
        best = min(best, time.perf_counter() - begin)
    return best / len(inputs)


def interleaved(actions: dict[str, tuple[Callable[[Any], object], Sequence[Any]]], rounds: int) -> dict[str, float]:
    """Returns the cost of each action; they take turns in each round, so that a busy machine slows all alike."""
    best = dict.fromkeys(actions, float("inf"))
    for _ in range(rounds):
        for name, (action, inputs) in actions.items():
            best[name] = min(best[name], cost(action, inputs, 1))
    return best


def style(document: Document) -> Any:
    """Returns a dummy style vector, at no cost; the real one is measured elsewhere."""
    return np.full(DISCRIMINANT + PRINCIPAL, len(document), np.float32)


def main() -> None:
    """Measures and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    blank = English()
    blank.add_pipe("sentencizer")
    ours = language.load()
    annotate = language.annotator()
    inputs = _inputs(arguments.corpora, arguments.documents)
    parsed = inputs[: arguments.documents // 5]
    docs = [ours(text) for text in inputs]
    pairs = list(zip(docs, inputs, strict=True))
    read = [Document.of(doc) for doc in docs]
    counted = [TextStatistics.of(document) for document in read]
    samples = [SampleMeasure.of(document, style) for document in read]
    fingerprints = [Fingerprint.of(sample) for sample in samples]
    few = fingerprints[0].including(samples[1:5])
    many = fingerprints[0].including(samples[1:] * 50)
    bands = profile(few)
    gc.collect()
    gc.freeze()  # objects of the set-up are not scanned again, as in a service after its start
    times = interleaved(
        {
            "tokens and sentences (blank spaCy)": (blank, inputs),
            "tokens and sentences (ours)": (ours, inputs),
            "tokens alone (blank spaCy)": (blank.tokenizer, inputs),
            "tokens, sentences, metrics of them": (lambda text: _measured(ours, text), inputs),
            "tags and syntax (our pipeline, by spaCy)": (annotate.nlp, parsed),
            "tags and syntax (our pipeline)": (annotate, parsed),
            "tags, syntax, all metrics": (lambda text: _measured(ours, text, annotate), parsed),
            "language identification": (language.identify, inputs),
            "document": (lambda pair: Document.of(*pair), pairs),
            "document, statistics": (lambda pair: TextStatistics.of(Document.of(*pair)), pairs),
            "document, statistics, all metrics": (lambda pair: measure(TextStatistics.of(Document.of(*pair))), pairs),
            "metrics of statistics": (measure, counted),
            "one family of statistics": (lambda sums: measure(sums, [Family.SHAPE]), counted),
            "sample into a fingerprint of 5": (lambda sample: few.including([sample]), samples),
            "sample into a fingerprint of 10,000": (lambda sample: many.including([sample]), samples),
            "profile": (profile, [few] * 20),
            "deviations with places": (lambda document: deviations(document, bands), read[:50]),
        },
        arguments.rounds,
    )
    base = times["tokens and sentences (blank spaCy)"]
    tokens = sum(map(len, docs)) / len(docs)
    print(
        f"{len(IDS)} metrics; {len(inputs)} documents of {WORDS} words, {tokens:.0f} tokens; best of {arguments.rounds}"
    )
    print(f"{'':40}{'us/document':>12}{'ns/word':>10}{'ratio':>8}")
    for name, seconds in times.items():
        print(f"{name:40}{seconds * 1e6:12.0f}{seconds / WORDS * 1e9:10.0f}{seconds / base:8.2f}")
    _judge("metrics in addition to reading", times["document, statistics, all metrics"] / base, LIMIT)
    _judge(
        "metrics of tokens, with reading, against spaCy's tokenizer alone",
        times["tokens, sentences, metrics of them"] / times["tokens alone (blank spaCy)"],
        TOKENS_LIMIT,
    )
    _judge(
        "all metrics, with reading, against the pipeline alone as spaCy runs it",
        times["tags, syntax, all metrics"] / times["tags and syntax (our pipeline, by spaCy)"],
        ALL_LIMIT,
    )
    compiled = times["tags, syntax, all metrics"] / times["tags and syntax (our pipeline)"]
    print(f"  against the pipeline with its compiled parser: {compiled:.2f}")
    print(f"bytes a sample: at most {max(len(sample.to_bytes()) for sample in samples):,}")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _inputs(corpora: Path | None, documents: int) -> list[str]:
    if corpora is not None:
        return texts(corpora / "dev" / "blog.jsonl.gz", documents)
    drafts = Drafts()
    return [drafts.text(WORDS) for _ in range(documents)]


def _measured(read: Language, text: str, annotate: Annotator | None = None) -> Measurements:
    tagged = Parsed.of(annotate(text)) if annotate else None
    return measure(TextStatistics.of(Document.of(read(text), text), tagged))


def _judge(what: str, ratio: float, limit: float) -> None:
    print(f"{what}: {ratio:.2f} (at most {limit}: {'holds' if ratio <= limit else 'does not hold'})")


if __name__ == "__main__":
    main()
