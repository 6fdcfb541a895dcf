"""CoNLL-U files to documents of sentences.

Format: Universal Dependencies, CoNLL-U (https://universaldependencies.org/format.html).
"""

import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_COLUMNS = 10
_FORM, _LEMMA, _UPOS, _XPOS, _HEAD, _RELATION, _MISC = 1, 2, 3, 4, 6, 7, 9


@dataclass(frozen=True, slots=True)
class TreebankWord:
    """One syntactic word; `head` counts from 1 within its sentence and 0 is the root."""

    form: str
    lemma: str
    upos: str
    xpos: str
    head: int
    relation: str
    space_after: bool


@dataclass(frozen=True, slots=True)
class TreebankSentence:
    """The words of a sentence, and whether a paragraph begins with it."""

    words: tuple[TreebankWord, ...]
    begins_paragraph: bool


@dataclass(frozen=True, slots=True)
class TreebankDocument:
    """A document of a treebank, its sentences in order."""

    name: str
    sentences: tuple[TreebankSentence, ...]


def read(path: Path) -> list[TreebankDocument]:
    """The documents of a CoNLL-U file, gzipped or not.

    Contractions are read as their words, with the space after them taken from the range line ("1-2"); empty nodes
    ("8.1") are left out. Raises ValueError for a line that is not CoNLL-U.
    """
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        return list(documents(lines))


def documents(lines: Iterable[str]) -> Iterator[TreebankDocument]:
    """The documents of the lines of a CoNLL-U file; sentences before the first "# newdoc" make one without a name."""
    name, sentences = "", list[TreebankSentence]()
    for block in _blocks(lines):
        comments = [line for line in block if line.startswith("#")]
        new = next((line for line in comments if line.startswith("# newdoc")), None)
        if new is not None:
            if sentences:
                yield TreebankDocument(name, tuple(sentences))
            name, sentences = new.partition("=")[2].strip(), []
        paragraph = not sentences or any(line.split(" =")[0] in ("# newpar", "# newpar id") for line in comments)
        sentences.append(TreebankSentence(tuple(_words(block[len(comments) :])), paragraph))
    if sentences:
        yield TreebankDocument(name, tuple(sentences))


def _blocks(lines: Iterable[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for line in lines:
        if stripped := line.rstrip("\r\n"):
            block.append(stripped)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _words(lines: list[str]) -> Iterator[TreebankWord]:
    joined, joined_space = 0, True
    for line in lines:
        fields = line.split("\t")
        if len(fields) != _COLUMNS:
            raise ValueError(f"not a line of CoNLL-U: {line!r}")
        number, space = fields[0], "SpaceAfter=No" not in fields[_MISC].split("|")
        if "-" in number:
            joined, joined_space = int(number.split("-")[1]), space
        elif "." not in number:
            position = int(number)
            if position <= joined:
                space = joined_space and position == joined
            yield TreebankWord(
                form=fields[_FORM],
                lemma=fields[_LEMMA],
                upos=fields[_UPOS],
                xpos=fields[_XPOS],
                head=int(fields[_HEAD]),
                relation=fields[_RELATION],
                space_after=space,
            )
