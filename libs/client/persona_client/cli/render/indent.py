"""Wrapped text behind an indent."""

from rich.console import Console
from rich.text import Text

_LEAST_WIDTH = 20
"""Columns for text even in the narrowest terminal."""


def print_indented(console: Console, text: str, *, by: int, style: str = "") -> None:
    """Print the text wrapped to the console, every line behind `by` blanks, and no blanks after it."""
    for line in Text(text, style=style).wrap(console, max(_LEAST_WIDTH, console.width - by)):
        line.rstrip()
        console.print(Text(" " * by) + line, soft_wrap=True)
