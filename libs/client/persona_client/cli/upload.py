"""Sending files as samples, with progress."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from persona.analyzer.v1 import analyzer_service_pb2 as analyzer_pb
from persona.analyzer.v1 import sample_pb2

from persona_client.cli import texts
from persona_client.cli.app import App
from persona_client.cli.output import count
from persona_client.imports import ImportProgress


@dataclass(frozen=True, slots=True)
class Upload:
    """Settings for all files of one import."""

    persona_id: str
    source: str = ""
    provenance: sample_pb2.Provenance.ValueType = sample_pb2.PROVENANCE_HUMAN
    retain_text: bool = True

    def sample(self, text: texts.Text) -> sample_pb2.NewSample:
        """A text as the contract takes it."""
        return sample_pb2.NewSample(
            text=text.content,
            title=text.title,
            source=self.source,
            provenance=self.provenance,
            retain_text=self.retain_text,
        )


def upload(app: App, load: Upload, files: Sequence[str]) -> analyzer_pb.AddSamplesResponse:
    """Add the files that can be read. What is skipped, here or by the service, is numbered by its place in `files`."""
    places: list[int] = []
    samples: list[sample_pb2.NewSample] = []
    skipped: list[sample_pb2.SkippedSample] = []
    for place, file in enumerate(files):
        try:
            text = texts.read(file)
        except texts.Unusable as unusable:
            skipped.append(_skipped(place, file, unusable))
            continue
        if text.has_front_matter:
            app.notes.print(f"{file} begins with front matter, which is measured with the rest.", style="yellow")
        places.append(place)
        samples.append(load.sample(text))
    answer = _send(app, load, samples) if samples else analyzer_pb.AddSamplesResponse()
    for each in answer.skipped:
        each.index = places[each.index]
    merged = sorted([*answer.skipped, *skipped], key=lambda each: each.index)
    return analyzer_pb.AddSamplesResponse(
        samples=answer.samples, skipped=merged, fingerprint_revision=answer.fingerprint_revision
    )


def _skipped(place: int, file: str, unusable: texts.Unusable) -> sample_pb2.SkippedSample:
    return sample_pb2.SkippedSample(index=place, title=file, reason=unusable.reason, message=unusable.message)


def _send(app: App, load: Upload, samples: list[sample_pb2.NewSample]) -> analyzer_pb.AddSamplesResponse:
    with _progress_bar(app, len(samples)) as bar:
        return app.client.import_samples(load.persona_id, samples, progress=bar.update)


class _Bar:
    """A progress bar on stderr; shown in a terminal only."""

    def __init__(self, app: App, total: int) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

        columns = (TextColumn("Measuring"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[words]}"))
        self.display = Progress(*columns, console=app.notes, transient=True, disable=not app.notes.is_terminal)
        self._task = self.display.add_task("", total=total, words="")

    def update(self, progress: ImportProgress) -> None:
        done = progress.measured_count + progress.skipped_count
        self.display.update(self._task, completed=done, words=count(progress.word_count, "word"))


@contextmanager
def _progress_bar(app: App, total: int) -> Generator[_Bar]:
    bar = _Bar(app, total)
    with bar.display:
        yield bar
