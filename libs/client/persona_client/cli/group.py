"""Commands that are loaded when they are called, so that `persona --help` is quick; and --json on each of them."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple

import click

from persona_client.cli.app import App


def _choose_json(ctx: click.Context, _param: click.Parameter, chosen: bool) -> None:
    if chosen:
        ctx.ensure_object(App).as_json = True


class JsonCommand(click.Command):
    """A command with --json."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.append(
            click.Option(
                ["--json"],
                is_flag=True,
                expose_value=False,
                callback=_choose_json,
                help="Print the contract's message as JSON.",
            )
        )


class Group(click.Group):
    """A group whose commands have --json."""

    command_class = JsonCommand


class Entry(NamedTuple):
    """Location of a command (module:attribute), and its line in the overview."""

    home: str
    summary: str


class LazyGroup(Group):
    """The top group: knows its commands by name, section and summary, and loads one when it is called."""

    def __init__(self, *args: Any, sections: Mapping[str, Mapping[str, Entry]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._sections = sections
        self._entries = {name: entry for section in sections.values() for name, entry in section.items()}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every name, in the order of the overview."""
        return list(self._entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, loaded now."""
        entry = self._entries.get(cmd_name)
        if entry is None:
            return None
        module, _, attribute = entry.home.partition(":")
        return getattr(import_module(module), attribute)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The overview, by section, without loading a command."""
        width = max(map(len, self._entries))
        for title, entries in self._sections.items():
            with formatter.section(title):
                formatter.write_dl([(name.ljust(width), entry.summary) for name, entry in entries.items()])
