"""Selection of the weights: the best on the development sets, with gold tokens and predicted sentences."""

from collections.abc import Callable
from pathlib import Path

from spacy.language import Language

from libs.language.annotation import Annotator
from libs.language.training.evaluation import Scores, file_of, score, whole
from libs.language.training.reader import read

SHARES = {"EWT": 0.8, "GUM": 0.2}
"""Weight of each development set."""

WEIGHTS = {"xpos": 1.0, "upos": 1.0, "uas": 1.0, "las": 2.0, "sentences": 0.5}
"""Weight of each measure: the labelled tree most, since it depends on all the others."""


def rating(treebanks: Path) -> Callable[[Language], float]:
    """The function that rates a pipeline in training, in percent."""
    texts = {name: whole(read(file_of(treebanks, name, "dev"))) for name in SHARES}

    def rate(nlp: Language) -> float:
        annotator = Annotator(nlp, "in training")
        scores = {name: score(annotator, of_set, gold_tokens=True) for name, of_set in texts.items()}
        return sum(share * weighted(scores[name]) for name, share in SHARES.items())

    return rate


def weighted(scores: Scores) -> float:
    """The weighted mean of the measures that count."""
    return sum(weight * scores[name] for name, weight in WEIGHTS.items()) / sum(WEIGHTS.values())
