"""Drafts against each other."""

from collections.abc import Sequence

import click
from persona.analyzer.v1 import analyzer_service_pb2 as analyzer_pb
from persona.style.v1 import fingerprint_pb2, score_pb2

from persona_client.cli import find
from persona_client.cli.app import App, pass_app
from persona_client.cli.exits import Exit, code_for, report
from persona_client.cli.group import JsonCommand
from persona_client.cli.output import label, show_list
from persona_client.cli.texts import read_draft
from persona_client.errors import InvalidRequest


@click.command(cls=JsonCommand)
@click.argument("persona")
@click.argument("drafts", nargs=-1, required=True, type=click.Path())
@pass_app
def rank(app: App, persona: str, drafts: tuple[str, ...]) -> None:
    """Rank DRAFTS, the closest to the voice of PERSONA first.

    In a pipe: score, range, evidence and file, separated by tabs. A file that cannot be used is reported and the others
    are ranked; the exit code is then 3. Exit code 8 if none could be given a score.
    """
    usable, failed = _read(app, drafts)
    if not usable:
        click.get_current_context().exit(failed)
    request = analyzer_pb.ScoreTextsRequest(
        persona_id=find.persona_id(app.client, persona), texts=[text for _, text in usable]
    )
    answer = app.client.analyzer.ScoreTexts(request)
    for each in answer.ranking:
        each.index = usable[each.index][0]
    rows = [(*_cells(each.score), drafts[each.index]) for each in answer.ranking]
    show_list(app, answer, header=("Score", "Range", "Evidence", "Draft"), rows=rows, nothing="Nothing was ranked.")
    if failed:
        click.get_current_context().exit(failed)
    if not any(each.score.HasField("match") for each in answer.ranking):
        click.get_current_context().exit(Exit.INSUFFICIENT)


def _read(app: App, drafts: Sequence[str]) -> tuple[list[tuple[int, str]], Exit]:
    """Texts with their places among the drafts, and the exit code for those that were reported instead."""
    usable: list[tuple[int, str]] = []
    code = Exit.OK
    for place, draft in enumerate(drafts):
        try:
            usable.append((place, read_draft(draft).content))
        except InvalidRequest as error:
            report(error, as_json=app.as_json)
            code = code_for(error)
    return usable, code


def _cells(score: score_pb2.Score) -> tuple[str, str, str]:
    evidence = label(fingerprint_pb2.EvidenceLevel.Name(score.evidence), "EVIDENCE_LEVEL_")
    if not score.HasField("match"):
        return "none", "", evidence
    return f"{score.match:.0f}", f"{score.interval.low:.0f}-{score.interval.high:.0f}", evidence
