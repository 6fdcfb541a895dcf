"""The `repair` command: edits that bring a draft closer to a voice."""

import shutil
import tempfile
from pathlib import Path

import click
from persona.analyzer.v1 import analyzer_service_pb2 as analyzer_pb
from persona.style.v1.repair_pb2 import RepairKind, RepairPlan

from persona_client.cli import find
from persona_client.cli.app import App, pass_app
from persona_client.cli.exits import Exit
from persona_client.cli.group import JsonCommand
from persona_client.cli.printing import echo_text
from persona_client.cli.render.repair import RepairedDraft, print_plan
from persona_client.cli.texts import STDIN, read_draft

_PREFIX = "REPAIR_KIND_"
_KINDS = click.Choice([name.removeprefix(_PREFIX).lower() for name in RepairKind.keys()[1:]], case_sensitive=False)

BannedTerm = analyzer_pb.SuggestRepairsRequest.BannedTerm


@click.command(cls=JsonCommand)
@click.argument("persona")
@click.argument("draft", type=click.Path())
@click.option("--kind", "kinds", multiple=True, type=_KINDS, help="Only this kind of repair; may be repeated.")
@click.option(
    "--ban", "banned", multiple=True, metavar="TERM[=OTHER]", help="A term not to use, and what to write; repeatable."
)
@click.option("--write", is_flag=True, help="Write the repaired text into the file.")
@click.option("--text", "text_only", is_flag=True, help="Print the repaired text and nothing else.")
@pass_app
def repair(
    app: App,
    persona: str,
    draft: str,
    *,
    kinds: tuple[str, ...],
    banned: tuple[str, ...],
    write: bool,
    text_only: bool,
) -> None:
    """Suggest edits that bring DRAFT (a file, or - for standard input) closer to the voice of PERSONA.

    Safe edits are shown with their measured gain; changes that only the writer can make, with their predicted gain.
    The file is changed only with --write. Exit code 1 if there is nothing to change.
    """
    if write and draft == STDIN:
        raise click.UsageError("--write needs a file; standard input has --text.")
    text = read_draft(draft)
    owner = find.persona(app.client, persona)
    request = analyzer_pb.SuggestRepairsRequest(
        persona_id=owner.id,
        text=text.content,
        kinds=[RepairKind.Value(f"{_PREFIX}{kind.upper()}") for kind in dict.fromkeys(kinds)],
        banned_terms=[_banned(each) for each in banned],
    )
    plan = app.client.analyzer.SuggestRepairs(request).plan
    if text_only:
        echo_text(plan.repaired_text)
    else:
        app.show(plan, lambda: print_plan(app.console, RepairedDraft(owner.display_name, text, plan)))
    if write and plan.repairs:
        _write(app, Path(draft), plan)
    if not (plan.repairs or plan.advice or plan.unresolved_terms):
        click.get_current_context().exit(Exit.NOTHING)


def _write(app: App, path: Path, plan: RepairPlan) -> None:
    try:
        _replace(path.resolve(), plan.repaired_text)
    except OSError as error:
        raise click.FileError(str(path), hint=error.strerror or str(error)) from error
    if not app.as_json:
        app.notes.print(f"Wrote {path}.")


def _replace(path: Path, text: str) -> None:
    """Writes a file beside the draft and renames it, so that a full disk leaves the draft as it was."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        # newline="": line ends stay as they are
        with open(descriptor, "w", encoding="utf-8", newline="") as file:  # a descriptor
            file.write(text)
        shutil.copymode(path, name)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _banned(option: str) -> BannedTerm:
    term, equals, other = option.partition("=")
    if not term:
        raise click.BadParameter("must name a term, e.g. --ban utilise=use", param_hint="--ban")
    return BannedTerm(term=term, replacement=other if equals else None)
