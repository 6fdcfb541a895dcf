"""A writer's metric as a sentence for the writer: what you do, how often, and what most people do."""

from collections.abc import Callable

from libs.stylometry.metrics.metric import Metric, Rate, sums_of
from libs.stylometry.metrics.number_format import number, percent
from libs.stylometry.metrics.phrases import MEANINGS, PHRASES
from libs.stylometry.metrics.wording import amount, clause
from libs.stylometry.profile.population import Usual
from libs.stylometry.statistics import vector_layout
from libs.stylometry.statistics.text_statistics import TextStatistics

_NOUNS = {
    "words": "word",
    "word": "word",
    "tagged_words": "word",
    "parsed_words": "word",
    "sentences": "sentence",
    "tagged_sentences": "sentence",
    "parsed_sentences": "sentence",
    "texts": "sample",
    "paragraphs": "paragraph",
    "lines": "line",
    "characters": "character",
    "letters": "letter",
    "syllables": "syllable",
    "verb_tokens": "verb",
    "noun_phrases": "noun phrase",
    "long_words": "long word",
}
"""Noun for the things that a sum counts, in the singular."""


def trait_sentence(metric: Metric, value: float, statistics: TextStatistics, usual: Usual | None) -> str:
    """The metric of a writer in a sentence or two, in the second person.

    `value` is that of a typical text of the writer, the median of the band, and the only rate that is named; of the
    `statistics` of all samples there is a plain count at most. "Most people" is the median of `usual`, and left out
    where that is not known.
    """
    if metric.unit.startswith("per "):
        return _rate(metric, value, statistics, usual)
    if metric.unit.startswith("share"):
        return f"{clause(metric, percent(value))}{_extent(metric, statistics)}{_most_people(usual, percent)}."
    here = clause(metric, amount(value, metric.unit))
    extent = "" if here.endswith(")") else _extent(metric, statistics)
    return f"{here}{extent}{_most_people(usual, _plain)}.{meaning(metric, value, usual)}"


def side_of(metric: Metric, value: float, usual: Usual) -> int:
    """Side of a value among the usual ones: -1 low, 0 in the middle, 1 high; the middle is about half of all texts.

    A value that is shown as the usual one is in the middle, too.
    """
    if amount(value, metric.unit) == amount(usual.median, metric.unit):
        return 0
    if value < (usual.p10 + usual.median) / 2:
        return -1
    return int(value > (usual.median + usual.p90) / 2)


def meaning(metric: Metric, value: float, usual: Usual | None) -> str:
    """ " Harder to read than most.", of a measure whose number says little by itself; else empty."""
    meanings = MEANINGS.get(metric.id)
    if meanings is None:
        return ""
    if usual is None:
        return f" Higher means: {metric.higher}."
    side = side_of(metric, value, usual)
    return f" {meanings[side > 0]} than most." if side else " That is about usual."


def _rate(metric: Metric, value: float, statistics: TextStatistics, usual: Usual | None) -> str:
    counts, shown = _counts(metric, statistics), _plain(value)
    others = _most_people(usual, lambda median: "none" if not median else _plain(median))
    if shown != "0" or counts is None or "{}" in PHRASES.get(metric.id, ""):
        return f"{clause(metric, shown)} {metric.unit}{_extent(metric, statistics)}{others}."
    per = f" {metric.unit}" if usual and usual.median else ""
    if not counts[0]:
        return f"{clause(metric, shown, without=True)} in {_below(metric, counts)}{others}{per}."
    return f"{clause(metric, shown, without=True)} in most texts{_extent(metric, statistics)}{others}{per}."


def _extent(metric: Metric, statistics: TextStatistics) -> str:
    """ " (129 in all your samples)": the count behind a rate, without a second rate beside the first."""
    counts = _counts(metric, statistics)
    if counts is None or not isinstance(metric.formula, Rate):
        return ""
    if metric.unit.startswith(("share", "per ")):
        return f" ({counts[0]:,} in all your samples)" if counts[0] else ""
    below = _counted(counts[1], metric.formula.denominator)
    return f" ({below} in all)" if below and metric.formula.scale == 1 else ""


def _counts(metric: Metric, statistics: TextStatistics) -> tuple[int, int] | None:
    """Numerator and denominator, where both are totals of whole counts and there is something to count in."""
    if not isinstance(metric.formula, Rate):
        return None
    terms = [sums_of(metric.formula.numerator), sums_of(metric.formula.denominator)]
    if any(name.startswith("-") or vector_layout.scale_of(name) != 1 for names in terms for name in names):
        return None
    above, below = (round(sum(statistics[name] for name in names)) for names in terms)
    return (above, below) if below else None


def _below(metric: Metric, counts: tuple[int, int]) -> str:
    named = isinstance(metric.formula, Rate) and _counted(counts[1], metric.formula.denominator)
    return named or "your samples"


def _counted(count: int, names: str | tuple[str, ...]) -> str:
    """ "129 sentences"; empty for what has no name."""
    name = _NOUNS.get(names) if isinstance(names, str) else None
    return f"{count:,} {name}{'' if count == 1 else 's'}" if name else ""


def _plain(value: float) -> str:
    return number(value, whole=True)


def _most_people(usual: Usual | None, shown: Callable[[float], str]) -> str:
    return f"; most people: {shown(usual.median)}" if usual else ""
