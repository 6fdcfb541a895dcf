"""Bounds on hard English in docstrings and in the comments of the contracts: the counts only fall.

    python -m tests.unit.test_plain_english              lists all offenders as file:line: text
    python -m tests.unit.test_plain_english libs/client  lists those of one area

Two kinds of text are counted: those that open with a question word, where the first line should
name the thing or say what it does, and those that use a word of `ODD_WORDS`. A text that has
several odd words counts once.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
_WITH_DOCSTRINGS = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
SLACK = 5

OPENING = re.compile(r"(?:What|How|Where|Whether|Which|Who|Whose|Whom|When)\b")
ODD_WORDS = re.compile(
    r"\b(?:tells?|told|telling|so (?:many|long|much)|anew|at large|amounts? to|(?:of|by) which"
    r"|whoever|somebody|nobody|(?:to be|is|are|be) taken with|hears?|heard|stands?(?!-| for\b)|mend(?:s|ed)?"
    r"|hand(?:s|ed)? (?:in|out)|is there)\b",
    re.IGNORECASE,
)


class Counts(NamedTuple):
    """Number of texts of an area with a question word at the start, and with an odd word."""

    openings: int
    odd_words: int


# The numbers reached. Lower them together with the counts; never raise them.
BOUNDS = {
    "protos/persona": Counts(0, 0),
    "libs/servicekit": Counts(0, 0),
    "libs/stylometry": Counts(0, 0),
    "libs/language": Counts(0, 0),
    "libs/client": Counts(0, 0),
    "services": Counts(0, 0),
    "gateway": Counts(0, 0),
    "deploy": Counts(0, 0),
}


@dataclass(frozen=True, slots=True)
class Text:
    """A docstring, or a block of comment lines in a contract, with its place in the repository."""

    path: Path
    line: int
    content: str

    def opening(self) -> str | None:
        """An offender line if the text opens with a question word."""
        return self._line_of(0) if OPENING.match(self.content) else None

    def odd_word(self) -> str | None:
        """An offender line for the first odd word."""
        match = ODD_WORDS.search(" ".join(self.content.split("\n")))
        return self._line_of(match.start()) if match else None

    def _line_of(self, position: int) -> str:
        row = self.content.count("\n", 0, position)
        return f"{self.path.relative_to(ROOT)}:{self.line + row}: {self.content.splitlines()[row].strip()}"


def texts_of(area: str) -> Iterator[Text]:
    """The texts of an area, file by file; not those of stored schema versions."""
    for path in sorted((ROOT / area).rglob("*")):
        if path.suffix == ".proto":
            yield from _comments(path)
        elif path.suffix == ".py" and path.parent.name != "versions":
            yield from _docstrings(path)


def _docstrings(path: Path) -> Iterator[Text]:
    """The docstrings of a file, those of attributes too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        for statement in getattr(node, "body", ()) if isinstance(node, _WITH_DOCSTRINGS) else ():
            match statement:
                case ast.Expr(value=ast.Constant(value=str(content)) as place):
                    yield Text(path, place.lineno, content)
                case _:
                    pass


def _comments(path: Path) -> Iterator[Text]:
    start, block = 0, list[str]()
    for number, line in enumerate([*path.read_text(encoding="utf-8").splitlines(), ""], 1):
        if line.lstrip().startswith("//"):
            start = start if block else number
            block.append(line.lstrip().removeprefix("//").removeprefix(" "))
        elif block:
            yield Text(path, start, "\n".join(block))
            block = []


def offenders(area: str) -> tuple[list[str], list[str]]:
    """The offender lines of an area: with a question word at the start, and with an odd word."""
    texts = list(texts_of(area))
    return (
        [line for text in texts if (line := text.opening())],
        [line for text in texts if (line := text.odd_word())],
    )


@pytest.mark.parametrize("area", BOUNDS)
def test_hard_english_does_not_grow_back(area: str) -> None:
    reached, bounds = Counts(*map(len, offenders(area))), BOUNDS[area]
    listing = f"list them with: python -m tests.unit.test_plain_english {area}"
    assert reached.openings <= bounds.openings, f"{reached}, but at most {bounds} may remain in {area}; {listing}"
    assert reached.odd_words <= bounds.odd_words, f"{reached}, but at most {bounds} may remain in {area}; {listing}"
    assert reached.openings >= bounds.openings - SLACK, f"{area} has only {reached}: lower its bounds {bounds}"
    assert reached.odd_words >= bounds.odd_words - SLACK, f"{area} has only {reached}: lower its bounds {bounds}"


@pytest.mark.parametrize(
    ("content", "opening", "odd_word"),
    [
        ("Which sample to get.", True, False),
        ("Whichever comes first.", False, False),
        ("Sample that\nsomebody wrote.", False, True),
        ("The revision by\nwhich it was scored.", False, True),
        ("A stand-in for a service; `x` stands for a name.", False, False),
        ("Returns the sample. How it was read is not kept.", False, False),
    ],
)
def test_counts_question_words_at_the_start_and_odd_words_anywhere(content: str, opening: bool, odd_word: bool) -> None:
    text = Text(ROOT / "example.py", 1, content)
    assert (text.opening() is not None, text.odd_word() is not None) == (opening, odd_word)


def test_every_area_has_texts() -> None:
    assert all(next(texts_of(area), None) for area in BOUNDS)


if __name__ == "__main__":
    for chosen in sys.argv[1:] or BOUNDS:
        opening_lines, odd_lines = offenders(chosen)
        print(f"# {chosen}: {len(opening_lines)} open with a question word")
        print(*opening_lines, sep="\n")
        print(f"# {chosen}: {len(odd_lines)} have an odd word")
        print(*odd_lines, sep="\n")
