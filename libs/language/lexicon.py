"""Context-free features of a form, as rows of tables that a neural layer learns.

Brown clusters (Brown et al., 1992, "Class-Based n-gram Models of Natural Language") are bit paths, first bit lowest;
word classes come from WordNet; static vectors from co-occurrence. All of it is gathered by the training recipe.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

_STRAIGHT = str.maketrans("’‘“”´`", "''\"\"''")
_PATHS = {"c3": 0b111, "c4": 0xF, "c6": 0x3F, "c8": 0xFF, "c10": 0x3FF, "c16": 0xFFFF}
_LONGEST_SHAPE, _LONGEST_RUN = 10, 3
_SPACED = ("+", "-")

WORD = "w"
FEATURES = ("p1", "p2", "p3", "s1", "s2", "s3", "s4", "shape", *_PATHS, "classes", "space")
"""The features with a table of their own, in the order of their rows."""


class FormRows(NamedTuple):
    """A form as rows: of the word table, one of the shared table per feature, and of the static vectors (-1: none)."""

    word: int
    features: tuple[int, ...]
    static: int


@dataclass(slots=True)
class Lexicon:
    """Forms with their Brown path and word classes, static vectors of words, and the rows of features.

    `rows` maps a feature and its value ("s3=ing") to a row; "s3=" is the row for values that are not listed, and "w="
    for words. `vectors` are in steps of `step` (one per dimension), which keeps them small.
    """

    entries: dict[str, tuple[int, int]]
    static: dict[str, int]
    vectors: npt.NDArray[np.int8]
    step: npt.NDArray[np.float32]
    words: dict[str, int]
    rows: dict[str, int]

    def known(self, form: str, *, spaced: bool) -> FormRows:
        """The rows of a form, given whether a space follows it."""
        lower = normal(form)
        rows = self.rows
        features = tuple(
            rows.get(f"{name}={value}", rows[f"{name}="]) for name, value in values(form, self.entry(form), spaced)
        )
        return FormRows(self.words.get(lower, 0), features, self.static.get(lower, -1))

    def entry(self, form: str) -> tuple[int, int]:
        """Brown path and classes of a form, or of its most usual spelling; zeros if it is unknown."""
        entries = self.entries
        straight = form.translate(_STRAIGHT)
        lower = straight.lower()
        return entries.get(straight) or entries.get(lower) or entries.get(lower.title()) or (0, 0)

    def to_dict(self) -> dict[str, Any]:
        """As plain lists and arrays."""
        return {
            "forms": "\n".join(self.entries),
            "paths": np.array([path for path, _ in self.entries.values()], np.uint32),
            "classes": np.array([classes for _, classes in self.entries.values()], np.uint8),
            "static": "\n".join(self.static),
            "vectors": self.vectors,
            "step": self.step,
            "words": "\n".join(self.words),
            "rows": "\n".join(self.rows),
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Lexicon":
        """The reverse of `to_dict`."""
        pairs = zip(stored["paths"].tolist(), stored["classes"].tolist(), strict=True)
        return cls(
            entries=dict(zip(stored["forms"].split("\n"), pairs, strict=True)),
            static=_numbered(stored["static"]),
            vectors=stored["vectors"],
            step=stored["step"],
            words=_numbered(stored["words"]),
            rows=_numbered(stored["rows"]),
        )


def normal(form: str) -> str:
    """The form in lower case, quotation marks straight, figures as zeros."""
    lower = form.translate(_STRAIGHT).lower()
    return "".join("0" if character.isdigit() else character for character in lower) if _has_digit(lower) else lower


def values(form: str, entry: tuple[int, int], spaced: bool) -> Iterator[tuple[str, str | int]]:
    """The features of a form, in the order of `FEATURES`."""
    lower = normal(form)
    yield from (("p1", lower[:1]), ("p2", lower[:2]), ("p3", lower[:3]))
    yield from (("s1", lower[-1:]), ("s2", lower[-2:]), ("s3", lower[-3:]), ("s4", lower[-4:]))
    yield "shape", shape(form)
    path, classes = entry
    for name, mask in _PATHS.items():
        yield name, path & mask
    yield "classes", classes
    yield "space", _SPACED[spaced]


def shape(form: str) -> str:
    """Kinds of characters: X for capitals, x for other letters, d for digits, marks as they are; runs cut short."""
    kinds: list[str] = []
    for character in form[:40]:
        kind = _kind(character)
        if kinds[-_LONGEST_RUN:] != [kind] * _LONGEST_RUN:
            kinds.append(kind)
    return "".join(kinds[:_LONGEST_SHAPE])


def _kind(character: str) -> str:
    if character.isalpha():
        return "X" if character.isupper() else "x"
    return "d" if character.isdigit() else character


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _numbered(joined: str) -> dict[str, int]:
    return {value: number for number, value in enumerate(joined.split("\n"))}
