"""State that all commands share: the client, the output format, the console."""

import os
import sys
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

import click

from persona_client.cli.printing import echo

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from persona_client.cli.console import Console
    from persona_client.client import PersonaClient

_PIPE_WIDTH = 100
"""Columns of text that goes into a pipe or file, unless COLUMNS says otherwise."""
_WIDEST = 120
"""Columns of text in a terminal at most: longer lines are hard to read."""
_ATTEMPTS = 4
"""Fewer attempts than a platform makes, since a person is waiting."""


class App:
    """One run of the command. The client connects when it is first used."""

    def __init__(self) -> None:
        self.as_json = False

    @cached_property
    def client(self) -> "PersonaClient":
        """The client, closed with the command."""
        os.environ.setdefault("GRPC_VERBOSITY", "NONE")
        from persona_client.client import PersonaClient  # noqa: PLC0415  # a tenth of a second that --help does without
        from persona_client.retry import RetryPolicy  # noqa: PLC0415

        client = PersonaClient(retry=RetryPolicy(attempts=_ATTEMPTS))
        click.get_current_context().find_root().call_on_close(client.close)
        return client

    @cached_property
    def console(self) -> "Console":
        """Console for results: colours and width as the terminal has them, neither in a pipe."""
        return _console(stderr=False)

    @cached_property
    def notes(self) -> "Console":
        """Console for progress and remarks: stderr, so that they do not mix with results."""
        return _console(stderr=True)

    @property
    def is_terminal(self) -> bool:
        """True if a person reads the output as it comes."""
        return sys.stdout.isatty()

    def show(self, message: "Message", render: Callable[[], None]) -> None:
        """Prints the message as JSON if that was asked for, else calls `render`."""
        if self.as_json:
            from persona_client.cli.json_text import to_json  # noqa: PLC0415

            echo(to_json(message))
        else:
            render()


def _console(*, stderr: bool) -> "Console":
    from persona_client.cli.console import Console  # noqa: PLC0415  # another tenth of a second

    console = Console(stderr=stderr, highlight=False, emoji=False, markup=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = _PIPE_WIDTH
    console.width = min(console.width, _WIDEST)
    return console


pass_app = click.make_pass_decorator(App, ensure=True)
