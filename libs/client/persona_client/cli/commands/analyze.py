"""A text by itself."""

import click
from persona.analyzer.v1 import analyzer_service_pb2 as analyzer_pb
from persona.style.v1.metric_pb2 import Reading

from persona_client.cli.app import App, pass_app
from persona_client.cli.families import FAMILY, values
from persona_client.cli.group import JsonCommand
from persona_client.cli.render.measurements import Analysis, print_analysis
from persona_client.cli.texts import read_draft

READING = click.Choice([name.removeprefix("READING_").lower() for name in Reading.keys()[1:]], case_sensitive=False)


@click.command(cls=JsonCommand)
@click.argument("draft", type=click.Path())
@click.option("--family", "families", multiple=True, type=FAMILY, help="Only this family; may be repeated.")
@click.option("--reading", type=READING, help="Read no further: tokens are fast, a parse takes the longest.")
@click.option("--spans", is_flag=True, help="Show what was counted, with line numbers.")
@pass_app
def analyze(app: App, draft: str, families: tuple[str, ...], reading: str | None, spans: bool) -> None:
    """Measure DRAFT (a file, or - for standard input): every metric, by family. Nothing is kept."""
    text = read_draft(draft)
    chosen = values(families)
    deepest = Reading.Value(f"READING_{(reading or 'unspecified').upper()}")
    request = analyzer_pb.AnalyzeTextRequest(
        text=text.content, families=chosen, include_spans=spans, deepest_reading=deepest
    )
    answer = app.client.analyzer.AnalyzeText(request)

    def render() -> None:
        catalogue = app.client.analyzer.ListMetrics(analyzer_pb.ListMetricsRequest(families=chosen))
        names = {metric.id: metric.name for metric in catalogue.metrics}
        print_analysis(app.console, Analysis(text, answer, names))

    app.show(answer, render)
