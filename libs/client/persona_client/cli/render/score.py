"""A score with its reasons, readable."""

from dataclasses import dataclass

from persona.style.v1 import score_pb2
from rich.console import Console

from persona_client.cli.console import Text
from persona_client.cli.output import count, signed
from persona_client.cli.render.bars import big, interval_bar, signed_bar
from persona_client.cli.render.evidence import ODDS, level
from persona_client.cli.render.indent import print_indented
from persona_client.cli.render.marks import Mark, line_numbers, print_mark
from persona_client.cli.texts import Text as Draft

_BAR = 40
_NARROWEST_BAR = 8
_BESIDE = 24
"""Columns that the big number and the ends of the scale take."""
_REASONS_BAR = 30
_DEVIATIONS = 6
_SENTENCES = 4
_LINES = 5


@dataclass(frozen=True, slots=True)
class ScoredDraft:
    """A draft with its score, and the persona that it was scored against."""

    persona: str
    draft: Draft
    score: score_pb2.Score


def print_score(console: Console, scored: ScoredDraft, *, everything: bool) -> None:
    """The number with its interval, the evidence, the reasons, and the sentences that do not fit."""
    if scored.score.HasField("match"):
        _print_number(console, scored.score)
    else:
        console.print(Text("No score: the evidence is insufficient.", style="bold red"))
    _print_evidence(console, scored)
    _print_reasons(console, scored.score)
    _print_deviations(console, scored, len(scored.score.deviations) if everything else _DEVIATIONS)
    _print_sentences(console, scored, len(scored.score.sentences) if everything else _SENTENCES)


def _print_number(console: Console, score: score_pb2.Score) -> None:
    rounded = f"{score.match:.0f}"
    interval = f"90% interval {score.interval.low:.0f}-{score.interval.high:.0f}"
    width = max(_NARROWEST_BAR, min(_BAR, console.width - _BESIDE))
    bar = f"0 {interval_bar(score.match, score.interval.low, score.interval.high, width=width)} 100"
    if console.is_terminal:
        beside = ("Match of 100, higher is closer", bar, interval)
        for digits, text in zip(big(rounded), beside, strict=True):
            console.print(Text.assemble((f"  {digits}", "bold"), f"   {text}"), no_wrap=True, overflow="ellipsis")
    else:
        console.print(f"Match {rounded} of 100 ({interval})\n{bar}", soft_wrap=True)


def _print_evidence(console: Console, scored: ScoredDraft) -> None:
    score = scored.score
    behind = f"{count(score.word_count, 'word')} against {count(score.sample_count, 'sample')}"
    head = Text(f"\n{scored.draft.title} as {scored.persona}: {behind} · ") + level(score.evidence)
    console.print(head, soft_wrap=not console.is_terminal)
    print_indented(console, _population(score), by=0, style="dim")
    if score.evidence_note:
        print_indented(console, score.evidence_note, by=0, style="dim")
    for caveat in score.caveats:
        print_indented(console, caveat.message, by=0, style="yellow")


def _population(score: score_pb2.Score) -> str:
    if not score.population_texts:
        return "Compared with the reference population only: no other persona of yours has samples yet."
    texts = count(score.population_texts, "text")
    return f"Compared with {texts} of your other personas and with the reference population."


def _print_reasons(console: Console, score: score_pb2.Score) -> None:
    if not score.contributions:
        return
    console.print(Text("\nWhat speaks against (left) and for (right) the writer", style="bold"))
    print_indented(console, f"in log-odds: {ODDS}", by=2, style="dim")
    largest = max(abs(each.log_odds) for each in score.contributions)
    name_width = max(len(each.family) for each in score.contributions)
    bar_width = max(8, min(_REASONS_BAR, console.width - name_width - 12))
    for each in score.contributions:
        bar = signed_bar(each.log_odds, largest, width=bar_width)
        style = "red" if each.log_odds < 0 else "green"
        line = Text.assemble(f"  {each.family.ljust(name_width)} ", (bar, style), f" {signed(each.log_odds)}")
        console.print(line, no_wrap=True, overflow="ellipsis")


def _print_deviations(console: Console, scored: ScoredDraft, limit: int) -> None:
    deviations = scored.score.deviations
    if not deviations:
        return
    console.print(Text("\nWhere it leaves the writer's range", style="bold"))
    for each in deviations[:limit]:
        print_indented(console, f"{'↓' if each.deviations < 0 else '↑'} {each.summary}", by=2)
        lines = line_numbers(scored.draft.content, each.spans, most=_LINES)
        if lines:
            print_indented(console, lines, by=4, style="dim")
    _print_more(console, len(deviations) - limit, "more deviation")


def _print_sentences(console: Console, scored: ScoredDraft, limit: int) -> None:
    """The sentences that speak most against the writer, in the order of the text."""
    against = sorted((each for each in scored.score.sentences if each.log_odds < 0), key=lambda each: each.log_odds)
    if not against:
        return
    console.print(Text("\nSentences that sound least like the writer", style="bold"))
    for each in sorted(against[:limit], key=lambda sentence: sentence.span.start):
        mark = Mark(each.span.start, each.span.end, f"{signed(each.log_odds)} in log-odds")
        print_mark(console, scored.draft.content, mark)
    _print_more(console, len(against) - limit, "more sentence")


def _print_more(console: Console, more: int, noun: str) -> None:
    if more > 0:
        console.print(Text(f"  {count(more, noun)}: --all shows them.", style="dim"))
