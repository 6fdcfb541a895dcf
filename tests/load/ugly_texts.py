"""Cost of ugly texts in each step of the engine: `python -m tests.load.ugly_texts [--only WORD] [--steps WORD]`.

Doubles each text of `tests.support.ugly_texts` twice, and prints the steps whose time grows faster than the text or is
far from that of prose. Times are of the processor, in milliseconds, the best of a few runs.
"""

import argparse
import gc
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from libs import language
from libs.language import Annotator
from libs.stylometry.expressions.counts import SampleText
from libs.stylometry.expressions.signature import signature
from libs.stylometry.metrics import IDS, locate, measure
from libs.stylometry.profile.bands import Profile, profile
from libs.stylometry.profile.deviations import deviations, standout_sentences
from libs.stylometry.profile.fingerprint import Fingerprint, SampleMeasure
from libs.stylometry.repairs.edits import apart, applied
from libs.stylometry.repairs.effects import shipped
from libs.stylometry.repairs.kinds import RULES
from libs.stylometry.repairs.plan import Workshop
from libs.stylometry.repairs.terms import BannedTerm, find_terms, replacements
from libs.stylometry.score.scorer import Scorer
from libs.stylometry.statistics.grammar import Parsed
from libs.stylometry.statistics.text_statistics import TextStatistics
from libs.stylometry.text.document import Document
from services.analyzer.use_cases.incremental_reader import Versions
from tests.support.stylometry_reading import pipeline
from tests.support.stylometry_scoring import enrolment, posts, scorer
from tests.support.ugly_texts import ALL, NEW_WORDS, Maker, prose

LARGEST = 100_000
"""Characters of the largest text unless asked otherwise; the others have a half and a quarter."""

MAX_GROWTH = 2.6
"""Maximum growth of the time of a text that is doubled."""

MAX_RATIO, MAX_RATIO_NEW = 5.0, 15.0
"""Maximum time in prose of the same size, and for texts that consist of words never seen."""

NOISE = 0.005
"""Seconds that are added to both sides of a ratio: shorter times say nothing about growth."""

_ENOUGH = 0.3
_RUNS = 3
_WARM_UP = 4_000

TERMS = (
    *(BannedTerm(term, term) for term in ("e", "a", "x", "very", "don't", "I am", ".", "-", "(", "1.", "it is so")),
    *(BannedTerm(f"{'a ' * number}b", "c") for number in range(1, 60)),
    *(BannedTerm("very " * number + "so") for number in range(1, 60)),
)
"""Banned terms: some that occur often, and some that nearly do."""


@dataclass(frozen=True)
class Engine:
    """Everything that a step needs besides the text."""

    scorer: Scorer
    annotator: Annotator

    @cached_property
    def workshop(self) -> Workshop:
        """Tries repairs for a demo writer."""
        own = enrolment(self.texts)
        projection = self.scorer.project(own)
        return Workshop(self.scorer, own, self.bands, projection, shipped(self.scorer.version), read)

    @cached_property
    def texts(self) -> list[str]:
        """The samples of a demo writer."""
        return next(iter(posts().values()))

    @cached_property
    def bands(self) -> Profile:
        """The profile of that writer."""
        samples = [SampleMeasure.of(read(text), self.scorer.embed) for text in self.texts]
        return profile(Fingerprint.empty(self.scorer.dimensions).including(samples))


@dataclass(frozen=True)
class Prepared:
    """A text, and the results of the first steps, without anything that they cache."""

    engine: Engine
    text: str

    @cached_property
    def read(self) -> Document:
        """The document."""
        return read(self.text)

    @property
    def document(self) -> Document:
        """A copy of the document that has computed nothing yet."""
        return replace(self.read)

    @cached_property
    def parsed(self) -> Parsed:
        """Tags and syntax."""
        return Parsed.of(self.engine.annotator(self.text))


def read(text: str) -> Document:
    """Returns the document of a text."""
    return Document.of(pipeline()(text), text)


def _score(text: Prepared) -> object:
    workshop, document = text.engine.workshop, text.document
    draft = workshop.scorer.draft(document, len(document.words))
    return workshop.scorer.explain(workshop.enrolment, draft, document, workshop.projection)


def _deviations(text: Prepared) -> object:
    document = text.document
    found = deviations(document, text.engine.bands, limit=len(IDS))
    return found, standout_sentences(document, found)


