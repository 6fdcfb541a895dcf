"""The `persona` command."""

import sys

import click

from persona_client.cli.app import App
from persona_client.cli.exits import MEANINGS, Exit, report, report_defect, report_unwritable, report_usage
from persona_client.cli.group import Entry, LazyGroup
from persona_client.cli.interrupts import Interrupt, insistent
from persona_client.cli.streams import Unwritable, guarded
from persona_client.errors import PersonaError
from persona_client.services import LOCAL_ADDRESSES
from persona_client.settings import address_variable

_NOT_UTF8 = frozenset(map(chr, range(0xDC80, 0xDD00)))
"""Bytes of arguments that are not UTF-8, as Python decodes them."""
_HOME = "persona_client.cli.commands"

SECTIONS = {
    "Personas": {
        "create": Entry(f"{_HOME}.personas:create", "Create a persona and print its id."),
        "list": Entry(f"{_HOME}.personas:list_personas", "List the personas, the newest first."),
        "show": Entry(f"{_HOME}.personas:show", "Show a persona."),
        "update": Entry(f"{_HOME}.personas:update", "Change fields of a persona."),
        "delete": Entry(f"{_HOME}.personas:delete", "Delete a persona with its versions and samples."),
        "versions": Entry(f"{_HOME}.versions:versions", "Publish, compare and restore versions."),
        "samples": Entry(f"{_HOME}.samples:samples", "Add, list and delete writing samples."),
        "watch": Entry(f"{_HOME}.watch:watch", "Print changes of personas as they happen."),
    },
    "Voice and text": {
        "profile": Entry(f"{_HOME}.profile:profile", "Describe how the writer writes, compared with others."),
        "score": Entry(f"{_HOME}.score:score", "Score how well a draft matches the voice, with reasons."),
        "repair": Entry(f"{_HOME}.repair:repair", "Suggest edits that bring a draft closer to the voice."),
        "rank": Entry(f"{_HOME}.rank:rank", "Rank drafts, the closest to the voice first."),
        "compare": Entry(f"{_HOME}.compare:compare", "Compare voices: how well we distinguish them, and by what."),
        "power": Entry(f"{_HOME}.power:power", "Show how much more samples would help."),
        "analyze": Entry(f"{_HOME}.analyze:analyze", "Measure a text: every metric, by family."),
        "metrics": Entry(f"{_HOME}.metrics:metrics", "List the metrics with their definitions."),
    },
    "Access and stack": {
        "keys": Entry(f"{_HOME}.keys:keys", "List, create and revoke API keys."),
        "whoami": Entry(f"{_HOME}.stack:whoami", "Show whose key is in use and what it may do."),
        "health": Entry(f"{_HOME}.stack:health", "Show whether the services are ready."),
        "demo": Entry(f"{_HOME}.demo:demo", "Load demo writers."),
    },
}

_ENVIRONMENT = (
    *((address_variable(name), f"address of the {name} ({local})") for name, local in LOCAL_ADDRESSES.items()),
    ("PERSONA_API_KEY", "the key; without it, var/local.key of the local stack is used"),
)


def _verbatim(title: str, rows: list[tuple[str, str]]) -> str:
    width = max(len(name) for name, _ in rows)
    return "\n".join(["\b", title, *(f"  {name.ljust(width)}  {text}" for name, text in rows)])


_EPILOG = "\n\n".join(
    (
        "A persona is named by its id or by its display name, a draft by its file or - for standard input.",
        _verbatim("Exit codes:", [(str(int(code)), text) for code, text in MEANINGS.items()]),
        _verbatim("Environment:", list(_ENVIRONMENT)),
    )
)


@click.group(cls=LazyGroup, sections=SECTIONS, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--json", "as_json", is_flag=True, help="Print the contract's messages as JSON (also after the command).")
@click.pass_context
def persona(ctx: click.Context, as_json: bool) -> None:
    """Measure a writer's voice and keep texts close to it."""
    ctx.ensure_object(App).as_json = as_json


def main() -> None:
    """Run the command and leave with its exit code."""
    with insistent() as interrupt:
        code = run(sys.argv[1:], interrupt)
    sys.exit(code)


def run(arguments: list[str], interrupt: Interrupt | None = None) -> int:
    """Run the command with these arguments. Gives the exit code."""
    as_json = "--json" in arguments
    try:
        with guarded():
            return _run(arguments, interrupt, as_json=as_json)
    except Unwritable as unwritable:  # in the last flush
        with guarded():
            return report_unwritable(unwritable, as_json=as_json)


def _run(arguments: list[str], interrupt: Interrupt | None, *, as_json: bool) -> int:
    try:
        code = persona.main(arguments, prog_name="persona", standalone_mode=False)
    except click.Abort:
        return Exit.INTERRUPTED
    except Exception as error:  # noqa: BLE001  # the edge of the process: one line instead of a traceback
        return Exit.INTERRUPTED if interrupt is not None and interrupt.came else _report(error, as_json=as_json)
    return code if isinstance(code, int) else Exit.OK


def _report(error: Exception, *, as_json: bool) -> Exit:
    match error:
        case click.ClickException():
            return report_usage(error, as_json=as_json)
        case PersonaError():
            return report(error, as_json=as_json)
        case Unwritable():
            return report_unwritable(error, as_json=as_json)
        case UnicodeEncodeError() if any(character in _NOT_UTF8 for character in error.object[error.start : error.end]):
            return report_usage(click.UsageError("An argument is not valid UTF-8."), as_json=as_json)
        case _:
            return report_defect(error, as_json=as_json)
