"""A tagged text as an array over its tokens, with the features of its tags."""

from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from libs.stylometry.kernels.grammar.codes import Upos
from libs.stylometry.kernels.grammar.figures import find_stretches
from libs.stylometry.kernels.grammar.layout import Stretch, TagFeature, TagFigure, TaggedRow
from libs.stylometry.kernels.grammar.tags import count_bits, find_by_tags
from libs.stylometry.statistics.grammar.closed import by_form, by_lemma
from libs.stylometry.statistics.grammar.codes import relation_codes, upos_codes, xpos_codes

_COLUMNS: list[int | str] = ["TAG", "POS", "LEMMA", "LOWER", "IDX", "LENGTH", "SENT_START", "HEAD", "DEP", "IS_SPACE"]
_TAG, _POS, _LEMMA, _LOWER, _IDX, _LENGTH, _SENT_START, _HEAD, _DEP, _IS_SPACE = range(len(_COLUMNS))

_NONE = -1
_OPENING = {Upos.PROPN: "OPEN_NOUN", Upos.AUX: "OPEN_VERB", Upos.CCONJ: "OPEN_CONJ"}
"""Classes of first words that are counted under another name than their own."""


class MissingAnnotationError(ValueError):
    """The pipeline that read the text lacks a component."""

    def __init__(self, attribute: str) -> None:
        super().__init__(f"doc has no {attribute}; read the text with a pipeline that sets it")


@dataclass(frozen=True, eq=False)
class Tagged:
    """Tokens of a tagged text, without white space, in order; it keeps no reference to the spaCy Doc.

    `rows`, (`TaggedRow`, tokens), holds codes of tags, offsets in code points, sentences and rows derived from these;
    `found` holds the features of each token (`TagFeature`) as bits.
    """

    rows: NDArray[np.int64]
    found: NDArray[np.int64]

    @classmethod
    def of(cls, doc: Doc) -> "Tagged":
        """Reads a tagged Doc with sentence boundaries. Raises MissingAnnotationError if it has no tags."""
        require(doc, "TAG")
        rows = read(doc)
        return cls(rows, find_by_tags(rows, _FEATURE_OF_CLASS))

    def __len__(self) -> int:
        return self.rows.shape[1]

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """Number of tokens with each feature (`TagFeature`)."""
        counts = np.zeros(len(TagFeature), np.int64)
        count_bits(self.found, counts)
        return counts

    @property
    def start(self) -> NDArray[np.int64]:
        """Offset of the first character of each token."""
        return self.rows[TaggedRow.START]

    @property
    def end(self) -> NDArray[np.int64]:
        """Offset after the last character of each token."""
        return self.rows[TaggedRow.END]

    @cached_property
    def stretches(self) -> NDArray[np.int64]:
        """The figures of speech found, (figures, `Stretch`)."""
        return find_stretches(self.rows)

    def positions(self, feature: TagFeature) -> list[int]:
        """The tokens that have a feature."""
        return ((self.found >> feature) & 1).nonzero()[0].tolist()

    def figures(self, figure: TagFigure) -> list[tuple[int, int]]:
        """First and last token of each figure of a kind."""
        of_kind = self.stretches[self.stretches[:, Stretch.FIGURE] == figure]
        return [(int(first), int(last)) for _, first, last in of_kind]


def require(doc: Doc, attribute: str) -> None:
    """Raises MissingAnnotationError if a text that is not empty lacks an annotation of the pipeline."""
    if len(doc) and not doc.has_annotation(attribute):
        raise MissingAnnotationError(attribute)


def read(doc: Doc) -> NDArray[np.int64]:
    """The rows that are read from a Doc; the others are derived from them. White space is left out.

    A token whose head is white space becomes a root.
    """
    table = cast("NDArray[np.uint64]", doc.to_array(_COLUMNS))
    columns: NDArray[np.int64] = table.view(np.int64).reshape(-1, len(_COLUMNS)).T
    begun = (columns[_SENT_START] == 1).cumsum()
    kept = (columns[_IS_SPACE] == 0).nonzero()[0]
    columns = columns[:, kept]
    rows = np.zeros((len(TaggedRow), len(kept)), np.int64)
    rows[TaggedRow.XPOS] = xpos_codes()(columns[_TAG])
    rows[TaggedRow.UPOS] = upos_codes()(columns[_POS])
    rows[TaggedRow.LEMMA] = columns[_LEMMA]
    rows[TaggedRow.CLOSED] = by_lemma()(columns[_LEMMA]) | by_form()(columns[_LOWER])
    rows[TaggedRow.START] = columns[_IDX]
    rows[TaggedRow.END] = columns[_IDX] + columns[_LENGTH]
    np.cumsum(begun[kept[1:]] != begun[kept[:-1]], out=rows[TaggedRow.SENTENCE, 1:])
    rows[TaggedRow.HEAD] = _heads(columns[_HEAD], kept)
    rows[TaggedRow.RELATION] = relation_codes()(columns[_DEP])
    return rows


def _heads(offset: NDArray[np.int64], kept: NDArray[np.intp]) -> NDArray[np.int64]:
    head, own = kept + offset, np.arange(len(kept))
    position = np.minimum(kept.searchsorted(head), max(len(kept) - 1, 0))
    return np.where(kept.take(position) == head, position, own) if len(kept) else own


def _feature_of_class() -> NDArray[np.int64]:
    """Feature of each class of words, and feature of each class at the beginning of a sentence; -1 for none."""
    features = np.full((2, len(Upos)), _NONE, np.int64)
    for upos in Upos:
        features[0, upos] = TagFeature.__members__.get(f"{upos.name}_TOKENS", _NONE)
        features[1, upos] = TagFeature.__members__.get(_OPENING.get(upos, f"OPEN_{upos.name}"), _NONE)
    return features


_FEATURE_OF_CLASS = _feature_of_class()