def _repairs(text: Prepared) -> object:
    document = text.document
    return [applied(text.text, apart(rule.find(document))) for rule in RULES]


def _banned_terms(text: Prepared) -> object:
    return apart(replacements(text.text, find_terms(text.text, TERMS)))


STEPS: Mapping[str, Callable[[Prepared], object]] = {
    "read": lambda text: read(text.text),
    "read in pieces": lambda text: Versions().read(pipeline(), text.text),
    "language": lambda text: language.identify(text.text),
    "measure": lambda text: measure(TextStatistics.of(text.document)),
    "locate": lambda text: [locate(text.document, id_) for id_ in IDS],
    "explain": _score,
    "deviations": _deviations,
    "expressions": lambda text: signature([SampleText(text.document)] * 3),
    "repairs": _repairs,
    "banned terms": _banned_terms,
    "plan": lambda text: text.engine.workshop.plan(text.document, TERMS, ()),
    "annotate": lambda text: Parsed.of(text.engine.annotator(text.text)),
    "measure parsed": lambda text: measure(TextStatistics.of(text.document, text.parsed)),
    "locate parsed": lambda text: [locate(text.document, id_, text.parsed) for id_ in IDS],
}
"""Steps of the engine by name, each as a function of a prepared text."""

_BEFORE_READING = frozenset({"read", "read in pieces"})


def cost(step: str, engine: Engine, make: Maker, size: int, *, once: bool = False) -> float:
    """Returns the seconds of the processor that a step takes, the best of a few runs unless `once`."""
    prepared = Prepared(engine, make(size))
    if step not in _BEFORE_READING:
        _ = prepared.read
    if step.endswith("parsed"):
        _ = prepared.parsed
    gc.collect()
    gc.freeze()  # as in a service after its start
    best = total = float("inf")
    for run in range(1 if once else _RUNS):
        begin = time.process_time()
        STEPS[step](prepared)
        seconds = time.process_time() - begin
        best, total = min(best, seconds), seconds if run == 0 else total + seconds
        if total > _ENOUGH:
            break
    return best


def faults(costs: Sequence[float], usual: Sequence[float], most: float) -> str:
    """Returns the limits that the times of a text miss, beside those of prose; empty if it holds them."""
    growth = max((after + NOISE) / (before + NOISE) for before, after in pairwise(costs))
    ratio = max((own + NOISE) / (of_prose + NOISE) for own, of_prose in zip(costs, usual, strict=True))
    missed = [f"grows {growth:.2f}"] if growth > MAX_GROWTH else []
    return ", ".join([*missed, f"{ratio:.1f} x prose"] if ratio > most else missed)


def main() -> int:
    """Measures the texts and prints the table; returns 1 if a limit is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="texts whose name has this word")
    parser.add_argument("--steps", default="", help="steps whose name has this word")
    parser.add_argument("--all", action="store_true", help="print the steps that hold the limits, too")
    parser.add_argument("--size", type=int, default=LARGEST, help="characters of the largest text")
    arguments = parser.parse_args()
    sizes = [arguments.size // 4, arguments.size // 2, arguments.size]
    engine = Engine(scorer(), language.annotator())
    missed = 0
    for step in STEPS:
        if arguments.steps not in step:
            continue
        for name, make in {"prose": prose, **ALL}.items():  # a first run compiles and fills the caches
            if name == "prose" or arguments.only in name:
                cost(step, engine, make, _WARM_UP, once=True)
        usual = [cost(step, engine, prose, size) for size in sizes]
        print(f"{step}: prose {_milliseconds(usual)}", flush=True)
        for name, make in ALL.items():
            if arguments.only not in name:
                continue
            new = name in NEW_WORDS
            costs = [cost(step, engine, make, size, once=new) for size in sizes]
            fault = faults(costs, usual, MAX_RATIO_NEW if new else MAX_RATIO)
            missed += bool(fault)
            if fault or arguments.all:
                print(f"    {name:32}{_milliseconds(costs)}  {fault}", flush=True)
    print(f"{missed} limits missed")
    return int(missed > 0)


def _milliseconds(seconds: Sequence[float]) -> str:
    return "".join(f"{1e3 * each:10.1f}" for each in seconds)


if __name__ == "__main__":
    sys.exit(main())
