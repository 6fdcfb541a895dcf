"""Report of measurements: a table for people, and JSON."""

import argparse
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

# A pipe has no width to fit into: rows stay whole lines.
_PIPE_WIDTH = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement. Without a limit it is shown, but not judged."""

    what: str
    value: float
    unit: str = ""
    at_most: float | None = None
    at_least: float | None = None
    beside: str = ""
    """Context: a comparison measured in the same run, or a condition of the measurement."""

    @property
    def holds(self) -> bool:
        """True if the value is within its limits."""
        above = self.at_least is None or self.value >= self.at_least
        return above and (self.at_most is None or self.value <= self.at_most)

    @property
    def target(self) -> str:
        """The limit in words; empty without one."""
        if self.at_most is not None:
            return f"<= {self.at_most:g} {self.unit}".strip()
        return f">= {self.at_least:g} {self.unit}".strip() if self.at_least is not None else ""

    @property
    def verdict(self) -> str:
        """`holds` or `MISSED`; empty without a limit."""
        return ("holds" if self.holds else "MISSED") if self.target else ""


def show(title: str, rows: Iterable[Row]) -> None:
    """Prints a table."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=_PIPE_WIDTH)
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.add_column("measurement", overflow="fold")
    table.add_column("measured", justify="right", no_wrap=True)
    table.add_column("target", no_wrap=True)
    table.add_column("", no_wrap=True)
    table.add_column("context", overflow="fold")
    for row in rows:
        style = "" if row.holds else "bold red"
        measured = f"{_figure(row.value)} {row.unit}".strip()
        table.add_row(row.what, measured, row.target, row.verdict, row.beside, style=style)
    console.print(table)
    console.print()


def _figure(value: float) -> str:
    """Formats three significant digits, and whole numbers as they are."""
    if value == round(value) or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) >= 1 else f"{value:.3f}"


def write(path: Path, tables: dict[str, Sequence[Row]]) -> None:
    """Writes all tables as JSON: by title, a list of rows."""
    rows_by_title = {
        title: [{**asdict(row), "holds": row.holds if row.target else None} for row in rows]
        for title, rows in tables.items()
    }
    path.write_text(json.dumps(rows_by_title, indent=1) + "\n")


def exit_code(tables: dict[str, Sequence[Row]]) -> int:
    """Returns 1 if a target was missed, else 0."""
    return 0 if all(row.holds for rows in tables.values() for row in rows) else 1


def alone(title: str, measure: Callable[[], Sequence[Row]], description: str | None) -> int:
    """Main function of a module with one measurement; returns the exit code."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--out", type=Path, help="JSON file for the figures")
    arguments = parser.parse_args()
    tables = {title: measure()}
    show(title, tables[title])
    if arguments.out:
        write(arguments.out, tables)
    return exit_code(tables)
