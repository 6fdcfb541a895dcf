"""Latency of sequential calls: `python -m tests.load.latency`.

Every call sends a new text. The kinds of calls take turns, so that a busy machine slows all of them alike.
"""

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import numpy as np

from tests.load import report
from tests.load.calls import Calls, signed_in
from tests.load.drafting import Drafting
from tests.load.drafts import Drafts
from tests.load.hosting import on_own_stack
from tests.load.report import Row
from tests.support.stack import Stack

CALLS = 1000
WARM_UP = 100
WORDS = 300
LENGTHS = (100, 300, 1000, 3000)
CALLS_OF_A_LENGTH = 60
SCORE_P50_MS, SCORE_P99_MS, GATEWAY_P50_MS, TOKENS_P50_MS, ANALYZE_P50_MS = 8.0, 30.0, 3.0, 10.0, 40.0
RANKED, LONGER_CALLS = 20, 100
RANK_P50_MS, REPAIR_P50_MS = 60.0, 60.0

TYPED_DRAFTS, TYPED_WORDS = 40, 25
TYPED_P50_MS = 3.0

Call = Callable[[str], bytes]
Sent = TypeVar("Sent")


def measure(stack: Stack) -> list[Row]:
    """Score, analysis and empty calls, at the service and through the gateway."""
    with signed_in(stack) as calls:
        return [*_rows(_call_times(calls)), *_longer_rows(calls), *_typing_rows(calls), *_cost_rows(calls)]


def _call_times(calls: Calls) -> Mapping[str, np.ndarray]:
    kinds: dict[str, Call] = {
        "score": calls.score,
        "score by gateway": calls.score_by_gateway,
        "number": calls.score_number,
        "tokens": calls.analyze_tokens,
        "analyze": calls.analyze,
        "empty": calls.empty,
        "empty by gateway": calls.empty_by_gateway,
        "unintercepted": calls.unintercepted,
    }
    drafts = Drafts()
    for _ in range(WARM_UP):
        _turn(kinds, drafts)
    turns = [_turn(kinds, drafts) for _ in range(CALLS)]
    return {kind: np.array([turn[kind] for turn in turns]) for kind in kinds}


def _turn(kinds: Mapping[str, Call], drafts: Drafts) -> dict[str, float]:
    """Returns the milliseconds of one call of each kind."""
    return {kind: _milliseconds(call, drafts.text(WORDS)) for kind, call in kinds.items()}


def _milliseconds(call: Callable[[Sent], bytes], sent: Sent) -> float:
    began = time.perf_counter()
    call(sent)
    return (time.perf_counter() - began) * 1e3


def _rows(times: Mapping[str, np.ndarray]) -> list[Row]:
    p50 = {kind: float(np.median(milliseconds)) for kind, milliseconds in times.items()}
    p99 = float(np.percentile(times["score"], 99))
    empty = f"empty call {p50['empty']:.2f} ms, without interceptors {p50['unintercepted']:.2f} ms"
    added, added_empty = p50["score by gateway"] - p50["score"], p50["empty by gateway"] - p50["empty"]
    return [
        Row(f"ScoreText of {WORDS} words, p50", p50["score"], "ms", at_most=SCORE_P50_MS, beside=empty),
        Row(f"ScoreText of {WORDS} words, p99", p99, "ms", at_most=SCORE_P99_MS, beside=f"{CALLS} calls"),
        Row(f"ScoreText of {WORDS} words without details, p50", p50["number"], "ms", beside=empty),
        Row(
            "the gateway adds to ScoreText, p50",
            added,
            "ms",
            at_most=GATEWAY_P50_MS,
            beside=f"{p50['score by gateway']:.2f} ms through it, {p50['score']:.2f} ms at the service",
        ),
        Row(
            "the gateway adds to an empty call, p50",
            added_empty,
            "ms",
            beside=f"{p50['empty by gateway']:.2f} ms through it, {p50['empty']:.2f} ms at the service",
        ),
        Row(f"AnalyzeText of {WORDS} words, tokens, p50", p50["tokens"], "ms", at_most=TOKENS_P50_MS, beside=empty),
        Row(f"AnalyzeText of {WORDS} words, all, p50", p50["analyze"], "ms", at_most=ANALYZE_P50_MS, beside=empty),
        Row("interceptors of a call, p50", p50["empty"] - p50["unintercepted"], "ms", beside=empty),
    ]


def _typing_rows(calls: Calls) -> list[Row]:
    """Updates of typed drafts, without and with details, alternating with empty calls."""
    drafts = Drafts(seed=2)
    with Drafting(calls, include_details=False) as plain, Drafting(calls, include_details=True) as detailed:
        kinds: dict[str, Call] = {"plain": plain.add, "detailed": detailed.add, "empty": calls.empty}
        turns: list[dict[str, float]] = []
        for _ in range(TYPED_DRAFTS):
            text, words = drafts.text(WORDS), drafts.text(TYPED_WORDS).split()
            plain.begin(text)
            detailed.begin(text)
            turns += [{kind: _milliseconds(call, word) for kind, call in kinds.items()} for word in words]
    rows: list[Row] = []
    for kind, label, limit in (("plain", "", TYPED_P50_MS), ("detailed", " with details", None)):
        times = [turn[kind] for turn in turns]
        empty = f"empty call {np.median([turn['empty'] for turn in turns]):.2f} ms"
        update = f"StreamScore{label}, one word added to {WORDS} words"
        rows.append(Row(f"{update}, p50", float(np.median(times)), "ms", at_most=limit, beside=empty))
        rows.append(Row(f"{update}, p99", float(np.percentile(times, 99)), "ms", beside=f"{len(times)} updates"))
    return rows


def _longer_rows(calls: Calls) -> list[Row]:
    """Calls that score many texts: candidates, or the results of repairs to one text."""
    drafts = Drafts(seed=2)
    several = [[drafts.text(WORDS) for _ in range(RANKED)] for _ in range(LONGER_CALLS)]
    ranked = np.median([_milliseconds(calls.rank, texts) for texts in several])
    repaired = np.median([_milliseconds(calls.repair, drafts.text(WORDS)) for _ in range(LONGER_CALLS)])
    return [
        Row(f"ScoreTexts of {RANKED} drafts, p50", float(ranked), "ms", at_most=RANK_P50_MS),
        Row(f"SuggestRepairs of {WORDS} words, p50", float(repaired), "ms", at_most=REPAIR_P50_MS),
    ]


def _cost_rows(calls: Calls) -> list[Row]:
    """Cost of a word: the slope of the median over the length."""
    drafts = Drafts(seed=1)
    rows: list[Row] = []
    for name, call in (("ScoreText", calls.score), ("AnalyzeText", calls.analyze)):
        medians = [_median(call, drafts, words) for words in LENGTHS]
        slope, fixed = np.polyfit(LENGTHS, medians, 1)
        by_length = ", ".join(f"{words} words {ms:.1f} ms" for words, ms in zip(LENGTHS, medians, strict=True))
        rows.append(
            Row(f"{name}, each further word", float(slope) * 1e3, "us", beside=f"{by_length}; fixed {fixed:.1f} ms")
        )
    return rows


def _median(call: Call, drafts: Drafts, words: int) -> float:
    texts: Sequence[str] = [drafts.text(words) for _ in range(CALLS_OF_A_LENGTH)]
    return float(np.median([_milliseconds(call, text) for text in texts]))


def main() -> int:
    """Measures and prints the table."""
    return report.alone("Latency", on_own_stack(measure), __doc__)


if __name__ == "__main__":
    sys.exit(main())
