"""Forms of metrics of syntax that need a parse."""

from functools import partial

from libs.stylometry.metrics.metric import Evidence, Family, Metric, Need, Rate
from libs.stylometry.statistics.grammar.annotated_spans import tokens_in_tree

parsed = partial(
    Metric,
    family=Family.SYNTAX,
    needs=frozenset({Need.PARSE}),
    evidence=Evidence("parsed_words", 1),
)


def parsed_rate(id_: str, name: str, definition: str, higher: str, *, source: str, counts: str = "") -> Metric:
    """A sum per 1,000 words: the one named like the metric's id, or another."""
    counted = counts or id_
    return parsed(
        id=id_,
        name=name,
        definition=definition,
        formula=Rate(counted, "parsed_words"),
        higher=higher,
        source=source,
        locate_parsed=tokens_in_tree(counted),
    )
