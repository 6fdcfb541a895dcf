"""Reliability diagram, as a self-contained SVG file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import sqrt

_SIZE, _MARGIN, _LEGEND = 360, 46, 120
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#8a8a8a")
"""Okabe & Ito (2008), distinguishable with colour blindness, too."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Points of a corpus: the predicted probability, the observed share, and the weight, all 0..1."""

    name: str
    points: Sequence[tuple[float, float, float]]


def diagram(curves: Sequence[Curve]) -> str:
    """Returns the diagram, predicted against observed, a line per corpus; the diagonal is perfect calibration."""
    width, height = _SIZE + 2 * _MARGIN + _LEGEND, _SIZE + 2 * _MARGIN
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="12" role="img" aria-label="Reliability diagram">'
        f'<rect width="{width}" height="{height}" fill="white"/>'
    )
    lines = [part for number, curve in enumerate(curves) for part in _curve(curve, number)]
    return "\n".join([head, *_axes(), *lines, "</svg>"])


def _axes() -> Iterator[str]:
    for tenth in range(0, 11, 2):
        share = tenth / 10
        x, y = _place(share, share)
        yield f'<path d="M{x:.1f} {_MARGIN}V{_MARGIN + _SIZE}M{_MARGIN} {y:.1f}H{_MARGIN + _SIZE}" stroke="#e4e4e4"/>'
        yield f'<text x="{x:.1f}" y="{_MARGIN + _SIZE + 16}" text-anchor="middle">{100 * share:.0f}</text>'
        yield f'<text x="{_MARGIN - 6}" y="{y + 4:.1f}" text-anchor="end">{100 * share:.0f}</text>'
    (left, bottom), (right, top) = _place(0, 0), _place(1, 1)
    yield f'<path d="M{left} {bottom}L{right} {top}" stroke="#8a8a8a" stroke-dasharray="4 4"/>'
    middle = _MARGIN + _SIZE / 2
    yield f'<text x="{middle}" y="{_SIZE + 2 * _MARGIN - 10}" text-anchor="middle">predicted match, of 100</text>'
    yield (
        f'<text x="14" y="{middle}" text-anchor="middle" transform="rotate(-90 14 {middle})">'
        "it was the writer, of 100</text>"
    )


def _curve(curve: Curve, number: int) -> Iterator[str]:
    colour = _COLOURS[number % len(_COLOURS)]
    places = [_place(predicted, seen) for predicted, seen, _ in curve.points]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    yield f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>'
    for (x, y), (_, _, weight) in zip(places, curve.points, strict=True):
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{2 + 8 * sqrt(weight):.1f}" fill="{colour}" fill-opacity="0.5"/>'
    x, y = _SIZE + 2 * _MARGIN - 24, _MARGIN + 18 * number + 8
    yield f'<circle cx="{x}" cy="{y - 4}" r="5" fill="{colour}"/><text x="{x + 12}" y="{y}">{escape(curve.name)}</text>'


def _place(predicted: float, seen: float) -> tuple[float, float]:
    return _MARGIN + predicted * _SIZE, _MARGIN + (1 - seen) * _SIZE
