"""Base forms: seen with the same tag, else from the exceptions, else by the rules of English inflection for the tag.

The rules are those of the textbook (Quirk et al., 1985, "A Comprehensive Grammar of the English Language", chapters 3
and 5): doubled consonants are undone, a silent e is restored. If a suffix could have been added to several bases, a
base in the list of known ones is preferred. The tables are made by the training recipe.
"""

# spaCy's compiled modules carry no types
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import numpy as np
from spacy.attrs import LEMMA, ORTH, TAG  # pyright: ignore[reportAttributeAccessIssue]
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

NAME = "persona_lemmas"

_REMEMBERED = 50_000
_FILE = "lemmas.json.gz"
_FORM_AND_TAG = [ORTH, TAG]
_STRAIGHT = str.maketrans("’‘´`", "''''")
_AS_WRITTEN = frozenset(["NNP", "ADD", "FW", "GW", "AFX", "LS", "XX"])
_PREFIXES = ("re-", "re", "un", "over", "out", "pre", "mis", "co-", "under")
_KINDS = {"NNS": "noun", "NNPS": "noun", "JJR": "adj", "JJS": "adj", "RBR": "adj", "RBS": "adj"} | dict.fromkeys(
    ("VBZ", "VBD", "VBN", "VBG"), "verb"
)
_ENDINGS = {
    "NNS": ("s", "men"),
    "NNPS": ("s", "men"),
    "VBZ": ("s",),
    "VBD": ("ed",),
    "VBN": ("ed",),
    "VBG": ("ing", "in'", "in"),
    "JJR": ("er",),
    "RBR": ("er",),
    "JJS": ("est",),
    "RBS": ("est",),
}
_SIBILANTS = ("ss", "sh", "ch", "x", "zz", "o")
_VOWELS = frozenset("aeiouy")
_SHORTEST_DOUBLED = 3
_DOUBLED_KEPT = frozenset("lsfz")
_UNSTRESSED = ("er", "en", "on", "it", "or", "el", "op", "al")
"""Endings of longer stems that lost no e and double nothing: "opened", "visited", "developed"."""
_SILENT = ("c", "s", "v", "u", "z", "dg", "iz", "at", "bl", "tl", "dl", "pl", "gl", "fl", "kl", "rg")


