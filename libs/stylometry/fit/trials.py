"""Trials, pairs of a draft and a persona, read from the protocol's files."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false
# scipy.sparse and scikit-learn carry no types.

import gzip
import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.fit.corpora import AuthorText

STANDARD, HARD = 1, 2
"""Bits of a trial's flags."""

SHORT_LENGTHS = (25, 50)
"""Words of the shorter drafts that are cut from the shortest of the protocol, to find the limit of the evidence."""

_TOLERANCE = 0.15
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)|\n\s*\n|$")
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class TrialPersona:
    """The enrolled documents of an author."""

    author: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A text to be scored, cut to about `length` words from the joined documents."""

    author: str
    length: int
    documents: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Trials:
    """Pairs by number: `persona`, `query`, whether both are by the same author, and flags."""

    corpus: str
    personas: list[TrialPersona]
    queries: list[Query]
    persona: NDArray[np.intp]
    query: NDArray[np.intp]
    same: NDArray[np.bool_]
    flags: NDArray[np.intp]

    @property
    def samples(self) -> NDArray[np.intp]:
        """Enrolled documents of each persona."""
        return np.array([len(persona.documents) for persona in self.personas])

    def only(self, rows: NDArray[np.bool_]) -> "Trials":
        """These trials alone, of the same personas and queries."""
        return replace(
            self, persona=self.persona[rows], query=self.query[rows], same=self.same[rows], flags=self.flags[rows]
        )

    @property
    def lengths(self) -> NDArray[np.intp]:
        """Nominal words of each query."""
        return np.array([query.length for query in self.queries])


def cut(text: str, words: int) -> str:
    """The beginning of a text up to the sentence end nearest to `words`, within 15%, or else to the word."""
    best_end, best_words, counted, position = 0, 0, 0, 0
    for match in _SENTENCE_END.finditer(text):
        counted += len(text[position : match.end()].split())
        position = match.end()
        if abs(counted - words) < abs(best_words - words):
            best_end, best_words = position, counted
        if counted > words * (1 + _TOLERANCE):
            break
    if abs(best_words - words) <= _TOLERANCE * words:
        return text[:best_end].strip()
    found = list(_WORD.finditer(text))
    return text[: found[min(words, len(found)) - 1].end()] if found else ""


class TextlessTrialsError(ValueError):
    """Trials whose queries do not name the texts they are made of."""

    def __init__(self, corpus: str) -> None:
        super().__init__(f"the trials of {corpus} do not say which texts their queries are made of")


def read_trials(path: Path, documents: dict[str, AuthorText], corpus: str) -> Trials:
    """Reads a file of trials over the given documents. Raises TextlessTrialsError."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        stored = json.load(file)
    if not all("docs" in row for row in stored["queries"]):
        raise TextlessTrialsError(corpus)
    pairs = np.array(stored["trials"], np.intp).reshape(-1, 4)
    return Trials(
        corpus,
        [TrialPersona(row["author"], tuple(row["enrol"])) for row in stored["personas"]],
        [_query(row, documents) for row in stored["queries"]],
        pairs[:, 0],
        pairs[:, 1],
        pairs[:, 2] == 1,
        pairs[:, 3],
    )


def _query(row: dict[str, Any], documents: dict[str, AuthorText]) -> Query:
    names = tuple(row["docs"])
    joined = "\n\n".join(documents[name].text for name in names)
    return Query(row["author"], row["L"], names, cut(joined, row["L"]))


def with_less(trials: Trials) -> Trials:
    """The trials, with added trials of shorter drafts and of personas with one sample, which the protocol lacks."""
    shortest = int(trials.lengths.min())
    extended = _with_lone_samples(trials)
    for length in SHORT_LENGTHS:
        extended = _with_short_drafts(extended, shortest, length)
    return extended


def _with_lone_samples(trials: Trials) -> Trials:
    fewest = trials.samples == trials.samples.min()
    lone = [replace(trials.personas[n], documents=trials.personas[n].documents[:1]) for n in np.flatnonzero(fewest)]
    number = len(trials.personas) + np.cumsum(fewest) - 1
    repeated = np.flatnonzero(fewest[trials.persona])
    personas = [*trials.personas, *lone]
    return _extended(replace(trials, personas=personas), repeated, persona=number[trials.persona[repeated]])


def _with_short_drafts(trials: Trials, shortest: int, length: int) -> Trials:
    of_shortest = trials.lengths == shortest
    short = [
        replace(trials.queries[n], length=length, text=cut(trials.queries[n].text, length))
        for n in np.flatnonzero(of_shortest)
    ]
    number = len(trials.queries) + np.cumsum(of_shortest) - 1
    repeated = np.flatnonzero(of_shortest[trials.query])
    queries = [*trials.queries, *short]
    return _extended(replace(trials, queries=queries), repeated, query=number[trials.query[repeated]])


def _extended(trials: Trials, repeated: NDArray[np.intp], **changed: NDArray[np.intp]) -> Trials:
    def more(name: str, old: NDArray[np.intp]) -> NDArray[np.intp]:
        return np.concatenate([old, changed.get(name, old[repeated])])

    return replace(
        trials,
        persona=more("persona", trials.persona),
        query=more("query", trials.query),
        same=np.concatenate([trials.same, trials.same[repeated]]),
        flags=more("flags", trials.flags),
    )
