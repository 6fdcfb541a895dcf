"""A writer's metric as a sentence for the writer: what you do, how often, and what most people do."""

from libs.stylometry.metrics.metric import Family, Metric, Rate, sums_of
from libs.stylometry.metrics.number_format import number, percent
from libs.stylometry.metrics.wording import PHRASES
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
"""What a sum counts, in the singular."""

_UNITS = {
    "index": "{}",
    "ratio": "{}",
    "probability": "{}",
    "correlation": "{}",
    "log ratio": "{}",
    "Zipf": "{} on the Zipf scale",
    "school grade": "school grade {}",
    "standard scores": "{} standard scores",
    "change from start to end": "{}",
}
_OBSCURE = frozenset({*_UNITS, "bits", "points", "on a scale of -1 to 1"})
"""Units that say little by themselves: the sentence then says what a higher value means."""

_OF_METHOD = frozenset({Family.DIVERSITY, Family.READABILITY})
"""Families of measures that are known by their makers' names, of which the same holds."""

_PROPER = frozenset({"Coleman-Liau", "Flesch", "Flesch-Kincaid", "Gunning", "Linsear", "McAlpine", "New", "Spache"})


def trait_sentence(metric: Metric, value: float, statistics: TextStatistics, usual: Usual | None) -> str:
    """The metric of a writer in a sentence or two, in the second person.

    `statistics` are those of all samples: these are told of a metric that is a ratio of counts, and the ratio is
    theirs; otherwise it is `value`. "Most people" is the median of `usual`, and left out where that is not known.
    """
    counts = _counts(metric, statistics)
    if counts is not None and isinstance(metric.formula, Rate):
        value = metric.formula.scale * counts[0] / counts[1]
    if metric.unit.startswith("share"):
        return _share(metric, value, counts, usual)
    if metric.unit.startswith("per "):
        return _rate(metric, value, counts, usual)
    return _quantity(metric, value, counts, usual)


def _counts(metric: Metric, statistics: TextStatistics) -> tuple[int, int] | None:
    """Numerator and denominator, where both are totals of whole counts and there is something to count in."""
    if not isinstance(metric.formula, Rate):
        return None
    terms = [sums_of(metric.formula.numerator), sums_of(metric.formula.denominator)]
    if any(name.startswith("-") or vector_layout.scale_of(name) != 1 for names in terms for name in names):
        return None
    above, below = (round(sum(statistics[name] for name in names)) for names in terms)
    return (above, below) if below else None


def _share(metric: Metric, value: float, counts: tuple[int, int] | None, usual: Usual | None) -> str:
    of = f" ({counts[0]:,} of {counts[1]:,})" if counts else ""
    phrase = PHRASES.get(metric.id, f"{metric.name}: {{}}")
    clause = phrase.format(percent(value)) if "{}" in phrase else f"{percent(value)} {phrase}"
    return f"{clause}{of}{_most_people(usual and percent(usual.median))}."


def _rate(metric: Metric, value: float, counts: tuple[int, int] | None, usual: Usual | None) -> str:
    phrase = noun(metric)
    below = _counted(counts[1], metric.formula.denominator) if counts and isinstance(metric.formula, Rate) else ""
    others = usual and ("none" if not usual.median else number(usual.median, whole=True))
    if "{}" not in phrase and below and counts and not counts[0]:
        per = f" {metric.unit}" if usual and usual.median else ""
        return f"You use no {phrase} in {below}{_most_people(others)}{per}."
    of = f" ({counts[0]:,} in {below})" if counts and below else ""
    clause = phrase if "{}" in phrase else f"You use {{}} {phrase}"
    return f"{clause.format(number(value, whole=True))} {metric.unit}{of}{_most_people(others)}."


def _quantity(metric: Metric, value: float, counts: tuple[int, int] | None, usual: Usual | None) -> str:
    amount = _UNITS.get(metric.unit, f"{{}} {metric.unit}").format(number(value))
    phrase = noun(metric)
    if "{}" in phrase:
        clause = phrase.format(amount)
    else:
        clause = f"{phrase} is {amount} in your texts" if _is_of_somebody(phrase) else f"Your {phrase} is {amount}"
    is_obscure = metric.unit in _OBSCURE or metric.family in _OF_METHOD
    meaning = f" Higher means: {metric.higher}." if is_obscure else ""
    return f"{clause}{_both(metric, counts)}{_most_people(usual and number(usual.median))}.{meaning}"


def _both(metric: Metric, counts: tuple[int, int] | None) -> str:
    """ "(2,567 words in 129 sentences)", of a plain ratio of things that have a name."""
    if counts is None or not isinstance(metric.formula, Rate) or metric.formula.scale != 1:
        return ""
    above, below = (
        _counted(count, names)
        for count, names in zip(counts, (metric.formula.numerator, metric.formula.denominator), strict=True)
    )
    return f" ({above} in {below})" if above and below else ""


def noun(metric: Metric) -> str:
    """The metric's phrase, or its name as it stands within a sentence."""
    name = metric.name
    as_it_is = name.split()[0] in _PROPER or _is_of_somebody(name) or not name[1:2].islower()
    return PHRASES.get(metric.id, name if as_it_is else name[0].lower() + name[1:])


def _is_of_somebody(phrase: str) -> bool:
    """ "Yule's K"."""
    return phrase.split(maxsplit=1)[0].endswith("'s")


def _counted(count: int, names: str | tuple[str, ...]) -> str:
    """ "129 sentences"; empty for what has no name."""
    name = _NOUNS.get(names) if isinstance(names, str) else None
    return f"{count:,} {name}{'' if count == 1 else 's'}" if name else ""


def _most_people(told: str | None) -> str:
    return f"; most people: {told}" if told else ""
