"""Values of metrics for people."""


def number(value: float, *, whole: bool = False) -> str:
    """Three figures that matter or, rounded to `whole` numbers, two; large numbers to the unit."""
    size = abs(value)
    figures = 2 if whole else 3
    if size >= 10 ** (figures - 1):
        decimals = 0 if whole or size >= 100 else 1  # noqa: PLR2004 - three figures are enough
        return f"{value:,.{decimals}f}"
    return f"{float(f'{value:.{figures}g}'):.10f}".rstrip("0").rstrip(".")


def percent(share: float) -> str:
    """A share of 0 to 1 in whole percent, or, below one, by the first figure that matters."""
    value = 100 * share
    return f"{value:.0f}%" if abs(value) >= 1 or not value else f"{value:.1g}%"
