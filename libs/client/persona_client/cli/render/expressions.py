"""The expressions that are a writer's own, readable."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from persona.analyzer.v1 import sample_pb2
from persona.style.v1 import fingerprint_pb2
from rich.cells import cell_len
from rich.console import Console

from persona_client.cli.console import Text
from persona_client.cli.output import count, number
from persona_client.cli.render.indent import print_indented
from persona_client.cli.render.marks import in_context, line_number

_GROUPS = {
    "Words and phrases": (fingerprint_pb2.EXPRESSION_KIND_WORD, fingerprint_pb2.EXPRESSION_KIND_PHRASE),
    "Openings of sentences": (fingerprint_pb2.EXPRESSION_KIND_OPENING,),
    "Transitions": (fingerprint_pb2.EXPRESSION_KIND_TRANSITION,),
}
_OF_SUBJECT = "Words and phrases that may come from the subject"
_SHOWN = 6
"""Expressions of a group that are shown unless all are asked for."""
_LONGEST = 28
_NARROW = 84
"""Columns below which an expression gets a line of its own."""
_CONTEXT = 24
"""Characters before and after an example."""

Expressions = Sequence[fingerprint_pb2.SignatureExpression]


@dataclass(frozen=True, slots=True)
class Shown:
    """Expressions by the headings of their groups, and how many more there are."""

    groups: Mapping[str, Expressions]
    more: int

    @property
    def sample_ids(self) -> set[str]:
        """The samples that the examples come from."""
        return {each.places[0].sample_id for group in self.groups.values() for each in group}


def shown(voice: fingerprint_pb2.Fingerprint, *, everything: bool) -> Shown:
    """Expressions of a fingerprint to show: the best of each group, or all."""
    stylistic = {
        name: [e for e in voice.signature if e.stylistic and e.kind in kinds] for name, kinds in _GROUPS.items()
    }
    groups = stylistic | {_OF_SUBJECT: [each for each in voice.signature if not each.stylistic]}
    limited = {name: group if everything else group[:_SHOWN] for name, group in groups.items() if group}
    return Shown(limited, len(voice.signature) - sum(map(len, limited.values())))


def print_expressions(
    console: Console, voice: fingerprint_pb2.Fingerprint, found: Shown, samples: Mapping[str, sample_pb2.Sample]
) -> None:
    """The groups; each expression with how often it occurs, how often others use it, where, and one example."""
    if voice.signature_note:
        print_indented(console, f"\n{voice.signature_note}", by=0, style="dim")
        return
    width = min(_LONGEST, max(cell_len(each.text) for group in found.groups.values() for each in group))
    of = voice.signature_sample_count
    for heading, group in found.groups.items():
        console.print(Text(f"\n{heading}", style="bold"))
        for each in group:
            _print_expression(console, each, of, width)
            _print_example(console, each.places[0], samples)
    rest = f" {count(found.more, 'more expression')}: --all shows them." if found.more else ""
    print_indented(console, f"\nExpressions are from the texts of {count(of, 'sample')}.{rest}", by=0, style="dim")


def _print_expression(console: Console, expression: fingerprint_pb2.SignatureExpression, of: int, width: int) -> None:
    name = Text(expression.text, style="bold cyan")
    times = f"{expression.count:,} times in {expression.sample_count:,} of {count(of, 'sample')}"
    details = f"{times} · {_rates(expression)}"
    if console.width < _NARROW:
        console.print(Text("  ") + name)
        print_indented(console, details, by=4)
    else:
        name.truncate(width, overflow="ellipsis", pad=True)
        console.print(Text("  ") + name + Text(f"  {details}"), no_wrap=True, overflow="ellipsis")


def _print_example(
    console: Console,
    place: fingerprint_pb2.SignatureExpression.Place,
    samples: Mapping[str, sample_pb2.Sample],
) -> None:
    sample = samples.get(place.sample_id)
    if sample is not None:
        where = f"{sample.title or sample.id}, line {line_number(sample.text, place.span.start)}"
        print_indented(console, f"{where}: {in_context(sample.text, place.span, context=_CONTEXT)}", by=4, style="dim")


def _rates(expression: fingerprint_pb2.SignatureExpression) -> str:
    """ "5.3 per 1,000 words, others 1.1"; of an opening, as shares of sentences."""
    opening = expression.kind == fingerprint_pb2.EXPRESSION_KIND_OPENING
    own = f"{_percent(expression.rate)} of sentences" if opening else f"{number(expression.rate)} per 1,000 words"
    if not expression.HasField("usual_rate"):
        return f"{own}, others hardly ever"
    return f"{own}, others {_percent(expression.usual_rate) if opening else number(expression.usual_rate)}"


def _percent(share: float) -> str:
    return f"{number(100 * share)}%"
