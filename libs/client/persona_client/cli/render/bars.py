"""Numbers as bars of text, one line each, the same in a terminal and in a pipe."""

from collections.abc import Iterable
from dataclasses import dataclass

from persona.style.v1 import metric_pb2

_EMPTY, _USUAL, _OWN, _MARK = "·", "─", "━", "●"
_MARGIN = 0.08
"""Share of the bar left free at either end, so that a mark at the edge is seen to be inside."""
_EIGHTHS = " ▏▎▍▌▋▊▉█"

LEGEND = f"{_USUAL * 3} usual among other writers   {_OWN * 3} this voice, 8 texts in 10   {_MARK} its typical text"


@dataclass(frozen=True, slots=True)
class _Scale:
    """From values to columns."""

    low: float
    high: float
    width: int

    @classmethod
    def over(cls, values: Iterable[float], width: int) -> "_Scale":
        known = list(values)
        low, high = min(known), max(known)
        margin = (high - low) * _MARGIN or 1.0
        return cls(low - margin, high + margin, width)

    def column(self, value: float) -> int:
        share = (value - self.low) / (self.high - self.low)
        return max(0, min(self.width - 1, int(share * self.width)))


def band_bar(
    mark: float, *, width: int, usual: metric_pb2.Band | None = None, own: metric_pb2.Band | None = None
) -> str:
    """A line with what is usual, the writer's own band over it, and a mark; scaled to what it shows."""
    bands = [(band, sign) for band, sign in ((usual, _USUAL), (own, _OWN)) if band is not None]
    scale = _Scale.over([mark, *(end for band, _ in bands for end in (band.p10, band.p90))], width)
    cells = [_EMPTY] * width
    for band, sign in bands:
        first, last = scale.column(band.p10), scale.column(band.p90)
        cells[first : last + 1] = [sign] * (last + 1 - first)
    cells[scale.column(mark)] = _MARK
    return "".join(cells)


def interval_bar(mark: float, low: float, high: float, *, width: int) -> str:
    """A line from 0 to 100 with an interval and a mark."""
    scale = _Scale(0.0, 100.0, width)
    cells = [_EMPTY] * width
    first, last = scale.column(low), scale.column(high)
    cells[first : last + 1] = [_OWN] * (last + 1 - first)
    cells[scale.column(mark)] = _MARK
    return "".join(cells)


def signed_bar(value: float, largest: float, *, width: int) -> str:
    """A bar to the right of the middle for a positive value, to the left for a negative one; `largest` fills a half."""
    half = width // 2
    share = min(1.0, abs(value) / largest) if largest else 0.0
    if value < 0:
        return ("█" * round(share * half)).rjust(half) + "│" + " " * half
    full, rest = divmod(round(share * half * 8), 8)
    return " " * half + "│" + ("█" * full + _EIGHTHS[rest].strip()).ljust(half)


_DIGITS = {
    "0": "111101101101111",
    "1": "010110010010111",
    "2": "111001111100111",
    "3": "111001111001111",
    "4": "101101111001001",
    "5": "111100111001111",
    "6": "111100111101111",
    "7": "111001001010010",
    "8": "111101111101111",
    "9": "111101111001111",
}
"""Digits of five rows of three dots, from the top left."""
_BLOCKS = {"00": " ", "10": "▀", "01": "▄", "11": "█"}


def big(digits: str) -> list[str]:
    """Digits three lines high."""
    return [" ".join(_digit_line(_DIGITS[digit], line) for digit in digits) for line in range(3)]


def _digit_line(dots: str, line: int) -> str:
    upper = dots[line * 6 : line * 6 + 3]
    lower = dots[line * 6 + 3 : line * 6 + 6].ljust(3, "0")
    return "".join(_BLOCKS[above + below] for above, below in zip(upper, lower, strict=True))
