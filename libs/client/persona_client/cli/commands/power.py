"""The `power` command: the gain from more samples."""

import click
from persona.analyzer.v1 import analyzer_service_pb2 as analyzer_pb

from persona_client.cli import find
from persona_client.cli.app import App, pass_app
from persona_client.cli.group import JsonCommand
from persona_client.cli.render.power import print_power_curve


@click.command(cls=JsonCommand)
@click.argument("persona")
@pass_app
def power(app: App, persona: str) -> None:
    """Show how well we recognise drafts of PERSONA, by the number of samples and the length of the draft."""
    owner = find.persona(app.client, persona)
    answer = app.client.analyzer.PowerCurve(analyzer_pb.PowerCurveRequest(persona_id=owner.id))
    app.show(answer, lambda: print_power_curve(app.console, owner.display_name, answer.power_curve))
