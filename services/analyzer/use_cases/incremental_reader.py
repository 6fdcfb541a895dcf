"""Read the versions of a text that is being written: only what changed is read again."""

# spaCy's compiled modules carry no types
# pyright: reportUnknownMemberType=false

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language

from libs.language import pieces
from libs.stylometry.kernels.codes import SourceColumn
from libs.stylometry.text.document import Document, source_of

_NOTHING = np.zeros((0, len(SourceColumn)), np.uint64)


class Versions:
    """Versions of one text, one after the other. Keeps what was read of the newest, piece by piece, and no other.

    Documents are equal to those that are read from the whole text.
    """

    def __init__(self) -> None:
        self._pipeline: Language | None = None
        self._pieces: dict[str, NDArray[np.uint64]] = {}

    def read(self, pipeline: Language, text: str) -> Document:
        """Reads the next version. A pipeline other than before reads everything again: it does not know the forms."""
        known = self._pieces if pipeline is self._pipeline else {}
        cut = pieces(text, pipeline)
        new = {piece: source_of(pipeline(piece)) for piece in cut if piece not in known}
        self._pipeline = pipeline
        self._pieces = {piece: new[piece] if piece in new else known[piece] for piece in cut}
        return Document.of_source(self._joined(cut), text, pipeline.vocab.strings)

    def _joined(self, cut: list[str]) -> NDArray[np.uint64]:
        """The tokens of all pieces, with their offsets in the whole text."""
        if not cut:
            return _NOTHING
        sources = [self._pieces[piece] for piece in cut]
        lengths = np.array([len(piece) for piece in cut], np.uint64)
        joined = np.concatenate(sources)
        joined[:, SourceColumn.OFFSET] += np.repeat(lengths.cumsum() - lengths, [len(source) for source in sources])
        return joined
