"""The `profile` command: the voice of a persona."""

from collections.abc import Iterable

import click
from persona.analyzer.v1 import analyzer_service_pb2 as analyzer_pb
from persona.analyzer.v1 import sample_pb2

from persona_client.cli import find
from persona_client.cli.app import App, pass_app
from persona_client.cli.group import JsonCommand
from persona_client.cli.render.expressions import print_expressions, shown
from persona_client.cli.render.fingerprint import caveat_sample_ids, print_fingerprint
from persona_client.errors import NotFound

_SHOWN = 12


@click.command(cls=JsonCommand)
@click.argument("persona")
@click.option("--top", type=click.IntRange(min=1), default=_SHOWN, show_default=True, help="How many traits to show.")
@click.option("--all", "everything", is_flag=True, help="Show every measure and expression, unreliable ones too.")
@pass_app
def profile(app: App, persona: str, top: int, everything: bool) -> None:
    """Describe the voice that the samples of PERSONA show: its habits, compared with other writers, and how reliable
    each is.

    Measures that say the same, such as readability formulas, are one statement; --all shows each.
    """
    found = find.persona(app.client, persona)
    request = analyzer_pb.GetFingerprintRequest(persona_id=found.id, include_unreliable=everything)
    fingerprint = app.client.analyzer.GetFingerprint(request).fingerprint

    def render() -> None:
        expressions = shown(fingerprint, everything=everything)
        samples = _samples(app, found.id, {*expressions.sample_ids, *caveat_sample_ids(fingerprint)})
        limit = len(fingerprint.traits) if everything else top
        print_fingerprint(app.console, found.display_name, fingerprint, samples, limit)
        if fingerprint.sample_count:
            print_expressions(app.console, fingerprint, expressions, samples)

    app.show(fingerprint, render)


def _samples(app: App, persona_id: str, sample_ids: Iterable[str]) -> dict[str, sample_pb2.Sample]:
    """Samples with their texts; without those deleted since."""
    samples: dict[str, sample_pb2.Sample] = {}
    for sample_id in sample_ids:
        request = analyzer_pb.GetSampleRequest(persona_id=persona_id, sample_id=sample_id)
        try:
            samples[sample_id] = app.client.analyzer.GetSample(request).sample
        except NotFound:
            continue
    return samples
