"""A tagged text as arrays over its tokens: what rules that need no parse read."""

from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias, cast

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from libs.stylometry.grammar.closed import Word, by_form, by_lemma
from libs.stylometry.grammar.codes import Upos, Xpos, among, upos_codes, xpos_codes

Mask: TypeAlias = NDArray[np.bool_]
"""One truth value per token."""

COLUMNS = ("TAG", "POS", "LEMMA", "LOWER", "IDX", "LENGTH", "SENT_START")
"""Attributes of spaCy's tokens that are read."""


class MissingAnnotationError(ValueError):
    """The pipeline that read the text lacks a component."""

    def __init__(self, attribute: str) -> None:
        super().__init__(f"doc has no {attribute}; read the text with a pipeline that sets it")


@dataclass(frozen=True, eq=False)
class Steps:
    """From some tokens (`source`) to the one that each leads to (`target`), never out of the sentence."""

    source: NDArray[np.intp]
    target: NDArray[np.intp]
    tokens: int

    def reach(self, mask: Mask) -> Mask:
        """The tokens that lead to one of the mask."""
        reaching = np.zeros(self.tokens, np.bool_)
        reaching[self.source] = mask.take(self.target)
        return reaching

    def reached_from(self, mask: Mask) -> Mask:
        """The tokens that one of the mask leads to."""
        reached = np.zeros(self.tokens, np.bool_)
        reached[self.target.compress(mask.take(self.source))] = True
        return reached


