"""A text as arrays over its tokens: the one form in which everything else here reads a text."""

from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from libs.stylometry.columns import (
    CLITIC,
    FLAG,
    FLAGS,
    KIND,
    LETTERS,
    LINE_BREAKS,
    MARK,
    NEGATION,
    PHRASE_WORD,
    SYLLABIC_BEFORE_NEGATION,
    SYLLABLES,
    TYPE,
)
from libs.stylometry.forms import Kind
from libs.stylometry.lexemes import LexemeTable, Strings, rows_of
from libs.stylometry.phrases import Match, matches

_TYPE_BITS = 32
_BYTE = 255
_FIRST = np.zeros(1, np.intp)
_ATTRIBUTES: list[int | str] = ["ORTH", "IDX", "LENGTH", "SENT_START"]


@dataclass(frozen=True, eq=False)
class Document:
    """Tokens of a text, white space left out, in order; it keeps nothing of the spaCy Doc it came from.

    `start` and `end` are code-point offsets into `text`, which is the caller's, unchanged. `row` points into `table`;
    `numbers`, (columns, tokens), are the numeric columns of it. `lexical` tokens are words or numbers, or continue one:
    a clitic ("n't", "'s") or anything else written on to a word without a space is a token, not another word.
    Sentence and paragraph ids count from 0 without gaps; paragraphs end at blank lines, or, where a text has no
    blank line, at every line break.
    """

    text: str
    table: LexemeTable
    row: NDArray[np.int32]
    numbers: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    lexical: NDArray[np.bool_]
    is_word: NDArray[np.bool_]
    sentence: NDArray[np.int32]
    paragraph: NDArray[np.int32]
    sentences: int
    paragraphs: int

    @classmethod
    def of(cls, doc: Doc, text: str | None = None) -> "Document":
        """Reads a tokenised Doc with sentence boundaries. Raises ValueError where these are missing.

        `text`, where the caller has at hand what the Doc was made from, spares putting it together again.
        """
        orth, index, length, begins = _columns(doc)
        sentence = (begins == 1).cumsum(dtype=np.int32)
        if sentence.size > 1 and sentence[-1] == 1 and not doc.has_annotation("SENT_START"):
            raise ValueError("doc has no sentence boundaries; use libs.language.load() or add a sentencizer")
        table, row = rows_of(orth, cast("Strings", doc.vocab.strings))
        numbers = np.ascontiguousarray(table.numbers.take(row, axis=0).T)
        paragraph = _paragraphs(numbers[LINE_BREAKS])
        kept = (numbers[KIND] != Kind.SPACE).nonzero()[0]
        if len(kept) < len(row):
            row, numbers = row[kept], numbers[:, kept]
            index, length = index[kept], length[kept]
            sentence, paragraph = sentence[kept], paragraph[kept]
        start = index.astype(np.int32)
        end = start + length.astype(np.int32)
        lexical, is_word = _words(numbers[KIND], start, end)
        sentence = _renumbered(sentence)
        paragraph = _renumbered(paragraph) if paragraph.any() else paragraph
        return cls(
            text=doc.text if text is None else text,
            table=table,
            row=row,
            numbers=numbers,
            start=start,
            end=end,
            lexical=lexical,
            is_word=is_word,
            sentence=sentence,
            paragraph=paragraph,
            sentences=_count(sentence),
            paragraphs=_count(paragraph),
        )

    def __len__(self) -> int:
        return len(self.row)

    @cached_property
    def words(self) -> NDArray[np.intp]:
        """Positions of the tokens that begin a word."""
        return self.is_word.nonzero()[0]

    @property
    def kind(self) -> NDArray[np.int32]:
        """The kind of each token (`forms.Kind`)."""
        return self.numbers[KIND]

    @cached_property
    def types(self) -> NDArray[np.int64]:
        """One id per word, equal for equal words whatever their case: "Don't" and "don’t" share one."""
        ids = self.numbers[TYPE].astype(np.int64)
        types = ids.take(self.words)
        joined = (self.lexical & ~self.is_word).nonzero()[0]
        if joined.size:
            host = self.is_word.cumsum()[joined] - 1
            types[host] += ids[joined] << _TYPE_BITS
        return types

    @cached_property
    def sentence_words(self) -> NDArray[np.intp]:
        """Words in each sentence that has any."""
        return self.closing - self.opening + 1

    @cached_property
    def marks(self) -> NDArray[np.uint32]:
        """The flags of each token that matter by position, as bits (`columns.MARK`)."""
        return self.table.marks.take(self.row)

    @cached_property
    def word_lengths(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Letters and syllables of each word, with what is written on to it ("don't" is one word of four letters)."""
        if not self.words.size:
            empty = np.zeros(0, np.int64)
            return empty, empty
        letters, syllables, clitic = self.numbers[LETTERS], self.numbers[SYLLABLES], self.numbers[CLITIC]
        negations = (clitic == NEGATION).nonzero()[0]
        if negations.size:
            syllables = syllables.copy()
            syllables[negations] += clitic[np.maximum(negations - 1, 0)] == SYLLABIC_BEFORE_NEGATION
        lengths = [np.add.reduceat(column, self.words, dtype=np.int64) for column in (letters, syllables)]
        return lengths[0], lengths[1]

    @cached_property
    def flag_counts(self) -> NDArray[np.int64]:
        """How many tokens have each flag (`columns.FLAGS`).

        Eight flags are bytes of one word and are summed at once, by 255 tokens, beyond which a byte would run over.
        """
        if not len(self):
            return np.zeros(len(FLAGS), np.int64)
        words = self.table.flags.view(np.uint64).take(self.row, axis=0)
        sums = np.add.reduceat(words, np.arange(0, len(self), _BYTE), axis=0)
        return sums.view(np.uint8).sum(axis=0, dtype=np.int64)[: len(FLAGS)]

    @cached_property
    def phrases(self) -> list[Match]:
        """Phrases of the word lists that occur in the text."""
        return matches(self.numbers[PHRASE_WORD])

    @cached_property
    def word_sentence(self) -> NDArray[np.int32]:
        """The sentence of each word."""
        return self.sentence[self.words]

    @cached_property
    def opening(self) -> NDArray[np.intp]:
        """Index into `words` of the first word of each sentence that has one."""
        sentence = self.word_sentence
        starts = (sentence[1:] != sentence[:-1]).nonzero()[0] + 1
        return np.concatenate([_FIRST[: len(sentence)], starts])

    @cached_property
    def closing(self) -> NDArray[np.intp]:
        """Index into `words` of the last word of each sentence that has one."""
        closing = np.empty_like(self.opening)
        closing[:-1] = self.opening[1:]
        closing[-1:] = len(self.words)
        return closing - 1

    def count(self, name: str) -> int:
        """How many tokens have a flag."""
        return int(self.flag_counts[FLAG[name]])

    def marked(self, *names: str) -> NDArray[np.bool_]:
        """Which tokens have any of some flags that are kept by position (`columns.MARKED`)."""
        mask = MARK[names[0]] if len(names) == 1 else sum(MARK[name] for name in names)
        return (self.marks & mask) != 0

    def positions(self, *names: str) -> list[int]:
        """The tokens that `marked` marks."""
        return self.marked(*names).nonzero()[0].tolist()

    def is_flagged(self, name: str) -> NDArray[np.bool_]:
        """Which tokens have a flag, whichever (`columns.FLAGS`)."""
        return self.table.flags[:, FLAG[name]].take(self.row) != 0

    def form(self, position: int) -> str:
        """The token at `position` as written."""
        return self.text[self.start[position] : self.end[position]]


def _columns(doc: Doc) -> NDArray[np.uint64]:
    """Form, offset, length and sentence start of every token, (4, tokens)."""
    columns = cast("NDArray[np.uint64]", doc.to_array(_ATTRIBUTES))
    return np.ascontiguousarray(columns.reshape(-1, len(_ATTRIBUTES)).T)


def _words(
    kind: NDArray[np.int32], start: NDArray[np.int32], end: NDArray[np.int32]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tokens that are words or numbers, and those of them that begin one."""
    lexical = (kind == Kind.WORD) | (kind == Kind.NUMBER)
    begins = lexical.copy()
    begins[1:] &= ~lexical[:-1] | (start[1:] != end[:-1])
    return lexical, begins


def _paragraphs(line_breaks: NDArray[np.int32]) -> NDArray[np.int32]:
    if not line_breaks.any():
        return np.zeros(len(line_breaks), np.int32)
    blank = line_breaks > 1
    return (blank if blank.any() else line_breaks > 0).cumsum(dtype=np.int32)


def _renumbered(ids: NDArray[np.int32]) -> NDArray[np.int32]:
    numbers = np.zeros(len(ids), np.int32)
    np.cumsum(ids[1:] != ids[:-1], out=numbers[1:])
    return numbers


def _count(ids: NDArray[np.int32]) -> int:
    return int(ids[-1]) + 1 if len(ids) else 0
