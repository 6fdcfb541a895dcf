"""Tags, base forms and syntax of English text, by the trained pipeline or another with the same components.

Separate from the token path (`libs.language.load`): its tokens are those of the treebanks, which split some words
differently. Offsets are those of the text on both paths. A request pays only for what it needs: tags do not run the
parser, syntax does not run the taggers.
"""

# spaCy's compiled modules carry no types
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Iterable, Iterator
from enum import Flag, auto
from functools import cache, reduce
from itertools import islice
from operator import or_
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import NumpyOps

from libs.language import boundaries, embedding, lemmas, marks, treebank
from libs.language.arc_eager import CompiledParser
from libs.language.stretches import read_in_stretches

ENGLISH_MODEL = Path(__file__).with_name("english")
"""The pipeline trained by `libs.language.training`."""

BATCH = 32
"""Number of texts that are annotated together; more gain nothing on a CPU."""

_FACTORIES = (boundaries, embedding, lemmas, marks, treebank)
"""Modules whose import registers the components of the trained pipeline."""

_RULES_IN_CODE = ("tokenizer",)
_LABELS = frozenset(["nsubj", "nsubj:pass", "aux:pass", "obl", "nmod", "case"])
"""Relations that identify the inventory of Universal Dependencies."""


class Needs(Flag):
    """Annotations that a caller requests."""

    TAGS = auto()
    """`token.tag_` (Penn Treebank, XPOS) and `token.pos_` (Universal Dependencies, UPOS)."""
    LEMMAS = auto()
    """`token.lemma_`; brings the tags too, on which it rests."""
    SYNTAX = auto()
    """`token.dep_`, `token.head` (Universal Dependencies, version 2; the root is "ROOT") and `doc.sents`."""


EVERYTHING = Needs.TAGS | Needs.LEMMAS | Needs.SYNTAX

_SETS = {
    "token.tag": Needs.TAGS | Needs.LEMMAS,
    "token.pos": Needs.TAGS | Needs.LEMMAS,
    "token.lemma": Needs.LEMMAS,
    "token.is_sent_start": Needs.SYNTAX,
    "token.dep": Needs.SYNTAX,
}
_REQUIRED = {"token.tag": "XPOS tags", "token.pos": "UPOS tags", "token.lemma": "lemmas", "token.dep": "syntax"}


class UnsuitableModel(ValueError):
    """A configured pipeline that cannot be read or lacks a component; the message names it."""


class Annotator:
    """A loaded pipeline that runs only the requested components."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.nlp = nlp
        self.name = name
        self._parts = [(_fastest(part), _serves(nlp, part_name)) for part_name, part in nlp.pipeline]

    @classmethod
    def from_folder(cls, folder: Path) -> "Annotator":
        """The annotator of a pipeline that the training recipe wrote."""
        return cls(_fast(spacy.load(folder, exclude=_RULES_IN_CODE)), folder.name)

    def annotate(self, texts: Iterable[str | Doc], needs: Needs = EVERYTHING) -> Iterator[Doc]:
        """Annotates texts (or tokenised documents), in their order, with the requested annotations and nothing else.

        A blank line always ends a sentence. White space beyond single spaces is a token of its own (`is_space`).
        """
        remaining = iter(texts)
        while batch := list(islice(remaining, BATCH)):
            documents = [self.nlp.make_doc(text) if isinstance(text, str) else text for text in batch]
            for part, serves in self._parts:
                if needs & serves:
                    documents = _run(part, documents)
            yield from documents

    def __call__(self, text: str, needs: Needs = EVERYTHING) -> Doc:
        """Annotates one text."""
        return next(self.annotate([text], needs))


@cache
def annotator(model: str = "") -> Annotator:
    """The annotator of a pipeline, read once: ours, or that of a folder or an installed package.

    Raises UnsuitableModel if it cannot be read or lacks a component.
    """
    try:
        if not model:
            return Annotator.from_folder(ENGLISH_MODEL)
        nlp = spacy.load(model)
    except (OSError, ValueError, ImportError) as error:
        raise UnsuitableModel(f"the language model {model or ENGLISH_MODEL} cannot be read: {error}") from error
    _check(nlp, model)
    return Annotator(_fast(nlp), model)


def preload_annotator(model: str = "") -> None:
    """Reads a pipeline and uses it once, so that processes forked afterwards share it."""
    annotator(model)("Two words.")


def _check(nlp: Language, model: str) -> None:
    assigned = {attribute for name in nlp.pipe_names for attribute in nlp.get_pipe_meta(name).assigns}
    missing = [title for attribute, title in _REQUIRED.items() if attribute not in assigned]
    if missing:
        raise UnsuitableModel(f"the language model {model} has no component for {', '.join(missing)}")
    labels = {label for name in nlp.pipe_names for label in getattr(nlp.get_pipe(name), "labels", ())}
    unknown = sorted(_LABELS - labels)
    if unknown:
        raise UnsuitableModel(f"the parser of {model} lacks relations of Universal Dependencies: {', '.join(unknown)}")


def _serves(nlp: Language, name: str) -> Needs:
    """Annotations that need a component, by the attributes it sets; one that sets none serves the others."""
    assigned = nlp.get_pipe_meta(name).assigns
    served = [_SETS[attribute] for attribute in assigned if attribute in _SETS]
    if served:
        return reduce(or_, served)
    return Needs(0) if any(attribute.startswith(("doc.ents", "token.ent")) for attribute in assigned) else EVERYTHING


def _run(part: Any, documents: list[Doc]) -> list[Doc]:
    if hasattr(part, "pipe"):
        return list(part.pipe(documents, batch_size=BATCH))
    return [part(document) for document in documents]


def _fastest(part: Any) -> Any:
    return CompiledParser(part) if CompiledParser.can_stand_for(part) else part


def _fast(nlp: Language) -> Language:
    """Replaces the pipeline's matrix product by NumPy's, which is several times faster, and cuts long texts."""
    operations = NumpyOps(use_blis=False)
    for _, part in nlp.pipeline:
        for node in _nodes(part):
            node.ops = operations
            read_in_stretches(node)
    return nlp


def _nodes(part: Any) -> Iterator[Any]:
    walk = getattr(getattr(part, "model", None), "walk", None)
    if walk is not None:
        yield from walk()
