"""Drafts against each other."""

import click
from persona.analyzer.v1 import analyzer_service_pb2 as analyzer_pb
from persona.style.v1 import fingerprint_pb2, score_pb2

from persona_client.cli import find
from persona_client.cli.app import App, pass_app
from persona_client.cli.exits import Exit
from persona_client.cli.group import JsonCommand
from persona_client.cli.output import label, show_list
from persona_client.cli.texts import read_draft


@click.command(cls=JsonCommand)
@click.argument("persona")
@click.argument("drafts", nargs=-1, required=True, type=click.Path())
@pass_app
def rank(app: App, persona: str, drafts: tuple[str, ...]) -> None:
    """Rank DRAFTS, the closest to the voice of PERSONA first.

    In a pipe: score, range, evidence and file, separated by tabs. Exit code 8 if none could be given a score.
    """
    texts = [read_draft(draft).content for draft in drafts]
    request = analyzer_pb.ScoreTextsRequest(persona_id=find.persona_id(app.client, persona), texts=texts)
    answer = app.client.analyzer.ScoreTexts(request)
    rows = [(*_cells(each.score), drafts[each.index]) for each in answer.ranking]
    show_list(app, answer, header=("Score", "Range", "Evidence", "Draft"), rows=rows, nothing="Nothing was ranked.")
    if not any(each.score.HasField("match") for each in answer.ranking):
        click.get_current_context().exit(Exit.INSUFFICIENT)


def _cells(score: score_pb2.Score) -> tuple[str, str, str]:
    evidence = label(fingerprint_pb2.EvidenceLevel.Name(score.evidence), "EVIDENCE_LEVEL_")
    if not score.HasField("match"):
        return "none", "", evidence
    return f"{score.match:.0f}", f"{score.interval.low:.0f}-{score.interval.high:.0f}", evidence