@dataclass(frozen=True, eq=False)
class Tagged:
    """Tokens of a tagged text, white space left out, in order; it keeps nothing of the spaCy Doc it came from.

    `xpos` and `upos` hold codes (`codes.Xpos`, `codes.Upos`), `lemma` spaCy's ids, `closed` the closed lists a token
    is on as bits (`closed.Word`), `start` and `end` code-point offsets, `sentence` ids from 0 without gaps.
    """

    xpos: NDArray[np.int64]
    upos: NDArray[np.int64]
    lemma: NDArray[np.int64]
    closed: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    sentence: NDArray[np.int64]

    @classmethod
    def of(cls, doc: Doc) -> "Tagged":
        """Reads a tagged Doc with sentence boundaries. Raises MissingAnnotationError where it has no tags."""
        require(doc, "TAG")
        columns, _ = read(doc, COLUMNS)
        return cls(*tagged_columns(columns))

    def __len__(self) -> int:
        return len(self.xpos)

    def tag(self, *tags: Xpos) -> Mask:
        """Tokens with one of some Penn tags."""
        return among(self.xpos, *tags)

    def of_class(self, *classes: Upos) -> Mask:
        """Tokens of some universal classes."""
        return among(self.upos, *classes)

    def on(self, *words: Word) -> Mask:
        """Tokens on one of some closed lists."""
        return (self.closed & sum(words)) != 0

    @cached_property
    def is_lexical(self) -> Mask:
        """Tokens that are words or parts of one: no punctuation, symbols, links or list marks."""
        return ~(self.of_class(Upos.PUNCT, Upos.SYM) | self.tag(Xpos.ADD, Xpos.NFP, Xpos.LS))

    @cached_property
    def is_word(self) -> Mask:
        """Tokens that begin a word: what is written on to another word ("n't", "'s") continues it."""
        begins = self.is_lexical.copy()
        begins[1:] &= ~self.is_lexical[:-1] | (self.start[1:] != self.end[:-1])
        return begins

    @cached_property
    def openings(self) -> Mask:
        """The first word of each sentence that has any."""
        positions = self.is_lexical.nonzero()[0]
        of = self.sentence.take(positions)
        opens = np.zeros(len(self), np.bool_)
        opens[positions[:1]] = True
        opens[positions[1:][of[1:] != of[:-1]]] = True
        return opens

    @cached_property
    def verbs(self) -> Mask:
        """Forms of verbs, auxiliaries among them, modals not."""
        return self.tag(Xpos.VB, Xpos.VBD, Xpos.VBG, Xpos.VBN, Xpos.VBP, Xpos.VBZ)

    @cached_property
    def finite(self) -> Mask:
        """Finite forms: past, present and modals."""
        return self.tag(Xpos.VBD, Xpos.VBP, Xpos.VBZ, Xpos.MD)

    @cached_property
    def nouns(self) -> Mask:
        """Common and proper nouns."""
        return self.tag(Xpos.NN, Xpos.NNS, Xpos.NNP, Xpos.NNPS)

    @cached_property
    def adjectives(self) -> Mask:
        """Adjectives in every degree."""
        return self.tag(Xpos.JJ, Xpos.JJR, Xpos.JJS)

    @cached_property
    def adverbs(self) -> Mask:
        """Adverbs in every degree, "not" left out."""
        return self.tag(Xpos.RB, Xpos.RBR, Xpos.RBS) & ~self.on(Word.NEGATION)

    @cached_property
    def question_marks(self) -> Mask:
        """Question marks, alone or in a run."""
        return self.on(Word.QUESTION_MARK)

    @cached_property
    def _mid_verb(self) -> Mask:
        return self.adverbs | self.on(Word.NEGATION)

    @cached_property
    def onward(self) -> Steps:
        """To the next token."""
        return self.over(np.zeros(len(self), np.bool_))

    @cached_property
    def past_adverbs(self) -> Steps:
        """To the next token that is no adverb and no negation."""
        return self.over(self._mid_verb)

    @cached_property
    def past_subject(self) -> Steps:
        """To the next token that is no adverb, negation or personal pronoun: from "has" to "seen" in "has he seen"."""
        return self.over(self._mid_verb | self.tag(Xpos.PRP))

    @cached_property
    def bounds(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The first token of each sentence, and the one after its last."""
        starts = np.concatenate([[0], (self.sentence[1:] != self.sentence[:-1]).nonzero()[0] + 1])
        return starts, np.concatenate([starts[1:], [len(self)]])

    def over(self, skipped: Mask) -> Steps:
        """To the next token that is not skipped, in the same sentence."""
        stops = (~skipped).nonzero()[0]
        source = np.arange(len(self) - 1)
        following = stops.searchsorted(source, side="right")
        exists = following < len(stops)
        source, target = source[exists], stops.take(following[exists])
        within = self.sentence.take(source) == self.sentence.take(target)
        return Steps(source[within], target[within], len(self))

    def earlier(self, mask: Mask) -> Mask:
        """Tokens that have one of the mask before them in their sentence."""
        before = mask.cumsum() - mask
        return before > before.take(self.bounds[0]).take(self.sentence)

    def later(self, mask: Mask) -> Mask:
        """Tokens that have one of the mask after them in their sentence."""
        upto = mask.cumsum()
        return upto < upto.take(self.bounds[1] - 1).take(self.sentence)

    def in_sentence(self, mask: Mask) -> Mask:
        """All tokens of the sentences that have one of the mask."""
        return np.logical_or.reduceat(mask, self.bounds[0]).take(self.sentence)


def require(doc: Doc, attribute: str) -> None:
    """Raises MissingAnnotationError where a text that is not empty lacks what the pipeline should have set."""
    if len(doc) and not doc.has_annotation(attribute):
        raise MissingAnnotationError(attribute)


def read(doc: Doc, attributes: tuple[str, ...]) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
    """Attributes of the tokens that are no white space, (attributes, tokens), and the places of these in the Doc.

    In place of where sentences begin it gives how many have begun.
    """
    names: list[int | str] = [*attributes, "IS_SPACE"]
    table = cast("NDArray[np.uint64]", doc.to_array(names))
    rows: NDArray[np.int64] = table.view(np.int64).reshape(-1, len(names)).T
    begun = (rows[attributes.index("SENT_START")] == 1).cumsum()
    kept = (rows[-1] == 0).nonzero()[0]
    columns = rows[:-1, kept]
    columns[attributes.index("SENT_START")] = begun[kept]
    return columns, kept


def tagged_columns(columns: NDArray[np.int64]) -> tuple[NDArray[np.int64], ...]:
    """The fields of `Tagged` from `COLUMNS` as read."""
    tag, pos, lemma, lower, start, length, begun = columns[: len(COLUMNS)]
    sentence = np.zeros(len(begun), np.int64)
    np.cumsum(begun[1:] != begun[:-1], out=sentence[1:])
    closed = by_lemma()(lemma) | by_form()(lower)
    return xpos_codes()(tag), upos_codes()(pos), lemma, closed, start, start + length, sentence
