"""Two voices beside each other, readable."""

from collections.abc import Mapping

from persona.style.v1 import comparison_pb2
from rich.console import Console

from persona_client.cli.console import Text
from persona_client.cli.output import count
from persona_client.cli.render.bars import signed_bar
from persona_client.cli.render.evidence import comparisons
from persona_client.cli.render.indent import print_indented

_BAR = 24


def print_comparison(console: Console, pair: comparison_pb2.VoiceComparison, names: Mapping[str, str]) -> None:
    """The separation of the two, then the metrics in which they differ most, as bars and sentences."""
    one, other = names[pair.persona_id], names[pair.other_persona_id]
    console.print(Text.assemble((one, "bold"), " and ", (other, "bold")))
    legend = f" Bars to the right: more in {one}." if pair.differences else ""
    print_indented(console, f"{_separation(pair)}{legend}", by=2)
    if not pair.differences:
        print_indented(console, "No measure distinguishes them reliably.", by=2, style="dim")
    largest = max((abs(each.effect) for each in pair.differences), default=0.0)
    for each in pair.differences:
        bar = signed_bar(each.effect, largest, width=_BAR)
        style = "cyan" if each.effect > 0 else "magenta"
        console.print(Text.assemble("  ", (bar, style), f" {each.name}"), no_wrap=True, overflow="ellipsis")
        print_indented(console, each.summary, by=4, style="dim")
    console.print()


def _separation(pair: comparison_pb2.VoiceComparison) -> str:
    texts = f"{pair.text_count:,} and {count(pair.other_text_count, 'text')}"
    if not pair.HasField("separation"):
        return f"To measure how well we distinguish them, we need three samples of each; they have {texts}."
    distinguished = comparisons(pair.separation, pair.separation_interval)
    return f"We distinguish their texts {distinguished}, measured on {texts}."
