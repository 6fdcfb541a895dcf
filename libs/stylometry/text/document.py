"""A text as arrays over its tokens: the one form in which all other modules read a text."""

from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import IDX, ORTH, SENT_START  # pyright: ignore
from spacy.tokens import Doc

from libs.stylometry.kernels.codes import LexemeColumn, TokenRow, WordRow
from libs.stylometry.kernels.figures import find_figures
from libs.stylometry.kernels.reading import read
from libs.stylometry.text.lexeme_features import FLAG, POSITIONAL_BIT
from libs.stylometry.text.lexeme_table import LexemeTable, Strings, rows_of
from libs.stylometry.text.phrase_matching import phrases_in

_SOURCE: list[int | str] = [ORTH, IDX, SENT_START]  # in the order of `kernels.codes.SourceColumn`


def source_of(doc: Doc) -> NDArray[np.uint64]:
    """Source of a document, (tokens, `kernels.codes.SourceColumn`): form, offset and sentence start of each token."""
    return cast("NDArray[np.uint64]", doc.to_array(_SOURCE))


@dataclass(frozen=True, eq=False)
class Document:
    """Tokens of a text, without white space, in order; it keeps no reference to the spaCy Doc.

    `tokens` and `spoken` are the arrays over tokens and over words that kernels read (`kernels.codes.TokenRow`,
    `WordRow`); the properties below name their rows. `opening` is the index into the words of the first word of each
    sentence that has one.

    `start` and `end` are code-point offsets into `text`, which is the caller's, unchanged. `row` points into `table`.
    `lexical` tokens are words or numbers, or continue one: a clitic ("n't", "'s") or anything else attached to a word
    without a space is a token, not another word. Sentence and paragraph ids count from 0 without gaps; paragraphs end
    at blank lines, or, in a text without blank lines, at every line break.
    """

    text: str
    table: LexemeTable
    tokens: NDArray[np.int32]
    spoken: NDArray[np.int64]
    opening: NDArray[np.int64]

    @classmethod
    def of(cls, doc: Doc, text: str | None = None) -> "Document":
        """Reads a tokenised Doc with sentence boundaries. Raises ValueError if these are missing.

        `text` is the text that the Doc was made from; without it the text is assembled from the tokens.
        """
        document = cls.of_source(source_of(doc), doc.text if text is None else text, cast("Strings", doc.vocab.strings))
        if len(doc) > 1 and document.sentences == 1 and not doc.has_annotation("SENT_START"):
            raise ValueError("doc has no sentence boundaries; use libs.language.load() or add a sentencizer")
        return document

    @classmethod
    def of_source(cls, source: NDArray[np.uint64], text: str, strings: Strings) -> "Document":
        """Reads the result of `source_of`; `strings` maps hashes to forms."""
        table, rows = rows_of(source, strings)
        return cls(text, table, *read(source, rows, table.numbers))

    def __len__(self) -> int:
        return self.tokens.shape[1]

    @cached_property
    def row(self) -> NDArray[np.int32]:
        """The row of each token in the table."""
        return self.tokens[TokenRow.ROW]

    @cached_property
    def start(self) -> NDArray[np.int32]:
        """Offset of the first character of each token."""
        return self.tokens[TokenRow.START]

    @cached_property
    def end(self) -> NDArray[np.int32]:
        """Offset after the last character of each token."""
        return self.tokens[TokenRow.END]

    @cached_property
    def sentence(self) -> NDArray[np.int32]:
        """The sentence of each token."""
        return self.tokens[TokenRow.SENTENCE]

    @cached_property
    def paragraph(self) -> NDArray[np.int32]:
        """The paragraph of each token."""
        return self.tokens[TokenRow.PARAGRAPH]

    @property
    def sentences(self) -> int:
        """Number of sentences with any token."""
        return int(self.sentence[-1]) + 1 if len(self) else 0

    @property
    def paragraphs(self) -> int:
        """Number of paragraphs with any token."""
        return int(self.paragraph[-1]) + 1 if len(self) else 0

    @cached_property
    def lexical(self) -> NDArray[np.bool_]:
        """Tokens that are words or numbers, or continue one."""
        return self.tokens[TokenRow.WORD] >= 0

    @cached_property
    def is_word(self) -> NDArray[np.bool_]:
        """Tokens that begin a word."""
        begins = np.zeros(len(self), np.bool_)
        begins[self.words] = True
        return begins

    @property
    def kind(self) -> NDArray[np.int32]:
        """The kind of each token (`word_forms.TokenKind`)."""
        return self.table.numbers[self.row, LexemeColumn.KIND]

    @cached_property
    def words(self) -> NDArray[np.int64]:
        """Positions of the tokens that begin a word."""
        return self.spoken[WordRow.TOKEN]

    @property
    def types(self) -> NDArray[np.int64]:
        """One id per word, equal for equal words whatever their case: "Don't" and "don’t" share one."""
        return self.spoken[WordRow.TYPE]

    @property
    def letters(self) -> NDArray[np.int64]:
        """Letters of each word, including attached clitics ("don't" is one word of four letters)."""
        return self.spoken[WordRow.LETTERS]

    @property
    def syllables(self) -> NDArray[np.int64]:
        """Syllables of each word, including attached clitics."""
        return self.spoken[WordRow.SYLLABLES]

    @cached_property
    def word_sentence(self) -> NDArray[np.int32]:
        """The sentence of each word."""
        return self.sentence[self.words]

    @cached_property
    def closing(self) -> NDArray[np.int64]:
        """Index into `words` of the last word of each sentence that has one."""
        return np.append(self.opening[1:], len(self.words))[: len(self.opening)] - 1

    @property
    def sentence_words(self) -> NDArray[np.int64]:
        """Words in each sentence that has any."""
        return self.closing - self.opening + 1

    @cached_property
    def marks(self) -> NDArray[np.int32]:
        """The flags of each token that are kept by position, as bits (`lexeme_features.POSITIONAL_BIT`)."""
        return self.table.numbers[self.row, LexemeColumn.MARKS]

    @cached_property
    def matches(self) -> NDArray[np.int32]:
        """Phrases of the word lists that occur in the text (`kernels.codes.PhraseMatch`)."""
        return phrases_in(self.tokens, self.table.numbers)

    @cached_property
    def figures(self) -> NDArray[np.uint32]:
        """The figures at each token, as bits (`kernels.codes.Figure`)."""
        return find_figures(self.tokens, self.spoken, self.opening, self.table.numbers, self.matches)

    def positions(self, *names: str) -> list[int]:
        """Tokens that have any of some flags that are kept by position (`lexeme_features.POSITIONAL_BIT`)."""
        return (self.marks & sum(POSITIONAL_BIT[name] for name in names)).nonzero()[0].tolist()

    def is_flagged(self, name: str) -> NDArray[np.bool_]:
        """Mask of the tokens that have a flag (any of `lexeme_features.FLAGS`)."""
        return self.table.flags[self.row, FLAG[name]] != 0

    def form(self, position: int) -> str:
        """The token at `position` as written."""
        return self.text[self.start[position] : self.end[position]]
