"""The catalogue of metrics."""

import click
from persona.analyzer.v1 import analyzer_service_pb2 as analyzer_pb
from persona.style.v1 import metric_pb2

from persona_client.cli.app import App, pass_app
from persona_client.cli.exits import Exit
from persona_client.cli.families import FAMILY, family_name, values
from persona_client.cli.group import JsonCommand
from persona_client.cli.output import count, number
from persona_client.cli.printing import echo
from persona_client.cli.render.indent import print_field


@click.command(cls=JsonCommand)
@click.argument("metric_ids", metavar="[METRIC]...", nargs=-1)
@click.option("--family", "families", multiple=True, type=FAMILY, help="Only this family; may be repeated.")
@pass_app
def metrics(app: App, metric_ids: tuple[str, ...], families: tuple[str, ...]) -> None:
    """List the metrics by family, or describe each METRIC in full.

    In a pipe: id, family, unit, name and definition, separated by tabs.
    """
    answer = app.client.analyzer.ListMetrics(analyzer_pb.ListMetricsRequest(families=values(families)))
    chosen = [each for each in answer.metrics if not metric_ids or each.id in metric_ids]
    app.show(analyzer_pb.ListMetricsResponse(metrics=chosen), lambda: _print(app, chosen, in_full=bool(metric_ids)))
    if not chosen:
        click.get_current_context().exit(Exit.NOTHING)


def _print(app: App, chosen: list[metric_pb2.Metric], *, in_full: bool) -> None:
    if not chosen:
        app.notes.print("There is no such metric. See `persona metrics`.")
    elif in_full:
        for metric in chosen:
            _print_in_full(app, metric)
    elif not app.is_terminal:
        rows = [(each.id, family_name(each.family), each.unit, each.name, each.definition) for each in chosen]
        echo("\n".join("\t".join(row) for row in rows))
    else:
        _print_by_family(app, chosen)


def _print_by_family(app: App, chosen: list[metric_pb2.Metric]) -> None:
    from rich.table import Table  # noqa: PLC0415

    for family in dict.fromkeys(each.family for each in chosen):
        app.console.print(f"\n{family_name(family).capitalize()}", style="bold")
        table = Table.grid(padding=(0, 2))
        for metric in (each for each in chosen if each.family == family):
            table.add_row(f"  {metric.id}", metric.unit, metric.name)
        app.console.print(table)
    app.console.print(f"\n{count(len(chosen), 'metric')}. `persona metrics ID` defines one.", style="dim")


def _print_in_full(app: App, metric: metric_pb2.Metric) -> None:
    lowest = number(metric.lowest) if metric.HasField("lowest") else "any"
    highest = number(metric.highest) if metric.HasField("highest") else "any"
    rows = (
        ("family", family_name(metric.family)),
        ("what", metric.definition),
        ("unit", metric.unit),
        ("range", f"{lowest} to {highest}"),
        ("higher", metric.higher_means),
        ("needs", metric.evidence_needed or "a word"),
        ("length", metric.length_sensitivity or "does not matter"),
        ("source", metric.source),
    )
    app.console.print(f"{metric.name} ({metric.id})", style="bold")
    for name, text in rows:
        print_field(app.console, name, text, width=7)
