"""A measured voice, readable."""

from collections.abc import Sequence

from persona.style.v1 import fingerprint_pb2
from rich.console import Console
from rich.text import Text

from persona_client.cli.families import family_name
from persona_client.cli.output import count, day, number
from persona_client.cli.render.bars import LEGEND, band_bar
from persona_client.cli.render.evidence import level, sureness
from persona_client.cli.render.indent import print_indented

_BAR = 28
_NARROW = 84
"""Columns below which a trait's bar gets a line of its own."""
_NAME = 34


def print_fingerprint(console: Console, name: str, voice: fingerprint_pb2.Fingerprint, limit: int) -> None:
    """Header, then the `limit` most distinctive traits by family, the family with the most distinctive one first."""
    console.print(Text(name, style="bold"))
    extent = f"  {count(voice.sample_count, 'sample')} · {count(voice.word_count, 'word')} · "
    console.print(Text(extent) + level(voice.evidence))
    if voice.evidence_note:
        print_indented(console, voice.evidence_note, by=2, style="dim")
    for caveat in voice.caveats:
        print_indented(console, caveat.message, by=2, style="yellow")
    if voice.HasField("update_time"):
        console.print(Text(f"  measured {day(voice.update_time)}, revision {voice.revision}", style="dim"))
    shown = voice.traits[:limit]
    if not shown:
        console.print("\nNothing was measured yet: persona samples add PERSONA posts/*.md")
        return
    console.print(Text(f"\n{LEGEND}", style="dim"))
    for family in dict.fromkeys(trait.family for trait in shown):
        console.print(Text(f"\n{family_name(family).capitalize()}", style="bold"))
        for trait in (each for each in shown if each.family == family):
            _print_trait(console, trait)
    _print_rest(console, voice.traits[limit:], voice.unreliable_trait_count)


def _print_trait(console: Console, trait: fingerprint_pb2.Trait) -> None:
    usual = trait.usual if trait.HasField("usual") else None
    bar = band_bar(trait.band.median, width=min(_BAR, console.width - 4), usual=usual, own=trait.band)
    value = f"{number(trait.band.median)} {trait.unit}"
    if console.width < _NARROW:
        console.print(Text.assemble("  ", (trait.name, "bold cyan"), f"  {value}"))
        console.print(Text(f"  {bar}"))
    else:
        name = Text(trait.name, style="bold cyan")
        name.truncate(_NAME, overflow="ellipsis", pad=True)
        console.print(Text("  ") + name + Text(f" {bar}  {value}"), no_wrap=True, overflow="ellipsis")
    print_indented(console, trait.summary, by=4)
    basis = f" · {trait.reliability_basis}" if trait.reliability_basis else ""
    print_indented(console, f"{sureness(trait)} · {count(trait.samples, 'sample')}{basis}", by=4, style="dim")


def _print_rest(console: Console, rest: Sequence[fingerprint_pb2.Trait], unreliable: int) -> None:
    said = [f"{count(len(rest), 'more trait')}"] if rest else []
    if unreliable:
        said.append(f"{count(unreliable, 'trait')} that {'is' if unreliable == 1 else 'are'} more chance than writer")
    if said:
        print_indented(console, f"\n{' and '.join(said)}: --all shows them.", by=0, style="dim")
