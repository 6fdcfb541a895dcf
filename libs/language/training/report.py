"""The accuracy report, as data and as tables to read."""

import json
from pathlib import Path
from typing import Any

from libs.language.training.evaluation import Scores
from libs.language.training.speed import Costs

JSON, MARKDOWN = "report.json", "report.md"

_MEASURES = {
    "tokens": "tokens F1",
    "xpos": "XPOS",
    "upos": "UPOS",
    "lemma": "lemma",
    "uas": "UAS",
    "las": "LAS",
    "sentences": "sentence F1",
}
_NO_CONLL = ("tokens",)


def write(folder: Path, report: dict[str, Any]) -> None:
    """Writes both forms into a folder."""
    (folder / JSON).write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    (folder / MARKDOWN).write_text(as_markdown(report), encoding="utf-8")


def as_markdown(report: dict[str, Any]) -> str:
    """The report to read."""
    sources = "\n".join(f"- {source}" for source in report["data"])
    settings = "\n".join(f"| {name} | {value} |" for name, value in report["settings"].items())
    return f"""# The English pipeline: accuracy and cost

Written by `python -m libs.language.training`; do not edit. Size on disk: {report["size_mb"]} MB.

## Accuracy

Percent, from raw text unless it says otherwise. "para" has a blank line between paragraphs, "flat" single spaces only.
Scored by spaCy's scorer (UAS and LAS without punctuation, white space ignored); in brackets F1 over all words as in the
CoNLL 2018 shared task, punctuation included, relations without subtypes.

{accuracy_table(report["accuracy"]["sets"])}

English Web Treebank, test, by genre:

{accuracy_table(report["accuracy"]["genres"])}

## Cost

One core, processor time, best of several interleaved rounds in one run. The blank tokenizer is spaCy's, without any
component.

{cost_table(report["speed"])}

## Training

{sources}

| setting | value |
|---|---|
{settings}
"""


def accuracy_table(sets: dict[str, Scores]) -> str:
    """One row per test set."""
    head = f"| test | {' | '.join(_MEASURES.values())} |\n|{'---|' * (len(_MEASURES) + 1)}"
    return "\n".join([head, *(f"| {name} | {' | '.join(map(str, _cells(scores)))} |" for name, scores in sets.items())])


def cost_table(costs: Costs) -> str:
    """One row per path."""
    rows = (f"| {name} | {cost['words_a_second']:.0f} | {cost['times_blank']:.1f} |" for name, cost in costs.items())
    return "\n".join(["| path | words a second | times the blank tokenizer |\n|---|---|---|", *rows])


def _cells(scores: Scores) -> list[str]:
    return [
        f"{scores[name]:.1f}" if name in _NO_CONLL else f"{scores[name]:.1f} ({scores[f'conll_{name}']:.1f})"
        for name in _MEASURES
    ]
