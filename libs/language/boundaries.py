"""Sentence starts that are certain before parsing; the parser decides the rest.

A blank line always ends a sentence. Elsewhere a classifier over the shared token vectors marks the tokens that it is
certain begin a sentence, and excludes those that certainly do not.
"""

# spaCy's compiled modules carry no types
# pyright: reportUntypedBaseClass=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportUnknownParameterType=false, reportMissingParameterType=false
# pyright: reportMissingTypeArgument=false

from collections.abc import Iterable, Iterator
from typing import Any, cast

import numpy as np
from spacy.attrs import IS_SPACE  # pyright: ignore[reportAttributeAccessIssue]
from spacy.language import Language
from spacy.pipeline.senter import SentenceRecognizer
from spacy.tokens import Doc
from thinc.api import Model

NAME = "persona_boundaries"

SURE, SURELY_NOT = 0.9, 0.02
"""Probabilities of a sentence start from which, and up to which, the parser does not decide."""

BLANK_LINE = 2
"""Line breaks in one white space that make a blank line."""


def after_blank_lines(doc: Doc) -> Iterator[int]:
    """The positions of the tokens that follow a blank line."""
    spaces: Any = doc.to_array(IS_SPACE)
    for position in spaces[:-1].nonzero()[0].tolist():
        if doc[position].text.count("\n") >= BLANK_LINE:
            yield position + 1


class Boundaries(SentenceRecognizer):
    """The classifier; in training it is spaCy's."""

    def predict(self, docs: Iterable[Doc]) -> list[Any]:
        """The probability that a sentence begins, per token."""
        documents = list(docs)
        if not any(len(doc) for doc in documents):
            return [np.zeros(0, np.float32) for _ in documents]
        return [scores[:, 1] for scores in self.model.predict(documents)]

    def set_annotations(self, docs: Iterable[Doc], batch_tag_ids: Iterable[Any]) -> None:
        """Marks the tokens that are certain; leaves the others open."""
        for doc, begins in zip(docs, batch_tag_ids, strict=True):
            if not len(doc):
                continue
            marks = np.where(begins >= SURE, 1, np.where(begins <= SURELY_NOT, -1, 0)).astype(np.int64)
            marks[list(after_blank_lines(doc))] = 1
            marks[0] = 1
            doc.from_array(["SENT_START"], cast("Any", marks.reshape(-1, 1).view(np.uint64)))


def make_boundaries(nlp: Language, name: str, model: Model) -> Boundaries:
    """Builds the component for a pipeline."""
    return Boundaries(nlp.vocab, model, name)


Language.factory(NAME, assigns=["token.is_sent_start"], func=make_boundaries)
