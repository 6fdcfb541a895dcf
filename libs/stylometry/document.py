"""A text as arrays over its tokens: the one form in which everything else here reads a text."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import IDX, LENGTH, ORTH, SENT_START
from spacy.tokens import Doc

from libs.stylometry.columns import FLAG, KIND, LINE_BREAKS, PHRASE_WORD, TYPE
from libs.stylometry.forms import Kind
from libs.stylometry.lexemes import LexemeTable, rows_of
from libs.stylometry.phrases import Match, matches

_TYPE_BITS = 32


@dataclass(frozen=True, eq=False)
class Document:
    """Tokens of a text, white space left out, in order; it keeps nothing of the spaCy Doc it came from.

    `start` and `end` are code-point offsets into `text`, which is the caller's, unchanged. `row` points into
    `table`. A clitic ("n't", "'s") or anything else written on to a word without a space continues that
    word: it is a token, not another word. Sentence and paragraph ids count from 0 without gaps; paragraphs
    end at blank lines, or, where a text has no blank line, at every line break.
    """

    text: str
    table: LexemeTable
    row: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    kind: NDArray[np.int32]
    is_word: NDArray[np.bool_]
    sentence: NDArray[np.int32]
    paragraph: NDArray[np.int32]
    sentences: int
    paragraphs: int

    @classmethod
    def of(cls, doc: Doc) -> "Document":
        """Reads a tokenised Doc with sentence boundaries. Raises ValueError where these are missing."""
        if len(doc) and not doc.has_annotation("SENT_START"):
            raise ValueError("doc has no sentence boundaries; use libs.language.load() or add a sentencizer")
        columns = doc.to_array([ORTH, IDX, LENGTH, SENT_START]).reshape(-1, 4)
        table, row = rows_of(np.ascontiguousarray(columns[:, 0]), doc.vocab.strings)
        numbers = table.numbers.take(row, axis=0)
        kind = numbers[:, KIND]
        kept = (kind != Kind.SPACE).nonzero()[0]
        sentence = (columns[:, 3] == 1).cumsum()
        paragraph = _paragraphs(numbers[:, LINE_BREAKS])
        span = columns[:, 1:3].astype(np.int32).take(kept, axis=0)
        kind, start, end = kind[kept], span[:, 0], span[:, 0] + span[:, 1]
        sentence, paragraph = _renumbered(sentence[kept]), _renumbered(paragraph[kept])
        return cls(
            text=doc.text,
            table=table,
            row=row[kept],
            start=start,
            end=end,
            kind=kind,
            is_word=_begins_word(kind, start, end),
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

    @cached_property
    def numbers(self) -> NDArray[np.int32]:
        """The numeric columns of every token's form, (tokens, columns)."""
        return self.table.numbers.take(self.row, axis=0)

    @cached_property
    def types(self) -> NDArray[np.int64]:
        """One id per word, equal for equal words whatever their case: "Don't" and "don’t" share one."""
        ids = self.numbers[:, TYPE].astype(np.int64)
        types = ids[self.words]
        joined = (self.lexical & ~self.is_word).nonzero()[0]
        if joined.size:
            host = self.is_word.cumsum()[joined] - 1
            types[host] += ids[joined] << _TYPE_BITS
        return types

    @cached_property
    def lexical(self) -> NDArray[np.bool_]:
        """Tokens that are words or numbers, or continue one."""
        return (self.kind == Kind.WORD) | (self.kind == Kind.NUMBER)

    @cached_property
    def sentence_words(self) -> NDArray[np.intp]:
        """Words in each sentence that has any."""
        return self.closing - self.opening + 1

    @cached_property
    def flags(self) -> NDArray[np.float32]:
        """The 0/1 columns of every token's form, (tokens, columns)."""
        return self.table.flags.take(self.row, axis=0)

    @cached_property
    def phrases(self) -> list[Match]:
        """Phrases of the word lists that occur in the text."""
        return matches(self.numbers[:, PHRASE_WORD])

    @cached_property
    def word_sentence(self) -> NDArray[np.int32]:
        """The sentence of each word."""
        return self.sentence[self.words]

    @cached_property
    def opening(self) -> NDArray[np.intp]:
        """Index into `words` of the first word of each sentence that has one."""
        sentence = self.word_sentence
        starts = (sentence[1:] != sentence[:-1]).nonzero()[0] + 1
        return np.concatenate([np.zeros(min(1, len(sentence)), np.intp), starts])

    @cached_property
    def closing(self) -> NDArray[np.intp]:
        """Index into `words` of the last word of each sentence that has one."""
        return np.append(self.opening[1:], len(self.words))[: len(self.opening)] - 1

    def is_flagged(self, name: str) -> NDArray[np.bool_]:
        """Which tokens have a flag of the lexeme table (`columns.FLAGS`)."""
        return self.flags[:, FLAG[name]] > 0

    def form(self, position: int) -> str:
        """The token at `position` as written."""
        return self.text[self.start[position] : self.end[position]]


def _begins_word(kind: NDArray[np.int32], start: NDArray[np.int32], end: NDArray[np.int32]) -> NDArray[np.bool_]:
    lexical = (kind == Kind.WORD) | (kind == Kind.NUMBER)
    begins = lexical.copy()
    begins[1:] &= ~(lexical[:-1] & (start[1:] == end[:-1]))
    return begins


def _paragraphs(line_breaks: NDArray[np.int32]) -> NDArray[np.intp]:
    blank = line_breaks > 1
    return (blank if blank.any() else line_breaks > 0).cumsum()


def _renumbered(ids: NDArray[np.intp]) -> NDArray[np.int32]:
    changes = np.zeros(len(ids), np.int32)
    np.not_equal(ids[1:], ids[:-1], out=changes[1:], casting="unsafe")
    return changes.cumsum(dtype=np.int32)


def _count(ids: NDArray[np.int32]) -> int:
    return int(ids[-1]) + 1 if len(ids) else 0
