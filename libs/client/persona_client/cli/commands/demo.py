"""The demo writers."""

import json
import uuid
from pathlib import Path
from typing import cast

import click
from persona.registry.v1 import persona_pb2
from persona.registry.v1 import registry_service_pb2 as registry_pb

from persona_client.cli.app import App, pass_app
from persona_client.cli.group import Group
from persona_client.cli.output import count
from persona_client.cli.printing import echo
from persona_client.cli.upload import Upload, upload

_DESCRIPTION = "persona.json"
_FIELDS = ("display_name", "description", "archetype", "core_belief", "brand_voice", "language")


@click.group(cls=Group)
def demo() -> None:
    """Invented writers to try things out with."""


@demo.command()
@click.option(
    "--directory",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default="demo",
    show_default=True,
    help="Where a folder for each writer is, with persona.json and posts/*.md.",
)
@pass_app
def load(app: App, directory: Path) -> None:
    """Load the demo writers. Those that exist already, by name and title, are left as they are."""
    folders = sorted(path.parent for path in directory.glob(f"*/{_DESCRIPTION}"))
    if not folders:
        raise click.UsageError(f"{directory} holds no folder with a {_DESCRIPTION}.")
    known = list(app.client.personas())
    loaded = [_load_writer(app, folder, known) for folder in folders]
    app.show(registry_pb.ListPersonasResponse(personas=loaded), lambda: None)


def _load_writer(app: App, folder: Path, known: list[persona_pb2.Persona]) -> persona_pb2.Persona:
    wanted = _read_description(folder / _DESCRIPTION)
    same = [each for each in known if each.display_name == wanted.display_name]
    persona = same[0] if same else app.client.registry.CreatePersona(wanted).persona
    present = {sample.title for sample in app.client.samples(persona.id)} if same else set[str]()
    posts = [str(path) for path in sorted(folder.glob("posts/*.md")) if path.name not in present]
    added = len(upload(app, Upload(persona.id, source=folder.name), posts).samples) if posts else 0
    if not app.as_json:
        news = f"loaded with {count(added, 'sample')}" if added or not same else "is there already"
        echo(f"{persona.id}  {persona.display_name} {news}")
    return persona


def _read_description(path: Path) -> registry_pb.CreatePersonaRequest:
    try:
        document: object = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise click.FileError(str(path), hint=f"{error.strerror or error}") from error
    except ValueError as error:
        raise click.FileError(str(path), hint=f"is not JSON: {error}") from error
    if not isinstance(document, dict):
        raise click.FileError(str(path), hint="does not hold a JSON object")
    given = cast("dict[str, object]", document)
    fields = {name: str(given[name]) for name in _FIELDS if name in given}
    return registry_pb.CreatePersonaRequest(request_id=str(uuid.uuid4()), **fields)
