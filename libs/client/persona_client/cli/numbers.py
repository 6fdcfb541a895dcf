"""Numbers that options take."""

import math
from typing import Any

import click


class FiniteRange(click.FloatRange):
    """A number within a range. "nan" is none: no comparison with it would hold."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Returns the number; fails as wrong usage."""
        number = super().convert(value, param, ctx)
        if math.isnan(number):
            self.fail(f"{value!r} is no number.", param, ctx)
        return number
