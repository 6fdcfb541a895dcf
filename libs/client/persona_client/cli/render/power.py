"""The gain from more samples and longer drafts, as a table."""

from persona.style.v1 import comparison_pb2
from rich.console import Console

from persona_client.cli.console import Text
from persona_client.cli.output import count
from persona_client.cli.render.evidence import STYLES, comparisons, level_name
from persona_client.cli.render.indent import print_indented

_CELL = 8
_HEADING = "Comparisons of 100 in which we recognise the writer's draft, by its length in words"


def print_power_curve(console: Console, name: str, curve: comparison_pb2.PowerCurve) -> None:
    """A row for each number of samples, a column for each length of draft; the persona's own row is marked."""
    console.print(Text(name, style="bold"))
    extent = f"{count(curve.sample_count, 'sample')} of {count(curve.words_per_sample, 'word')}"
    others = f"compared with {count(curve.population_texts, 'text')} of other personas"
    console.print(Text(f"  {extent} · {others}", style="dim"))
    print_indented(console, f"\n{curve.summary}", by=0)
    if curve.HasField("distinctiveness"):
        print_indented(console, _measured(curve.distinctiveness), by=0, style="dim")
    console.print()
    lengths = sorted({point.draft_words for point in curve.points})
    points = {(point.sample_count, point.draft_words): point for point in curve.points}
    console.print(Text(_HEADING, style="dim"))
    console.print(Text("samples ".rjust(12) + "".join(f"{length:,}".rjust(_CELL) for length in lengths), style="bold"))
    for samples in sorted({point.sample_count for point in curve.points}):
        mark = "→" if samples == curve.sample_count else " "
        line = Text(f"{mark} {samples:,} ".rjust(12))
        for length in lengths:
            point = points[samples, length]
            line.append(f"{100 * point.expected_auc:.0f}".rjust(_CELL), style=STYLES.get(point.evidence, ""))
        console.print(line, no_wrap=True)
    if not console.is_terminal:
        return
    console.print(Text("\nEvidence: ", style="dim") + Text(", ").join(map(level_name, STYLES)))


def _measured(found: comparison_pb2.PowerCurve.Distinctiveness) -> str:
    texts = f"{found.text_count} samples, each compared with {count(found.other_text_count, 'text')} by others"
    return f"Measured on {texts}: recognised {comparisons(found.separation, found.separation_interval)}."
