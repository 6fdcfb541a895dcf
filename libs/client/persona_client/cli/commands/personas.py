"""Personas: create, list, show, update, delete."""

import sys
import uuid

import click
from google.protobuf.field_mask_pb2 import FieldMask
from persona.registry.v1 import persona_pb2
from persona.registry.v1 import registry_service_pb2 as registry_pb

from persona_client.cli import find
from persona_client.cli.app import App, pass_app
from persona_client.cli.exits import Exit
from persona_client.cli.group import JsonCommand
from persona_client.cli.output import day, show_list
from persona_client.cli.printing import confirm, echo


@click.command(cls=JsonCommand)
@click.argument("name")
@click.option("--description", default="", help="What the persona is for.")
@click.option("--archetype", default="", help='The character behind the voice, e.g. "the patient engineer".')
@click.option("--core-belief", default="", help="What the voice stands for.")
@click.option("--brand-voice", default="", help="How the voice sounds, in your own words.")
@pass_app
def create(app: App, name: str, **fields: str) -> None:
    """Create a persona called NAME and print its id.

    A lost answer does no harm: the command asks again without creating another persona.
    """
    request = registry_pb.CreatePersonaRequest(display_name=name, request_id=str(uuid.uuid4()), **fields)
    persona = app.client.registry.CreatePersona(request).persona
    app.show(persona, lambda: echo(persona.id))


@click.command("list", cls=JsonCommand)
@pass_app
def list_personas(app: App) -> None:
    """List the personas, the newest first. In a pipe: id, name, creation time, description, separated by tabs."""
    personas = list(app.client.personas())
    rows = [(each.id, each.display_name, day(each.create_time), each.description) for each in personas]
    show_list(
        app,
        registry_pb.ListPersonasResponse(personas=personas),
        header=("Id", "Name", "Created", "Description"),
        rows=rows,
        nothing='There are no personas yet. Create one: persona create "Weekly newsletter"',
    )


@click.command(cls=JsonCommand)
@click.argument("persona")
@pass_app
def show(app: App, persona: str) -> None:
    """Show PERSONA, an id or a name."""
    found = find.persona(app.client, persona)
    app.show(found, lambda: _print(app, found))


@click.command(cls=JsonCommand)
@click.argument("persona")
@click.option("--name", "display_name", help="New name.")
@click.option("--description", help="New description; an empty one removes it.")
@click.option("--archetype", help="New archetype.")
@click.option("--core-belief", help="New core belief.")
@click.option("--brand-voice", help="New description of the voice.")
@click.option("--etag", default="", help="Change it only if it still has this etag (see `persona show`).")
@pass_app
def update(app: App, persona: str, etag: str, **fields: str | None) -> None:
    """Change the fields of PERSONA that are given, all or none."""
    changes = {name: value for name, value in fields.items() if value is not None}
    if not changes:
        raise click.UsageError("Say what to change, e.g. --description.")
    request = registry_pb.UpdatePersonaRequest(
        persona_id=find.persona_id(app.client, persona),
        update_mask=FieldMask(paths=sorted(changes)),
        etag=etag,
        **changes,
    )
    changed = app.client.registry.UpdatePersona(request).persona
    app.show(changed, lambda: _print(app, changed))


@click.command(cls=JsonCommand)
@click.argument("persona")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--etag", default="", help="Delete it only if it still has this etag.")
@pass_app
def delete(app: App, persona: str, yes: bool, etag: str) -> None:
    """Delete PERSONA with its versions and samples. This cannot be undone."""
    found = find.persona(app.client, persona)
    if not yes and not _confirmed(f"Delete “{found.display_name}” ({found.id}) with its versions and samples?"):
        click.get_current_context().exit(Exit.NOTHING)
    answer = app.client.registry.DeletePersona(registry_pb.DeletePersonaRequest(persona_id=found.id, etag=etag))
    app.show(answer, lambda: app.notes.print(f"Deleted “{found.display_name}”."))


def _confirmed(question: str) -> bool:
    if not (sys.stdin and sys.stdin.isatty()):
        raise click.UsageError("Nobody can be asked here: add --yes to delete.")
    return confirm(question)


def _print(app: App, persona: persona_pb2.Persona) -> None:
    rows = (
        ("id", persona.id),
        ("description", persona.description),
        ("archetype", persona.archetype),
        ("core belief", persona.core_belief),
        ("brand voice", persona.brand_voice),
        ("language", persona.language),
        ("version", persona.current_version_id or "none published"),
        ("created", f"{day(persona.create_time)} by {persona.create_principal}"),
        ("changed", day(persona.update_time)),
        ("etag", persona.etag),
    )
    from persona_client.cli.render.indent import print_field  # noqa: PLC0415  # keeps `persona create` quick

    app.console.print(persona.display_name, style="bold")
    for name, text in rows:
        if text:
            print_field(app.console, name, text, width=11)
