"""Accuracy of a pipeline on test sets, from raw text."""

# spaCy's compiled modules carry no types
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from spacy.scorer import Scorer
from spacy.tokens import Doc, Token
from spacy.training import Example

from libs.language.annotation import Annotator
from libs.language.training import conll
from libs.language.training.reader import TreebankDocument, TreebankSentence, read
from libs.language.training.texts import (
    LINE,
    PARAGRAPH,
    SPACE,
    SPACE_CLASS,
    SPACE_RELATION,
    SPACE_TAG,
    Passage,
    annotated,
    passages,
)

FILES = {"EWT": "ewt", "GUM": "gum-permissive", "PUD": "pud"}
TEN = 10
"""Sentences in a text of PUD, whose sentences come from different texts."""

Scores = dict[str, float]

_UNSCORED = {
    "tag_": {SPACE_TAG, ""},
    "pos_": {SPACE_CLASS, ""},
    "lemma_": {PARAGRAPH, LINE, SPACE, ""},
}


def file_of(treebanks: Path, name: str, split: str) -> Path:
    """Path of a treebank in the folder of treebanks."""
    return treebanks / f"{FILES[name]}-{split}.conllu.gz"


def evaluate(annotator: Annotator, treebanks: Path) -> dict[str, dict[str, Scores]]:
    """Scores by test set; "genres" holds those of EWT by its genres."""
    ewt, gum, pud = (read(file_of(treebanks, name, "test")) for name in FILES)
    return {
        "sets": {
            "EWT para": score(annotator, whole(ewt)),
            "EWT flat": score(annotator, whole(ewt, flat=True)),
            "EWT, gold tokens": score(annotator, whole(ewt), gold_tokens=True),
            "GUM para": score(annotator, whole(gum)),
            "PUD, ten sentences a text": score(annotator, tens(pud)),
        },
        "genres": {genre: score(annotator, whole(of_genre)) for genre, of_genre in _genres(ewt).items()},
    }


def whole(documents: Sequence[TreebankDocument], *, flat: bool = False) -> list[Passage]:
    """Every document as one passage."""
    return [text for document in documents for text in passages(document, flat=flat)]


def tens(documents: Sequence[TreebankDocument]) -> list[Passage]:
    """All sentences in passages of ten, parted by single spaces."""
    sentences = tuple(
        TreebankSentence(one.words, begins_paragraph=False) for document in documents for one in document.sentences
    )
    return passages(TreebankDocument("", sentences), TEN, flat=True)


def score(annotator: Annotator, texts: Sequence[Passage], *, gold_tokens: bool = False) -> Scores:
    """F1 and attachment, percent: spaCy's scorer under plain names, the shared task's F1 under "conll_..." names.

    UAS and LAS of spaCy's scorer leave punctuation out; white space is left out everywhere.
    """
    gold = [annotated(annotator.nlp.vocab, text) for text in texts]
    given: list[Doc | str] = [_untagged(doc) for doc in gold] if gold_tokens else [doc.text for doc in gold]
    predicted = list(annotator.annotate(given))
    counted = conll.f1_scores(zip(predicted, gold, strict=True))
    named = {f"conll_{measure}": value for measure, value in counted.items()}
    return {name: round(100 * value, 2) for name, value in (_by_scorer(predicted, gold) | named).items()}


def _by_scorer(predicted: list[Doc], gold: list[Doc]) -> Scores:
    examples = [Example(ours, theirs) for ours, theirs in zip(predicted, gold, strict=True)]
    scores: dict[str, Any] = {}
    for attribute, unscored in _UNSCORED.items():
        scores |= Scorer.score_token_attr(examples, attribute, missing_values=unscored)
    scores |= Scorer.score_deps(examples, "dep", getter=_relation, ignore_labels=("punct", SPACE_RELATION))
    scores |= Scorer.score_spans(examples, "sents")
    return {
        "tokens": conll.f1_scores(zip(predicted, gold, strict=True))["tokens"],
        "xpos": scores["tag__acc"],
        "upos": scores["pos__acc"],
        "lemma": scores["lemma__acc"],
        "uas": scores["dep_uas"],
        "las": scores["dep_las"],
        "sentences": scores["sents_f"],
    }


def _relation(token: Token, attribute: str) -> str:
    del attribute
    return token.dep_


def _untagged(doc: Doc) -> Doc:
    return Doc(doc.vocab, words=[token.text for token in doc], spaces=[bool(token.whitespace_) for token in doc])


def _genres(documents: Sequence[TreebankDocument]) -> dict[str, list[TreebankDocument]]:
    """By the first part of their names, as EWT gives them."""
    by_genre: dict[str, list[TreebankDocument]] = {}
    for document in documents:
        by_genre.setdefault(document.name.split("-")[0], []).append(document)
    return by_genre
