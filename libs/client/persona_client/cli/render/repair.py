"""Repair plans of drafts, for people to read."""

from dataclasses import dataclass

from persona.style.v1 import repair_pb2, score_pb2, text_edit_pb2
from rich.console import Console

from persona_client.cli.console import Text
from persona_client.cli.output import count, label, signed
from persona_client.cli.render.evidence import ODDS, level
from persona_client.cli.render.indent import print_indented
from persona_client.cli.render.marks import CLOSE, OPEN, line_number, line_numbers
from persona_client.cli.texts import Text as Draft

_EDITS = 5
_ADVICE = 6
_LINES = 5
_AROUND = 24
"""Characters shown on either side of an edit."""


@dataclass(frozen=True, slots=True)
class RepairedDraft:
    """A draft with its repair plan, and the persona that it was repaired for."""

    persona: str
    draft: Draft
    plan: repair_pb2.RepairPlan


def print_plan(console: Console, repaired: RepairedDraft) -> None:
    """The score before and after, the repairs with their places, and advice."""
    _print_scores(console, repaired)
    _print_repairs(console, repaired)
    _print_terms(console, repaired)
    _print_advice(console, repaired)


def _print_scores(console: Console, repaired: RepairedDraft) -> None:
    plan = repaired.plan
    head = Text(f"{repaired.draft.title} as {repaired.persona}: ", style="bold")
    if not plan.before.HasField("match"):
        head += Text("no score, so no gains are given; ") + level(plan.before.evidence)
    elif plan.repairs:
        head += Text(
            f"match {_match(plan.before)} of 100, repaired {_match(plan.after)} (predicted {plan.predicted_match:.0f})"
        )
    else:
        head += Text(f"match {_match(plan.before)} of 100; no safe edit would bring it closer.")
    console.print(head, soft_wrap=not console.is_terminal)
    if _gains(plan):
        print_indented(console, f"Gains are in log-odds: {ODDS}.", by=0, style="dim")


def _match(score: score_pb2.Score) -> str:
    return f"{score.match:.0f}" if score.HasField("match") else "–"


def _gains(plan: repair_pb2.RepairPlan) -> bool:
    return any(repair.HasField("gain") for repair in plan.repairs) or any(
        advice.HasField("predicted_gain") for advice in plan.advice
    )


def _print_repairs(console: Console, repaired: RepairedDraft) -> None:
    text = repaired.draft.content
    if repaired.plan.repairs:
        console.print(Text("\nEdits that are safe to make, and what each kind adds (log-odds)", style="bold"))
    for repair in repaired.plan.repairs:
        gain = f"  {signed(repair.gain)}" if repair.HasField("gain") else ""
        name = label(repair_pb2.RepairKind.Name(repair.kind), "REPAIR_KIND_")
        console.print(Text.assemble((f"  {name}", "cyan"), f" · {count(len(repair.edits), 'edit')}{gain}"))
        if repair.deviation.summary:
            print_indented(console, repair.deviation.summary, by=4, style="dim")
        for edit in repair.edits[:_EDITS]:
            print_indented(console, _change(text, edit), by=4)
        if len(repair.edits) > _EDITS:
            print_indented(console, f"and {len(repair.edits) - _EDITS} more", by=4, style="dim")


def _change(text: str, edit: text_edit_pb2.TextEdit) -> str:
    """The line of an edit, its old and its new text, marked, with a little context."""
    start, end = edit.span.start, edit.span.end
    before = text[max(start - _AROUND, 0) : start].rpartition("\n")[2]
    after = text[end : end + _AROUND].partition("\n")[0]
    return f"line {line_number(text, start)}: …{before}{OPEN}{text[start:end]} → {edit.replacement}{CLOSE}{after}…"


def _print_terms(console: Console, repaired: RepairedDraft) -> None:
    terms = repaired.plan.unresolved_terms
    if terms:
        console.print(Text("\nTerms to replace by hand", style="bold"))
    for name in dict.fromkeys(each.term for each in terms):
        spans = [each.span for each in terms if each.term == name]
        print_indented(console, f"{name} · {line_numbers(repaired.draft.content, spans, most=_LINES)}", by=2)


def _print_advice(console: Console, repaired: RepairedDraft) -> None:
    advice = repaired.plan.advice
    if not advice:
        return
    console.print(Text("\nChanges that only you can make, and what each is predicted to add (log-odds)", style="bold"))
    for each in advice[:_ADVICE]:
        gain = f"{signed(each.predicted_gain)}  " if each.HasField("predicted_gain") else ""
        print_indented(console, f"{gain}{each.deviation.summary}", by=2)
        lines = line_numbers(repaired.draft.content, each.deviation.spans, most=_LINES)
        if lines:
            print_indented(console, lines, by=9, style="dim")
    if len(advice) > _ADVICE:
        console.print(Text(f"  {count(len(advice) - _ADVICE, 'more change')}: --json has them.", style="dim"))
