"""Writes the reference page of all metrics: `python -m libs.stylometry.metrics.reference`."""

from collections.abc import Iterator
from pathlib import Path

from libs.stylometry.metrics.catalogue import METRICS
from libs.stylometry.metrics.formulas import written
from libs.stylometry.metrics.left_out import LEFT_OUT
from libs.stylometry.metrics.metric import Family, LengthSensitivity, Metric, Reading

PAGE = Path(__file__).parents[1] / "METRICS.md"

_READ_FOR = {Reading.TOKENS: "tokens", Reading.TAGS: "tags", Reading.PARSE: "parse"}


def page() -> str:
    """The page, in Markdown."""
    lines = [
        "# Metrics",
        "",
        f"{len(METRICS)} metrics. The file is generated: `make generate`. `ListMetrics` and `persona metrics` show the"
        " same.",
        "",
        "A metric is absent, with the reason, if a text does not carry it: without the minimum evidence, or without"
        " anything to count. *Read for* names the annotations that it needs: tokens cost little, tags some twenty times"
        " as much, a parse some forty times. Formulas use the names of counts; if none is given, the definition is the"
        " formula.",
        "",
    ]
    for family in Family:
        lines += [f"## {family.name.capitalize()}", ""]
        for metric in METRICS.values():
            if metric.family is family:
                lines += _entry(metric)
    lines += ["## Left out", "", "Metrics of the literature that are not measured, with the reasons.", ""]
    lines += [f"- **{name}** (`{id_}`): {reason}." for id_, (name, reason) in LEFT_OUT.items()]
    return "\n".join(lines) + "\n"


def _entry(metric: Metric) -> Iterator[str]:
    yield f"### {metric.name} (`{metric.id}`)"
    yield ""
    yield metric.definition
    yield ""
    formula = written(metric)
    if formula:
        yield f"- Formula: `{formula}`"
    yield f"- Unit: {metric.unit}; {_range(metric)}"
    yield f"- Higher means: {metric.higher}"
    if metric.length_sensitivity is not LengthSensitivity.NONE:
        yield f"- Sensitive to length: {metric.length_sensitivity.value}"
    yield f"- Evidence: {metric.evidence.reason}; read for {_READ_FOR[metric.reading]}"
    yield f"- Source: {metric.source}"
    yield f"- Version: {metric.version}"
    yield ""


def _range(metric: Metric) -> str:
    if metric.low is None and metric.high is None:
        return "unbounded"
    if metric.high is None:
        return f"from {metric.low:g}"
    return f"up to {metric.high:g}" if metric.low is None else f"{metric.low:g} to {metric.high:g}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
