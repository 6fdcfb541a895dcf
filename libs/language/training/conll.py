"""Accuracy as defined by the shared task: F1 over all words, from raw text.

Zeman et al., 2018, "CoNLL 2018 Shared Task: Multilingual Parsing from Raw Text to Universal Dependencies": a word is
correct if its characters are those of a gold word and its annotation agrees; relations without their subtypes.
Contractions are aligned by their characters here, not by the words of their range.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc, Token

MEASURES = ("tokens", "sentences", "xpos", "upos", "lemma", "uas", "las")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Words:
    spans: dict[int, Span]
    sentences: frozenset[Span]
    tokens: dict[Span, Token]


def f1_scores(pairs: Iterable[tuple[Doc, Doc]]) -> dict[str, float]:
    """F1 by measure, 0 to 1, of (predicted, gold) documents with the same text."""
    right, predicted, gold = Counter[str](), Counter[str](), Counter[str]()
    for predicted_doc, gold_doc in pairs:
        ours, theirs = _words(predicted_doc), _words(gold_doc)
        for measure in MEASURES:
            sentences = measure == "sentences"
            predicted[measure] += len(ours.sentences if sentences else ours.tokens)
            gold[measure] += len(theirs.sentences if sentences else theirs.tokens)
        right["sentences"] += len(ours.sentences & theirs.sentences)
        right.update(_right(ours, theirs))
    return {measure: 2 * right[measure] / (predicted[measure] + gold[measure]) for measure in MEASURES}


def _right(ours: _Words, theirs: _Words) -> Counter[str]:
    right = Counter[str]()
    for span, token in ours.tokens.items():
        gold = theirs.tokens.get(span)
        if gold is None:
            continue
        right["tokens"] += 1
        right["xpos"] += token.tag == gold.tag
        right["upos"] += token.pos == gold.pos
        right["lemma"] += token.lemma == gold.lemma
        attached = _head(token, ours) == _head(gold, theirs)
        right["uas"] += attached
        right["las"] += attached and token.dep_.split(":")[0] == gold.dep_.split(":")[0]
    return right


def _head(token: Token, words: _Words) -> Span | None:
    return None if token.head.i == token.i else words.spans.get(token.head.i, (-1, token.head.i))


def _words(doc: Doc) -> _Words:
    """Words by their range among the characters that are no white space."""
    spans: dict[int, Span] = {}
    end = 0
    for token in doc:
        if not token.is_space:
            start, end = end, end + len(token.text)
            spans[token.i] = (start, end)
    inside = ([spans[token.i] for token in sentence if token.i in spans] for sentence in doc.sents)
    sentences = frozenset((words[0][0], words[-1][1]) for words in inside if words)
    return _Words(spans, sentences, {span: doc[position] for position, span in spans.items()})
