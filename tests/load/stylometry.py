"""What measuring costs on top of reading: `python -m tests.load.stylometry --corpora DIR`.

Prints times per word and per document of 300 words, each with its ratio to spaCy's blank English tokenizer and
sentencizer in the same run. Times are the best of several rounds, of one process.
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

from libs import language
from libs.stylometry.deviations import deviations
from libs.stylometry.document import Document
from libs.stylometry.metrics import IDS, Family, measure
from libs.stylometry.profile import profile
from libs.stylometry.statistics import TextStatistics
from libs.stylometry.voice import SampleMeasure, Voice

WORDS = 300
LIMIT = 0.30
"""Most that the metrics may cost on top of reading."""


def texts(path: Path, documents: int) -> list[str]:
    """The first documents of a corpus that are long enough, cut to 300 words."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        split = (json.loads(line)["text"].split(" ") for line in lines)
        return [" ".join(words[:WORDS]) for words in islice((w for w in split if len(w) >= WORDS), documents)]


def cost(action: Callable[[Any], object], inputs: Sequence[Any], rounds: int) -> float:
    """Seconds per input, of the best round."""
    best = float("inf")
    for _ in range(rounds):
        begin = time.perf_counter()
        for item in inputs:
            action(item)
        best = min(best, time.perf_counter() - begin)
    return best / len(inputs)


def interleaved(actions: dict[str, tuple[Callable[[Any], object], Sequence[Any]]], rounds: int) -> dict[str, float]:
    """The cost of each action, measured in turn each round so that a busy machine troubles all alike."""
    best = dict.fromkeys(actions, float("inf"))
    for _ in range(rounds):
        for name, (action, inputs) in actions.items():
            best[name] = min(best[name], cost(action, inputs, 1))
    return best


def style(document: Document) -> Any:
    """A stand-in of no cost for the style vector, which is measured elsewhere."""
    return np.zeros(1, np.float32) + len(document)


def main() -> None:
    """Measures and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    blank = English()
    blank.add_pipe("sentencizer")
    ours = language.load()
    inputs = texts(arguments.corpora / "dev" / "blog.jsonl.gz", arguments.documents)
    docs = [ours(text) for text in inputs]
    pairs = list(zip(docs, inputs, strict=True))
    read = [Document.of(doc) for doc in docs]
    counted = [TextStatistics.of(document) for document in read]
    samples = [SampleMeasure.of(document, style) for document in read]
    voices = [Voice.of(sample) for sample in samples]
    few, many = voices[0], voices[0]
    for voice in voices[1:5]:
        few = few + voice
    for voice in voices[1:] * 50:
        many = many + voice
    known = profile(few)
    gc.collect()
    gc.freeze()  # what set-up made is looked through no more, as in a service after its start
    found = interleaved(
        {
            "tokens and sentences (blank spaCy)": (blank, inputs),
            "tokens and sentences (ours)": (ours, inputs),
            "language identification": (language.identify, inputs),
            "document": (lambda pair: Document.of(*pair), pairs),
            "document, statistics": (lambda pair: TextStatistics.of(Document.of(*pair)), pairs),
            "document, statistics, all metrics": (lambda pair: measure(TextStatistics.of(Document.of(*pair))), pairs),
            "metrics of statistics": (measure, counted),
            "one family of statistics": (lambda sums: measure(sums, [Family.SHAPE]), counted),
            "sample into a voice of 5": (lambda sample: few + Voice.of(sample), samples),
            "sample into a voice of 10,000": (lambda sample: many + Voice.of(sample), samples),
            "profile": (profile, [few] * 20),
            "deviations with places": (lambda document: deviations(document, known), read[:50]),
        },
        arguments.rounds,
    )
    base = found["tokens and sentences (blank spaCy)"]
    tokens = sum(map(len, docs)) / len(docs)
    print(
        f"{len(IDS)} metrics; {len(inputs)} documents of {WORDS} words, {tokens:.0f} tokens; best of {arguments.rounds}"
    )
    print(f"{'':40}{'us/document':>12}{'ns/word':>10}{'ratio':>8}")
    for name, seconds in found.items():
        print(f"{name:40}{seconds * 1e6:12.0f}{seconds / WORDS * 1e9:10.0f}{seconds / base:8.2f}")
    added = found["document, statistics, all metrics"] / base
    print(f"metrics on top of reading: {added:.2f} (at most {LIMIT}: {'holds' if added <= LIMIT else 'does not hold'})")
    print(f"bytes a sample: at most {max(len(sums.to_bytes()) for sums in counted)}")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
