"""Measure a text, and list what can be measured."""

from collections.abc import Collection, Sequence
from functools import cache

from libs.stylometry.metrics import METRICS, Family, Metric, Reading, locate, measure, reading_for
from libs.stylometry.profile.population import population
from libs.stylometry.statistics.grammar import Tagged
from libs.stylometry.statistics.text_statistics import TextStatistics
from libs.stylometry.text.document import Document
from services.analyzer.domain.measurement import Analysis, Measurement
from services.analyzer.use_cases.reader import Reader


def how_far(families: Collection[Family], deepest: Reading | None) -> Reading:
    """Reading depth that the metrics of the families need, and at most `deepest`."""
    needed = reading_for(families)
    return min(needed, deepest) if deepest else needed


def analyze(
    document: Document,
    tagged: Tagged | None,
    families: Collection[Family],
    reading: Reading,
    *,
    with_spans: bool,
) -> Analysis:
    """Measures the metrics of the families; none named: of all. `tagged` is the text as far as it was read."""
    measured = measure(TextStatistics.of(document, tagged), families or None)
    values, reasons, usual = measured.by_id, measured.reasons, population().usual
    measurements = [
        Measurement(
            metric=metric,
            value=values.get(metric.id),
            absent_reason=reasons.get(metric.id, ""),
            usual=usual[metric.id],
            spans=locate(document, metric.id, tagged) if with_spans else (),
        )
        for metric in catalogue(frozenset(families))
    ]
    return Analysis(measurements, len(document.words), document.sentences, document.paragraphs, reading)


@cache
def catalogue(families: frozenset[Family]) -> Sequence[Metric]:
    """The metrics of the families, by family and then by id; none named: all."""
    order = {family: place for place, family in enumerate(Family)}
    wanted = [metric for metric in METRICS.values() if not families or metric.family in families]
    return sorted(wanted, key=lambda metric: (order[metric.family], metric.id))


class TextAnalyzer:
    """Analyzes texts of any writer."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    async def analyze(
        self, text: str, families: Collection[Family], deepest: Reading | None, *, with_spans: bool
    ) -> Analysis:
        """Measures the metrics of the families, and reads no further than `deepest`. Raises SampleUnusable."""
        reading = how_far(families, deepest)
        document = await self._reader.read(text, "text")
        tagged = await self._reader.annotate(text, reading)
        return analyze(document, tagged, families, reading, with_spans=with_spans)
