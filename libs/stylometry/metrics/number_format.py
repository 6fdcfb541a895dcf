"""Values of metrics for people."""

from math import floor, log10


def number(value: float, *, whole: bool = False) -> str:
    """Three figures that matter or, rounded to `whole` numbers, two; large numbers to the unit."""
    size = abs(value)
    figures = 2 if whole else 3
    if size >= 10 ** (figures - 1):
        decimals = 0 if whole or size >= 100 else 1  # noqa: PLR2004 - three figures are enough
        return f"{value:,.{decimals}f}"
    return _plain(f"{float(f'{value:.{figures}g}'):.10f}")


def bounds(low: float, high: float) -> str:
    """ "0.2 to 14.3": both ends to as many decimals as the larger has among its three figures."""
    size = max(abs(low), abs(high))
    decimals = max(2 - floor(log10(size)), 0) if size else 0
    return " to ".join(_plain(f"{end:,.{decimals}f}") for end in (low, high))


def _plain(digits: str) -> str:
    """Without needless zeros, or the sign of one that is left."""
    shown = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return "0" if shown == "-0" else shown


def percent(share: float) -> str:
    """A share of 0 to 1 in whole percent, or, below one, by the first figure that matters."""
    value = 100 * share
    return f"{value:.0f}%" if abs(value) >= 1 or not value else f"{value:.1g}%"
