"""The metrics of one text, readable."""

from collections.abc import Mapping
from dataclasses import dataclass

from persona.analyzer.v1 import analyzer_service_pb2 as analyzer_pb
from persona.style.v1 import metric_pb2
from rich.console import Console

from persona_client.cli.console import Text
from persona_client.cli.families import family_name
from persona_client.cli.output import count, number
from persona_client.cli.render.bars import band_bar
from persona_client.cli.render.indent import print_indented
from persona_client.cli.render.marks import line_number
from persona_client.cli.texts import Text as Draft

_BAR = 20
_NAME = 36
_NARROW = 90
"""Columns below which there is no room for bars beside the values."""
_SPANS = 8
_QUOTE = 40


@dataclass(frozen=True, slots=True)
class Analysis:
    """A text, what was measured of it, and the names of the metrics."""

    draft: Draft
    answer: analyzer_pb.AnalyzeTextResponse
    names: Mapping[str, str]


def print_analysis(console: Console, analysis: Analysis) -> None:
    """The extent of the text, then every measurement by family."""
    answer = analysis.answer
    extent = (
        count(answer.word_count, "word"),
        count(answer.sentence_count, "sentence"),
        count(answer.paragraph_count, "paragraph"),
    )
    console.print(Text.assemble((analysis.draft.title, "bold"), f": {', '.join(extent)}"))
    console.print(Text("─── usual among writers   ● this text", style="dim"))
    for family in dict.fromkeys(each.family for each in answer.measurements):
        console.print(Text(f"\n{family_name(family).capitalize()}", style="bold"))
        for each in answer.measurements:
            if each.family == family:
                _print_measurement(console, analysis, each)


def _print_measurement(console: Console, analysis: Analysis, measurement: metric_pb2.Measurement) -> None:
    name = Text(analysis.names.get(measurement.metric_id, measurement.metric_id))
    name.truncate(min(_NAME, console.width // 2), overflow="ellipsis", pad=True)
    if measurement.HasField("value"):
        value, unit = _shown(measurement)
        line = Text("  ") + name + Text(f" {value:>8} ", style="bold")
        if console.width >= _NARROW:
            line.append(f"{_bar(measurement)} ")
        line.append(unit, style="dim")
    else:
        name.stylize("dim")
        line = Text("  ") + name + Text(f"        – {measurement.absent_reason}", style="dim")
    console.print(line, no_wrap=True, overflow="ellipsis")
    if measurement.spans:
        print_indented(console, _quotes(analysis.draft.content, measurement), by=6, style="dim")


def _shown(measurement: metric_pb2.Measurement) -> tuple[str, str]:
    """The value and its unit; a share in percent."""
    if not measurement.unit.startswith("share"):
        return number(measurement.value), measurement.unit
    return f"{number(100 * measurement.value)}%", measurement.unit.removeprefix("share").strip()


def _bar(measurement: metric_pb2.Measurement) -> str:
    if not measurement.HasField("usual"):
        return " " * _BAR
    return band_bar(measurement.value, width=_BAR, usual=measurement.usual)


def _quotes(text: str, measurement: metric_pb2.Measurement) -> str:
    """The first spans with their lines: “perhaps” (3), “I think” (7) and 4 more."""
    shown = measurement.spans[:_SPANS]
    quotes = [f"“{_quote(text[span.start : span.end])}” ({line_number(text, span.start)})" for span in shown]
    rest = len(measurement.spans) - len(shown)
    return ", ".join(quotes) + (f" and {rest} more" if rest else "")


def _quote(stretch: str) -> str:
    flat = " ".join(stretch.split())
    return flat if len(flat) <= _QUOTE else f"{flat[:_QUOTE].rstrip()}…"
