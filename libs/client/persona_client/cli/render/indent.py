"""Text that is wrapped behind an indent or a name."""

from rich.console import Console

from persona_client.cli.console import Text

_MIN_WIDTH = 20
"""Columns for text even in the narrowest terminal."""


def print_indented(console: Console, text: str, *, by: int, style: str = "") -> None:
    """Print the text wrapped to the console, every line behind `by` blanks, and no blanks after it."""
    for line in Text(text, style=style).wrap(console, max(_MIN_WIDTH, console.width - by)):
        line.rstrip()
        console.print(Text(" " * by) + line, soft_wrap=True)


def print_field(console: Console, name: str, text: str, *, width: int) -> None:
    """Print a named value; in a terminal, lines after the first begin under the value."""
    head = f"  {name.ljust(width)}  "
    if not console.is_terminal:
        console.print(f"{head}{text}", soft_wrap=True)
        return
    for line in Text(text).wrap(console, max(_MIN_WIDTH, console.width - len(head))):
        line.rstrip()
        console.print(Text.assemble((head, "dim"), line), soft_wrap=True)
        head = " " * len(head)
