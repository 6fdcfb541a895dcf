"""Wording of values in sentences for writers: numbers with their units, and clauses from the phrases of metrics."""

from libs.stylometry.metrics.metric import Metric
from libs.stylometry.metrics.number_format import bounds, number, percent
from libs.stylometry.metrics.phrases import MEANINGS, PHRASES

_BARE = frozenset(
    {"index", "ratio", "probability", "correlation", "log ratio", "Zipf", "standard scores", "change from start to end"}
)
"""Units that add nothing to the number."""


def amount(value: float, unit: str) -> str:
    """A value with its unit, in the figures of a sentence and of a bar alike: "41%", "school grade 12", "28 words"."""
    if unit.startswith("share"):
        return f"{percent(value)}{unit.removeprefix('share')}"
    return with_unit(number(value, whole=True), unit)


def exactly(value: float, unit: str) -> str:
    """A value that is no share with its unit, to three figures: beside the range that it lies just outside of."""
    return with_unit(number(value), unit)


def with_unit(shown: str, unit: str) -> str:
    """A number or a range with its unit; units that add nothing are left out."""
    if unit in _BARE or unit.startswith("on a scale"):
        return shown
    return f"school grade {shown}" if unit == "school grade" else f"{shown} {unit}"


def clause(metric: Metric, shown: str, *, without: bool = False) -> str:
    """The sentence of a metric up to its full stop: `shown` is the value, `without` where that is nothing at all."""
    phrase = PHRASES.get(metric.id, "")
    if metric.unit.startswith("share"):
        return phrase.format(shown) if "{}" in phrase else f"{shown} {phrase or metric.name}"
    if metric.unit.startswith("per "):
        if "{}" in phrase:
            return phrase.format(shown)
        return f"You use no {phrase or _inside(metric)}" if without else f"You use {shown} {phrase or _inside(metric)}"
    return phrase.format(shown) if phrase else f"Your {_inside(metric)} is {shown}"


def ranges(metric: Metric, one: tuple[float, float], other: tuple[float, float]) -> str:
    """The sentence of a metric of two writers up to its full stop, with the range of each."""
    phrase, (here, there) = PHRASES.get(metric.id, ""), ("in the first", "in the second")
    if metric.unit.startswith("share"):
        first, second = (f"{percent(low)} to {percent(high)}" for low, high in (one, other))
        clause = f"{metric.name}: {first}" if "{}" in phrase else f"{first} {phrase.replace('your ', '')}"
        return f"{clause} {here}, {second} {there}"
    is_rate = metric.unit.startswith("per ")
    name = phrase[0].upper() + phrase[1:] if is_rate and phrase and "{}" not in phrase else metric.name
    meaning = f" (higher: {metric.higher})" if metric.id in MEANINGS else ""
    unit = with_unit("", metric.unit).strip()
    return f"{name}{meaning}: {bounds(*one)} {here}, {bounds(*other)} {there}{f' ({unit})' if unit else ''}"


def _inside(metric: Metric) -> str:
    """The name as it is written within a sentence."""
    return metric.name[0].lower() + metric.name[1:] if metric.name[1:2].islower() else metric.name
