"""Output without layout: lines, JSON, texts as they are, questions. All but texts is made visible here."""

import json
import sys

import click

from persona_client.cli.streams import Output
from persona_client.cli.visible import visible, visible_json


def echo(text: str, *, err: bool = False) -> None:
    """Prints lines to standard output, or to standard error."""
    stream = sys.stderr if err else sys.stdout
    stream.write(f"{visible(text)}\n")
    stream.flush()


def echo_text(text: str, *, end: str = "") -> None:
    """Prints a text that is the whole output: in UTF-8 as it is, so that it can be kept; visibly in a terminal."""
    stream = sys.stdout
    if stream.isatty() or not isinstance(stream, Output):
        stream.write(visible(text + end))
        stream.flush()
    else:
        stream.write_bytes((text + end).encode())


def confirm(question: str) -> bool:
    """Asks the person at the terminal."""
    return click.confirm(visible(question), err=True)


def dumps(document: object, *, indent: int | None = None) -> str:
    """Returns JSON that no terminal acts on, in ASCII where the output cannot have every character."""
    unicode = all(isinstance(stream, Output) and stream.is_unicode for stream in (sys.stdout, sys.stderr))
    return visible_json(json.dumps(document, ensure_ascii=not unicode, indent=indent))
