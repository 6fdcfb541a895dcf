"""A measured voice, readable."""

from collections.abc import Mapping

from persona.analyzer.v1 import sample_pb2
from persona.style.v1 import fingerprint_pb2
from rich.console import Console

from persona_client.cli.console import Text
from persona_client.cli.families import family_name
from persona_client.cli.output import amount, count, day
from persona_client.cli.render.bars import LEGEND, band_bar
from persona_client.cli.render.evidence import level, sureness
from persona_client.cli.render.indent import print_indented

_BAR = 28
_NARROW = 84
"""Columns below which a trait's bar gets a line of its own."""
_NAME = 34
_TITLES = 5
"""Samples of a caveat that are named."""


def print_fingerprint(
    console: Console,
    name: str,
    voice: fingerprint_pb2.Fingerprint,
    samples: Mapping[str, sample_pb2.Sample],
    limit: int,
) -> None:
    """Header, then the `limit` most distinctive traits by family, the family with the most distinctive one first.

    A trait without a sentence says the same as one that has one, and is not shown. `samples` have the titles of those
    that caveats name.
    """
    console.print(Text(name, style="bold"))
    extent = f"  {count(voice.sample_count, 'sample')} · {count(voice.word_count, 'word')} · "
    console.print(Text(extent) + level(voice.evidence))
    if voice.evidence_note:
        print_indented(console, voice.evidence_note, by=2, style="dim")
    for caveat in voice.caveats:
        print_indented(console, f"{caveat.message}{_named(caveat, samples)}", by=2, style="yellow")
    if voice.HasField("update_time"):
        console.print(Text(f"  measured {day(voice.update_time)}, revision {voice.revision}", style="dim"))
    shown = [trait for trait in voice.traits if trait.summary][:limit]
    if not voice.sample_count:
        console.print("\nNothing was measured yet: persona samples add PERSONA posts/*.md")
        return
    print_indented(console, f"\n{LEGEND}", by=0, style="dim")
    print_indented(console, "reliability: from 0, chance, to 1, certain", by=0, style="dim")
    for family in dict.fromkeys(trait.family for trait in shown):
        console.print(Text(f"\n{family_name(family).capitalize()}", style="bold"))
        for trait in (each for each in shown if each.family == family):
            _print_trait(console, trait)
    _print_rest(console, len(voice.traits) - len(shown), voice.unreliable_trait_count)


def caveat_sample_ids(voice: fingerprint_pb2.Fingerprint) -> list[str]:
    """The samples that caveats are printed with."""
    return [sample_id for caveat in voice.caveats for sample_id in caveat.sample_ids[:_TITLES]]


def _named(caveat: fingerprint_pb2.Caveat, samples: Mapping[str, sample_pb2.Sample]) -> str:
    """ " (one.md, two.md and 3 more)"."""
    shown = [samples[sample_id].title or sample_id for sample_id in caveat.sample_ids[:_TITLES] if sample_id in samples]
    if not shown:
        return ""
    more = len(caveat.sample_ids) - len(shown)
    return f" ({', '.join(shown)}{f' and {more} more' if more else ''})"


def _print_trait(console: Console, trait: fingerprint_pb2.Trait) -> None:
    usual = trait.usual if trait.HasField("usual") else None
    bar = band_bar(trait.band.median, width=min(_BAR, console.width - 4), usual=usual, own=trait.band)
    value = amount(trait.band.median, trait.unit)
    if console.width < _NARROW:
        console.print(Text.assemble("  ", (trait.name, "bold cyan"), f"  {value}"))
        console.print(Text(f"  {bar}"))
    else:
        name = Text(trait.name, style="bold cyan")
        name.truncate(_NAME, overflow="ellipsis", pad=True)
        console.print(Text("  ") + name + Text(f" {bar}  {value}"), no_wrap=True, overflow="ellipsis")
    print_indented(console, trait.summary, by=4)
    print_indented(console, sureness(trait), by=4, style="dim")


def _print_rest(console: Console, rest: int, unreliable: int) -> None:
    said = [count(rest, "more trait")] if rest else []
    if unreliable:
        said.append(f"{count(unreliable, 'trait')} that {'is' if unreliable == 1 else 'are'} not reliable yet")
    if said:
        print_indented(console, f"\n{' and '.join(said)}: --all shows them.", by=0, style="dim")
