"""Signature expressions: those that a writer uses more than others do, across texts and topics.

They are ranked by the weighted log-odds of their count (Monroe, Colaresi & Quinn 2008) and by their dispersal: topic
words come in bursts (Church & Gale 1995), which the log-odds alone take for a habit.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.expressions.background import Background, ExpressionKind, background
from libs.stylometry.expressions.counts import Compared, Counts, Occurrences, SampleText
from libs.stylometry.expressions.redundancy import independent
from libs.stylometry.text.spans import Span

__all__ = ["MIN_SAMPLES", "MIN_SOURCES", "ExpressionKind", "Place", "SampleText", "SignatureExpression", "signature"]

MIN_SAMPLES = 3
"""Minimum number of samples that have an expression. Chance was measured on sets of texts by as many different writers,
who share no habit: two such texts share a third as many expressions as two texts of one writer."""

MIN_EVIDENCE = 4.0
"""Minimum evidence: z times the root of dispersal times the share of samples that have the expression. Above it an
expression is more likely than not to be more frequent than usual in the writer's later texts, too: on blogs 55 times in
100 just above, with 4, 8 or 13 texts. Sets of texts by as many different writers have 0.1 to 0.16 as many as a writer's
with three or four texts, and at most 0.05 as many from eight on."""

MIN_LOG_ODDS = log(2)
"""Minimum difference of log-odds: readers do not notice an expression that is less than twice as frequent as usual."""

MIN_SOURCES = 2
"""Minimum number of sources that have an expression, if the samples are of several: one source may be one topic."""

MAX_EXPRESSIONS, _MAX_STYLISTIC = 40, 30
_CONSIDERED = 5 * MAX_EXPRESSIONS

MAX_PLACES = 3


@dataclass(frozen=True, slots=True)
class Place:
    """Position of an expression: the index of the sample among those given, and the span of its text."""

    sample: int
    span: Span


@dataclass(frozen=True, slots=True)
class SignatureExpression:
    """An expression that the writer uses more than others.

    `rate` is per 1,000 words, or for an opening per sentence; `usual_rate` is the reference population's, None if too
    few of its writers use it. `log_odds` is the natural logarithm, above 0. `stylistic`: it consists of words that do
    not depend on the topic.
    """

    kind: ExpressionKind
    text: str
    count: int
    rate: float
    usual_rate: float | None
    log_odds: float
    z: float
    samples: int
    sources: int
    stylistic: bool
    places: tuple[Place, ...]


def signature(samples: Sequence[SampleText], usual: Background | None = None) -> list[SignatureExpression]:
    """The expressions that are reliably the writer's own, at most 40: stylistic ones first, then by evidence.

    None if there are fewer than three samples, or no expression exceeds chance and topic.

    All samples without a source count as one source together.
    """
    if len(samples) < MIN_SAMPLES:
        return []
    occurrences = Occurrences.of(samples)
    counts = Counts.of(samples, occurrences)
    compared = Compared.with_usual(counts, usual or background())
    candidates = _foremost(samples, counts, compared)
    kept = independent(candidates, counts, compared, occurrences)
    stylistic = counts.stylistic[kept]
    shown = np.concatenate([kept[stylistic][:_MAX_STYLISTIC], kept[~stylistic]])[:MAX_EXPRESSIONS]
    return [_described(samples, occurrences, counts, compared, index) for index in shown.tolist()]


def _foremost(samples: Sequence[SampleText], counts: Counts, compared: Compared) -> NDArray[np.intp]:
    """Expressions that neither chance nor one topic explains: stylistic ones first, then by evidence."""
    evidence = compared.odds.z * np.sqrt(counts.dispersal * counts.samples / len(samples))
    reliable = (evidence >= MIN_EVIDENCE) & (compared.odds.difference >= MIN_LOG_ODDS)
    reliable &= counts.samples >= MIN_SAMPLES
    if len({sample.source for sample in samples}) >= MIN_SOURCES:
        reliable &= counts.sources >= MIN_SOURCES
    candidates = reliable.nonzero()[0]
    return candidates[np.lexsort((counts.key[candidates], -evidence[candidates], ~counts.stylistic[candidates]))][
        :_CONSIDERED
    ]


def _described(
    samples: Sequence[SampleText],
    occurrences: Occurrences,
    counts: Counts,
    compared: Compared,
    index: int,
) -> SignatureExpression:
    at = (counts.number == index).nonzero()[0]
    kind = ExpressionKind(int(counts.kind[index]))
    scale = 1.0 if kind is ExpressionKind.OPENING else 1000.0
    usual_rate = float(compared.usual[index] / compared.occasions[index])
    where = [column[at].tolist() for column in (occurrences.sample, occurrences.start, occurrences.end)]
    places = [Place(sample, Span(start, end)) for sample, start, end in zip(*where, strict=True)]
    written = Counter(_text(samples[place.sample], place.span) for place in places)
    firsts = {place.sample: place for place in reversed(places)}
    return SignatureExpression(
        kind=kind,
        text=written.most_common(1)[0][0],
        count=len(at),
        rate=scale * len(at) / float(counts.total[index]),
        usual_rate=scale * usual_rate if compared.known[index] else None,
        log_odds=float(compared.odds.difference[index]),
        z=float(compared.odds.z[index]),
        samples=int(counts.samples[index]),
        sources=int(counts.sources[index]),
        stylistic=bool(counts.stylistic[index]),
        places=tuple(firsts[sample] for sample in sorted(firsts)[:MAX_PLACES]),
    )


def _text(sample: SampleText, span: Span) -> str:
    """A stretch as it is written, on one line."""
    return " ".join(sample.document.text[span.start : span.end].split())
