"""Changes as they happen."""

import time
from collections.abc import Iterator

import click
from persona.registry.v1 import persona_pb2

from persona_client.cli.app import App, pass_app
from persona_client.cli.group import JsonCommand
from persona_client.cli.json_text import to_json
from persona_client.cli.printing import echo
from persona_client.errors import Unavailable

_PAUSE = 1.0
"""Seconds before a lost watch is taken up again."""


@click.command(cls=JsonCommand)
@click.option("--resume-token", default="", help="Begin with what happened after this, from an earlier --json line.")
@pass_app
def watch(app: App, resume_token: str) -> None:
    """Print changes of personas until Ctrl-C. With --json: one message a line, each with its resume_token."""
    for line in _lines(app, resume_token):
        echo(line)


def _lines(app: App, resume_token: str) -> Iterator[str]:
    """One line a change. A watch that began resumes where it broke off; one that never began is an error."""
    began = False
    while True:
        try:
            for message in app.client.watch(resume_token):
                began, resume_token = True, message.resume_token
                if app.as_json and message.HasField("change"):
                    yield to_json(message, indent=None)
                elif message.HasField("change"):
                    yield _line(message.change)
        except Unavailable as lost:
            if not began:
                raise
            if not app.as_json:
                app.notes.print(f"{lost.message} Trying again ...", style="yellow")
        time.sleep(_PAUSE)


def _line(change: persona_pb2.PersonaChange) -> str:
    now = time.strftime("%H:%M:%S")
    if change.kind == persona_pb2.PersonaChange.KIND_DELETED:
        return f"{now}  deleted  {change.persona_id}"
    return f"{now}  changed  {change.persona_id}  {change.persona.display_name}"
