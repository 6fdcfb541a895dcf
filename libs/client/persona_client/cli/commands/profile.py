"""The voice of a persona."""

import click
from persona.analyzer.v1 import analyzer_service_pb2 as analyzer_pb

from persona_client.cli import find
from persona_client.cli.app import App, pass_app
from persona_client.cli.group import JsonCommand
from persona_client.cli.render.fingerprint import print_fingerprint

_SHOWN = 12


@click.command(cls=JsonCommand)
@click.argument("persona")
@click.option("--top", type=click.IntRange(min=1), default=_SHOWN, show_default=True, help="How many traits to show.")
@click.option("--all", "everything", is_flag=True, help="Show every trait.")
@pass_app
def profile(app: App, persona: str, top: int, everything: bool) -> None:
    """Describe the voice that the samples of PERSONA show: what sets it apart, how sure that is, on what evidence."""
    found = find.persona(app.client, persona)
    request = analyzer_pb.GetFingerprintRequest(persona_id=found.id)
    fingerprint = app.client.analyzer.GetFingerprint(request).fingerprint
    limit = len(fingerprint.traits) if everything else top
    app.show(fingerprint, lambda: print_fingerprint(app.console, found.display_name, fingerprint, limit))
