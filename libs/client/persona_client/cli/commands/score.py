"""The `score` command: a draft compared with a voice."""

import click
from persona.analyzer.v1 import analyzer_service_pb2 as analyzer_pb

from persona_client.cli import find
from persona_client.cli.app import App, pass_app
from persona_client.cli.exits import Exit
from persona_client.cli.group import JsonCommand
from persona_client.cli.numbers import FiniteRange
from persona_client.cli.printing import echo
from persona_client.cli.render.score import ScoredDraft, print_score
from persona_client.cli.rescore import rescored
from persona_client.cli.texts import STDIN, read_draft


@click.command(cls=JsonCommand)
@click.argument("persona")
@click.argument("draft", type=click.Path())
@click.option("--min", "minimum", type=FiniteRange(0, 100), help="Exit code 1 if the score is below this.")
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="Show every deviation and every sentence that does not fit.",
)
@click.option("--watch", is_flag=True, help="Score the file again whenever it changes, a line each, until Ctrl-C.")
@pass_app
def score(app: App, persona: str, draft: str, minimum: float | None, everything: bool, *, watch: bool) -> None:
    """Score how well DRAFT (a file, or - for standard input) matches the voice of PERSONA, with reasons.

    0 to 100, higher is closer. Exit code 8 if there is too little text or too few samples to give a number.

    With --watch: time, score, (interval), change against the last score, evidence. With --json: one message a line.
    """
    if watch:
        _watch(app, persona, draft, alone=minimum is None and not everything)
        return
    text = read_draft(draft)
    owner = find.persona(app.client, persona)
    request = analyzer_pb.ScoreTextRequest(persona_id=owner.id, text=text.content)
    found = app.client.analyzer.ScoreText(request).score
    scored = ScoredDraft(owner.display_name, text, found)
    app.show(found, lambda: print_score(app.console, scored, everything=everything))
    context = click.get_current_context()
    if not found.HasField("match"):
        context.exit(Exit.INSUFFICIENT)
    if minimum is not None and found.match < minimum:
        if not app.as_json:
            app.notes.print(f"{found.match:.0f} is below {minimum:g}.", style="red")
        context.exit(Exit.NOTHING)


def _watch(app: App, persona: str, draft: str, *, alone: bool) -> None:
    if draft == STDIN or not alone:
        raise click.UsageError("--watch takes a file, and neither --min nor --all.")
    read_draft(draft)
    for line in rescored(app, find.persona(app.client, persona).id, draft):
        echo(line)
