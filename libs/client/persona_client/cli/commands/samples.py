"""Writing samples: add, list, show, delete."""

from collections.abc import Sequence

import click
from persona.analyzer.v1 import analyzer_service_pb2 as analyzer_pb
from persona.analyzer.v1 import sample_pb2

from persona_client.cli import find
from persona_client.cli.app import App, pass_app
from persona_client.cli.exits import Exit
from persona_client.cli.group import Group
from persona_client.cli.output import count, day, label, show_list
from persona_client.cli.printing import echo_text
from persona_client.cli.upload import Upload, upload

_PROVENANCE_PREFIX = "PROVENANCE_"
_PROVENANCES = ("human", "ai_assisted", "ai")


@click.group(cls=Group)
def samples() -> None:
    """Texts by the writer, which the voice is measured from."""


@samples.command()
@click.argument("persona")
@click.argument("files", nargs=-1, required=True, type=click.Path())
@click.option("--source", default="", help="What the texts are a part of, e.g. a blog, book or client.")
@click.option("--provenance", type=click.Choice(_PROVENANCES), default="human", help="Who wrote them. Default: human.")
@click.option("--no-retain", is_flag=True, help="Keep the statistics only, and forget the texts.")
@pass_app
def add(app: App, /, persona: str, files: tuple[str, ...], *, source: str, provenance: str, no_retain: bool) -> None:
    """Add FILES (- for standard input) to the samples of PERSONA, together or not at all.

    Texts are taken as they are: Markdown is understood, but a block of front matter is measured with the rest. Files
    that cannot be used are skipped, each with its reason; exit code 1 if nothing was added.
    """
    load = Upload(
        persona_id=find.persona_id(app.client, persona),
        source=source,
        provenance=sample_pb2.Provenance.Value(f"{_PROVENANCE_PREFIX}{provenance.upper()}"),
        retain_text=not no_retain,
    )
    answer = upload(app, load, files)
    app.show(answer, lambda: _print_added(app, answer, files))
    if not answer.samples:
        click.get_current_context().exit(Exit.NOTHING)


@samples.command("list")
@click.argument("persona")
@pass_app
def list_samples(app: App, persona: str) -> None:
    """List the samples of PERSONA, the newest first."""
    found = list(app.client.samples(find.persona_id(app.client, persona)))
    rows = [
        (
            each.id,
            each.title,
            str(each.word_count),
            each.source,
            label(sample_pb2.Provenance.Name(each.provenance), _PROVENANCE_PREFIX),
            "text kept" if each.text_retained else "statistics only",
            day(each.create_time),
        )
        for each in found
    ]
    show_list(
        app,
        analyzer_pb.ListSamplesResponse(samples=found),
        header=("Id", "Title", "Words", "Source", "Written by", "Kept", "Added"),
        rows=rows,
        nothing="There are no samples yet: persona samples add PERSONA posts/*.md",
    )


@samples.command()
@click.argument("persona")
@click.argument("sample_id")
@pass_app
def show(app: App, persona: str, sample_id: str) -> None:
    """Show the sample with this id; its text, if it was retained, is all that goes to standard output."""
    request = analyzer_pb.GetSampleRequest(persona_id=find.persona_id(app.client, persona), sample_id=sample_id)
    found = app.client.analyzer.GetSample(request).sample
    app.show(found, lambda: _print_sample(app, found))


@samples.command()
@click.argument("persona")
@click.argument("sample_id")
@pass_app
def delete(app: App, persona: str, sample_id: str) -> None:
    """Delete the sample with this id; the voice is then as if it had never been added."""
    request = analyzer_pb.DeleteSampleRequest(persona_id=find.persona_id(app.client, persona), sample_id=sample_id)
    answer = app.client.analyzer.DeleteSample(request)
    app.show(answer, lambda: app.notes.print(f"Deleted. The voice is at revision {answer.fingerprint_revision}."))


def _print_added(app: App, answer: analyzer_pb.AddSamplesResponse, files: Sequence[str]) -> None:
    words = sum(sample.word_count for sample in answer.samples)
    app.console.print(f"Added {count(len(answer.samples), 'sample')}, {count(words, 'word')}.")
    for each in answer.skipped:
        app.console.print(f"Skipped {files[each.index]}: {each.message}", style="yellow", soft_wrap=True)


def _print_sample(app: App, sample: sample_pb2.Sample) -> None:
    wrote = label(sample_pb2.Provenance.Name(sample.provenance), _PROVENANCE_PREFIX)
    extent = f"{count(sample.word_count, 'word')}, {count(sample.sentence_count, 'sentence')}"
    app.notes.print(f"{sample.title or sample.id}: {extent}; {wrote}; added {day(sample.create_time)}", style="bold")
    if sample.text_retained:
        echo_text(sample.text, end="\n")
    else:
        app.notes.print("The text was not kept, only its statistics.")