@dataclass(slots=True)
class Tables:
    """Data that the rules need: bases by kind, irregular forms by kind, and forms as seen by tag."""

    bases: dict[str, frozenset[str]] = field(default_factory=dict)
    irregular: dict[str, dict[str, str]] = field(default_factory=dict)
    seen: dict[str, dict[str, str]] = field(default_factory=dict)

    def to_file(self, path: Path) -> None:
        """Writes the tables, sorted, so that the same tables give the same file."""
        stored = {
            "bases": {kind: sorted(words) for kind, words in self.bases.items()},
            "irregular": self.irregular,
            "seen": self.seen,
        }
        data = json.dumps(stored, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        path.write_bytes(gzip.compress(data, 9, mtime=0))

    @classmethod
    def from_file(cls, path: Path) -> "Tables":
        """Reads what `to_file` wrote."""
        stored: Mapping[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
        bases = {kind: frozenset(words) for kind, words in stored["bases"].items()}
        return cls(bases, stored["irregular"], stored["seen"])


def lemma(form: str, tag: str, tables: Tables) -> str:
    """The base form of a form with a Penn tag; names keep their capitals, other words lose them."""
    straight = form.translate(_STRAIGHT)
    lower = straight.lower()
    seen = tables.seen.get(tag, {}).get(lower)
    if seen is not None:
        return seen
    if tag in _AS_WRITTEN or (tag == "NN" and straight.isupper() and not (straight.isalpha() and len(straight) > 1)):
        return straight
    if tag == "CD":
        return straight.replace(",", "") if straight.isupper() or not straight.isalpha() else lower
    base = _base(lower, tag, tables)
    return _like(straight, base) if tag == "NNPS" else base


def _like(form: str, base: str) -> str:
    """The base in capitals if the form is, letter by letter; a name has at least one."""
    capitals = "".join(letter.upper() if was.isupper() else letter for letter, was in zip(base, form, strict=False))
    return capitals[:1].upper() + capitals[1:] + base[len(capitals) :]


def _base(lower: str, tag: str, tables: Tables) -> str:
    kind = _KINDS.get(tag)
    if kind is None:
        return lower
    irregular = tables.irregular.get(kind, {}).get(lower)
    if irregular is not None:
        return irregular
    candidates = list(dict.fromkeys(_candidates(lower, tag)))
    known = tables.bases.get(kind, frozenset[str]())
    found = (candidate for candidate in candidates if candidate in known or _unprefixed(candidate) in known)
    return next(found, candidates[0] if candidates else lower)


def _unprefixed(word: str) -> str:
    return next((word[len(prefix) :] for prefix in _PREFIXES if word.startswith(prefix)), word)


def _candidates(lower: str, tag: str) -> Iterator[str]:
    """Bases that the form could be inflected from, the likeliest first."""
    ending = next((ending for ending in _ENDINGS[tag] if lower.endswith(ending) and len(lower) > len(ending) + 1), None)
    if ending in ("s", "men"):
        yield from _without_s(lower)
    elif ending:
        yield from _without_suffix(lower[: -len(ending)])


def _without_s(lower: str) -> Iterator[str]:
    if lower.endswith("ies") and len(lower) > len("ties"):
        yield from (lower[:-3] + "y", lower[:-1], lower)
    elif lower.endswith("'s"):
        yield lower[:-2]
    elif lower.endswith(("ss", "us", "is")):
        yield from (lower, lower[:-1])
    elif lower.endswith("es") and lower[:-2].endswith(_SIBILANTS):
        yield from (lower[:-2], lower[:-1])
    elif lower.endswith("ves"):
        yield from (lower[:-1], lower[:-3] + "f", lower[:-3] + "fe")
    elif lower.endswith("men"):
        yield lower[:-3] + "man"
    else:
        yield from (lower[:-1], lower[:-2]) if lower.endswith("es") else (lower[:-1],)


def _without_suffix(stem: str) -> Iterator[str]:
    if stem.endswith("i"):
        yield stem[:-1] + "y"
    doubled = len(stem) >= _SHORTEST_DOUBLED and stem[-1] == stem[-2] and stem[-1] not in _VOWELS
    if doubled and stem[-1] not in _DOUBLED_KEPT:
        yield from (stem[:-1], stem)
    elif doubled:
        yield from (stem, stem[:-1])
    elif _wants_e(stem):
        yield from (stem + "e", stem)
    else:
        yield from (stem, stem + "e")


def _wants_e(stem: str) -> bool:
    """Reports whether a stem is more likely to have lost an e than not: a single vowel before a last consonant, or a
    soft end."""
    if stem.endswith(_SILENT):
        return True
    single = (
        len(stem) >= _SHORTEST_DOUBLED
        and stem[-1] not in _VOWELS | {"w", "x"}
        and stem[-2] in _VOWELS
        and stem[-3] not in _VOWELS
    )
    unstressed = sum(letter in _VOWELS for letter in stem) > 1 and stem.endswith(_UNSTRESSED)
    return single and not unstressed


class Lemmas:
    """The component: sets the lemma of every token from its form and tag."""

    def __init__(self, vocab: Vocab) -> None:
        self._strings = vocab.strings
        self._tables = Tables()
        self._remembered: dict[tuple[int, int], int] = {}

    def learn(self, tables: Tables) -> None:
        """Replaces the tables."""
        self._tables, self._remembered = tables, {}

    def __call__(self, doc: Doc) -> Doc:
        if not len(doc):
            return doc
        columns = cast("Any", doc.to_array(_FORM_AND_TAG)).reshape(-1, 2).tolist()
        pairs: list[tuple[int, int]] = [(form, tag) for form, tag in columns]
        remembered = self._remembered
        if len(remembered) > _REMEMBERED:
            remembered = self._remembered = {}
        for pair in set(pairs):
            if pair not in remembered:
                remembered[pair] = self._look_up(*pair)
        lemmas = np.array([remembered[pair] for pair in pairs], np.uint64)
        return doc.from_array([LEMMA], cast("Any", lemmas.reshape(-1, 1)))

    def _look_up(self, form: int, tag: int) -> int:
        return self._strings.add(lemma(self._strings[form], self._strings[tag], self._tables))

    def to_disk(self, path: Path, *, exclude: tuple[str, ...] = ()) -> None:
        """Writes the tables into a folder."""
        del exclude
        path.mkdir(exist_ok=True)
        self._tables.to_file(path / _FILE)

    def from_disk(self, path: Path, *, exclude: tuple[str, ...] = ()) -> "Lemmas":
        """Reads the tables from a folder."""
        del exclude
        self.learn(Tables.from_file(path / _FILE))
        return self


def make_lemmas(nlp: Language, name: str) -> Lemmas:
    """Builds the component for a pipeline."""
    del name
    return Lemmas(nlp.vocab)


Language.factory(NAME, assigns=["token.lemma"], requires=["token.tag"], func=make_lemmas)
