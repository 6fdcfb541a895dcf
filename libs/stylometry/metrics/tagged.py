"""Form of metrics of syntax that need tags."""

from functools import partial

from libs.stylometry.metrics.metric import Evidence, Family, Metric, Need

tagged = partial(
    Metric,
    family=Family.SYNTAX,
    needs=frozenset({Need.TAGS}),
    evidence=Evidence("tagged_words", 1),
)
