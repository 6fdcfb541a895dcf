"""The formula of a metric in words and signs, for the catalogue."""

from libs.stylometry.metrics.metric import Linear, Metric, Rate, Spread


def written(metric: Metric) -> str:
    """Such as "1000 * hedges / words"; empty where the definition itself is the formula."""
    if isinstance(metric.formula, Rate):
        return _rate(metric.formula)
    if isinstance(metric.formula, Linear):
        parts = [_number(metric.formula.constant), *(_rate(rate) for rate in metric.formula.rates)]
        return " + ".join(parts).replace("+ -", "- ")
    if isinstance(metric.formula, Spread):
        return _spread(metric.formula)
    return ""


def _spread(spread: Spread) -> str:
    deviation = f"sqrt(({spread.squares} - {spread.total}^2 / {spread.n}) / ({spread.n} - 1))"
    return f"{deviation} / ({spread.total} / {spread.n})" if spread.relative else deviation


def _rate(rate: Rate) -> str:
    ratio = f"{_total(rate.numerator)} / {_total(rate.denominator)}"
    return ratio if rate.scale == 1 else f"{_number(rate.scale)} * {ratio}"


def _total(names: str | tuple[str, ...]) -> str:
    if isinstance(names, str):
        return names
    total = " + ".join(names).replace("+ -", "- ")
    return total if len(names) == 1 else f"({total})"


def _number(value: float) -> str:
    return f"{value:g}"
