"""Families of metrics, as people write them."""

from collections.abc import Sequence

import click
from persona.style.v1.metric_pb2 import MetricFamily

_PREFIX = "METRIC_FAMILY_"

FAMILY = click.Choice([name.removeprefix(_PREFIX).lower() for name in MetricFamily.keys()[1:]], case_sensitive=False)
"""An option's value: a family's contract name without its prefix, e.g. punctuation."""


def values(names: Sequence[str]) -> list[MetricFamily.ValueType]:
    """The families of an option."""
    return [MetricFamily.Value(f"{_PREFIX}{name.upper()}") for name in dict.fromkeys(names)]


def family_name(family: MetricFamily.ValueType) -> str:
    """A family for people, e.g. "punctuation"."""
    return MetricFamily.Name(family).removeprefix(_PREFIX).replace("_", " ").lower()
