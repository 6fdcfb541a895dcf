"""Sentences and spans of a text, shown in their place, with line numbers and marks."""

from collections.abc import Sequence
from dataclasses import dataclass

from persona.style.v1 import metric_pb2
from rich.console import Console

from persona_client.cli.console import Text
from persona_client.cli.render.indent import print_indented

OPEN, CLOSE = "»", "«"
"""Around what is marked where there are no colours."""
_CONTEXT = 60
"""Characters of the line that are shown before and after a mark."""

_GUTTER = 8
"""Columns for the number of the line."""
_MIN_WIDTH = 20


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text, in code points, and what is said of it."""

    start: int
    end: int
    remark: str


def line_number(text: str, offset: int) -> int:
    """The line, from 1, of the code point with this offset."""
    return text.count("\n", 0, offset) + 1


def line_numbers(text: str, spans: Sequence[metric_pb2.Span], *, most: int) -> str:
    """The lines of the spans: "line 3", "lines 1, 4, 9 and 12 more"."""
    lines = sorted({line_number(text, span.start) for span in spans})
    if not lines:
        return ""
    shown = ", ".join(map(str, lines[:most]))
    more = f" and {len(lines) - most} more" if len(lines) > most else ""
    return f"{'line' if len(lines) == 1 else 'lines'} {shown}{more}"


def print_mark(console: Console, text: str, mark: Mark) -> None:
    """The marked stretch within its line, after the number of the line, and the remark below."""
    number = f"{line_number(text, mark.start):>5} "
    before, inside, after = _surroundings(text, mark, _CONTEXT)
    shown = Text()
    shown.append(before, style="dim")
    plain = console.no_color or not console.is_terminal
    shown.append(f"{OPEN}{inside}{CLOSE}" if plain else inside, style="" if plain else "bold underline")
    shown.append(after, style="dim")
    for index, line in enumerate(shown.wrap(console, max(_MIN_WIDTH, console.width - _GUTTER))):
        line.rstrip()
        gutter = f"{number if index == 0 else ' ' * len(number)}│ "
        console.print(Text.assemble((gutter, "dim"), line), soft_wrap=True)
    print_indented(console, mark.remark, by=_GUTTER, style="yellow")


def in_context(text: str, span: metric_pb2.Span, *, context: int) -> str:
    """The span with up to `context` characters of its line before and after, between signs."""
    before, inside, after = _surroundings(text, Mark(span.start, span.end, ""), context)
    return f"{before}{OPEN}{inside}{CLOSE}{after}"


def _surroundings(text: str, mark: Mark, context: int) -> tuple[str, str, str]:
    """A little of the line before, the stretch itself on one line, a little of the line after."""
    start = max(text.rfind("\n", 0, mark.start) + 1, mark.start - context)
    line_end = text.find("\n", mark.end)
    end = min(len(text) if line_end < 0 else line_end, mark.end + context)
    before = text[start : mark.start]
    after = text[mark.end : end]
    begun = "" if start == 0 or text[start - 1] == "\n" else "… "
    unfinished = "" if end == len(text) or text[end] == "\n" else " …"
    # A stretch may run over several lines; what is cut is cut between words.
    return (
        begun + (before.partition(" ")[2] if begun else before),
        " ".join(text[mark.start : mark.end].split()),
        (after.rpartition(" ")[0] if unfinished else after) + unfinished,
    )
