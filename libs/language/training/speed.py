"""Cost of annotation, relative to spaCy's blank tokenizer in the same run."""

import time
from collections.abc import Callable, Sequence

from spacy.lang.en import English

from libs.language.annotation import EVERYTHING, Annotator, Needs

ROUNDS = 3

Costs = dict[str, dict[str, float]]


def measure(annotator: Annotator, texts: Sequence[str]) -> Costs:
    """Words a second and the multiple of the blank tokenizer's time, by path; the best of interleaved rounds.

    Processor time, which other programs on the machine do not lengthen. Words are the tokens of the blank tokenizer
    without white space. All vocabularies are warm.
    """
    blank = English()
    paths: dict[str, Callable[[], object]] = {
        "blank tokenizer": lambda: [blank.make_doc(text) for text in texts],
        "treebank tokenizer": lambda: [annotator.nlp.make_doc(text) for text in texts],
        "tags": lambda: list(annotator.annotate(texts, Needs.TAGS)),
        "tags and lemmas": lambda: list(annotator.annotate(texts, Needs.LEMMAS)),
        "syntax": lambda: list(annotator.annotate(texts, Needs.SYNTAX)),
        "everything": lambda: list(annotator.annotate(texts, EVERYTHING)),
    }
    words = sum(not token.is_space for text in texts for token in blank.make_doc(text))
    best = dict.fromkeys(paths, float("inf"))
    for number in range(ROUNDS + 1):
        for name, run in paths.items():
            start = time.process_time()
            run()
            taken = time.process_time() - start
            best[name] = min(best[name], taken) if number else best[name]
    least = best["blank tokenizer"]
    return {
        name: {"words_a_second": round(words / taken), "times_blank": round(taken / least, 1)}
        for name, taken in best.items()
    }
