"""The `compare` command: voices compared pair by pair."""

import click
from persona.analyzer.v1 import analyzer_service_pb2 as analyzer_pb

from persona_client.cli import find
from persona_client.cli.app import App, pass_app
from persona_client.cli.group import JsonCommand
from persona_client.cli.render.comparison import print_comparison

_SHOWN = 8


@click.command(cls=JsonCommand)
@click.argument("personas", nargs=-1, required=True, metavar="PERSONA PERSONA...")
@click.option("--top", type=click.IntRange(1, 50), default=_SHOWN, show_default=True, help="Differences per pair.")
@pass_app
def compare(app: App, personas: tuple[str, ...], top: int) -> None:
    """Compare the voices of two PERSONAs or more: how well we distinguish their texts, and in what they differ.

    Measured on their samples, at least three of each.
    """
    if len(personas) < 2:  # noqa: PLR2004 - a comparison is between two
        raise click.UsageError("Name two personas or more.")
    found = [find.persona(app.client, name) for name in personas]
    names = {persona.id: persona.display_name for persona in found}
    request = analyzer_pb.CompareVoicesRequest(persona_ids=[each.id for each in found], differences=top)
    answer = app.client.analyzer.CompareVoices(request)

    def render() -> None:
        for comparison in answer.comparisons:
            print_comparison(app.console, comparison, names)

    app.show(answer, render)
