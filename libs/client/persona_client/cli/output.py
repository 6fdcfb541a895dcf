"""Lists as a table for people or as tab-separated lines for a pipe; numbers, times and names for people."""

from collections.abc import Sequence
from datetime import datetime

import click
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from persona_client.cli.app import App
from persona_client.cli.exits import Exit
from persona_client.cli.printing import echo
from persona_client.cli.visible import visible

_DECIMALS = ((100.0, 0), (10.0, 1), (1.0, 2))
"""From which size a number is shown with how many decimals."""
_MAX_DECIMALS = 3
_WHOLE_FROM = 10.0
"""From which size a number in a sentence or beside a bar has no decimals."""
_BARE_UNITS = frozenset(
    {"index", "ratio", "probability", "correlation", "log ratio", "Zipf", "standard scores", "change from start to end"}
)
"""Units that add nothing to the number."""
_GAP = 2
_MIN_COLUMN = 12
"""Columns of text below which a table's column is left out instead of cut short."""


def show_list(
    app: App, message: Message, *, header: Sequence[str], rows: Sequence[Sequence[str]], nothing: str
) -> None:
    """A List response: JSON, a table, or tab-separated lines. `nothing` is said where there are no rows."""
    app.show(message, lambda: _print_rows(app, header, rows, nothing))
    if not rows:
        click.get_current_context().exit(Exit.NOTHING)


def _print_rows(app: App, header: Sequence[str], rows: Sequence[Sequence[str]], nothing: str) -> None:
    if not rows:
        app.notes.print(nothing)
    elif app.is_terminal:
        _print_table(app, header, rows)
    else:
        echo("\n".join("\t".join(_cell(cell) for cell in row) for row in rows))


def _cell(text: str) -> str:
    return visible(" ".join(text.split()))


def _print_table(app: App, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.table import Table  # noqa: PLC0415

    widths = _widths(app.console.width, header, rows)
    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold")
    for title, width in zip(header, widths, strict=False):
        table.add_column(title, no_wrap=True, width=width)
    for row in rows:
        table.add_row(*(_cell(cell) for cell in row[: len(widths)]))
    app.console.print(table)


def _widths(room: int, header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Widths of the columns that fit: the first, which other commands take, in full; the last may be cut short."""
    from rich.cells import cell_len  # noqa: PLC0415

    widths: list[int] = []
    for column, title in enumerate(header):
        natural = max(len(title), *(cell_len(_cell(row[column])) for row in rows))
        least = natural if column == 0 else min(natural, _MIN_COLUMN)
        if widths and least > room:
            break
        widths.append(natural if column == 0 else min(natural, max(least, room)))
        room -= widths[-1] + _GAP
    return widths


def day(time: Timestamp) -> str:
    """A time as the reader's local date and minute."""
    return local(time).strftime("%Y-%m-%d %H:%M")


def local(time: Timestamp) -> datetime:
    """A time in the reader's zone."""
    return datetime.fromtimestamp(time.seconds).astimezone()


def number(value: float) -> str:
    """A number with three digits that matter, thousands set apart, and a true minus sign."""
    size = abs(value)
    whole = size == int(size)
    decimals = 0 if whole else next((places for least, places in _DECIMALS if size >= least), _MAX_DECIMALS)
    text = f"{size:,.{decimals}f}"
    if not text.strip("0."):
        return "0"
    return f"−{text}" if value < 0 else text


def amount(value: float, unit: str) -> str:
    """A value with its unit, in the figures of the service's sentences: "41%", "28 words", "school grade 12"."""
    if unit.startswith("share"):
        return f"{_percent(value)}{unit.removeprefix('share')}"
    shown = _two_figures(value)
    if unit in _BARE_UNITS or unit.startswith("on a scale"):
        return shown
    return f"school grade {shown}" if unit == "school grade" else f"{shown} {unit}"


def _two_figures(value: float) -> str:
    """Whole, or below 10 to two figures."""
    if abs(value) >= _WHOLE_FROM:
        return f"{value:,.0f}"
    shown = f"{float(f'{value:.2g}'):.10f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


def _percent(share: float) -> str:
    value = 100 * share
    return f"{value:.0f}%" if abs(value) >= 1 or not value else f"{value:.1g}%"


def signed(value: float) -> str:
    """A number with its sign, two decimals."""
    return f"{'−' if value < 0 else '+'}{abs(value):.2f}"


def label(name: str, prefix: str) -> str:
    """An enum value for people: "EVIDENCE_LEVEL_WEAK" is "weak"."""
    return name.removeprefix(prefix).replace("_", " ").lower()


def count(value: int, noun: str) -> str:
    """ "1 sample", "2,310 words"."""
    return f"{value:,} {noun}{'' if value == 1 else 's'}"
