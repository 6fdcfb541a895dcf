"""Choice of the writer's own text among four: `python -m tests.accuracy.choices --corpora DIR [--split test]`.

For each persona of five samples and each text of its author of about 250 words: the share that scores higher than
three texts of the same length, drawn from the trials, by others of the corpus, or, in the corpora named ...llm, by
language models that imitate the author. Chance is 25%. Also the same choice by character n-grams.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.score.scorer import REGISTER_TEXTS, Scorer
from tests.accuracy.arguments import over_corpora
from tests.accuracy.baselines import character_grams
from tests.accuracy.register_size import cells
from tests.accuracy.separation import Corpus, Measurement, corpora

OTHERS = 3


def choices(corpus: Corpus) -> Iterator[tuple[int, NDArray[np.intp]]]:
    """Yields the trial of a writer's own text, and those of three others against the same persona."""
    trials, random = corpus.trials, np.random.default_rng(0)
    for persona in np.unique(trials.persona):
        mine = trials.persona == persona
        foreign = np.flatnonzero(mine & ~trials.same)
        if len(foreign) >= OTHERS:
            for own in np.flatnonzero(mine & trials.same).tolist():
                yield own, random.choice(foreign, OTHERS, replace=False)


def share(scores: NDArray[np.float64], drawn: list[tuple[int, NDArray[np.intp]]]) -> float:
    """Returns the share of choices in which the writer's own text scores highest, 0..1."""
    return float(np.mean([scores[own] > scores[others].max() for own, others in drawn]))


def main() -> None:
    """Entry point."""
    arguments = over_corpora("tests.accuracy.choices", __doc__).parse_args()
    scorer = Scorer.load()
    print(f"{'own text chosen of four':24s}{'choices':>10s}{'cold':>8s}{'warm':>8s}{'character n-grams':>20s}")
    for whole in corpora(arguments.corpora, arguments.split):
        corpus = cells(whole)
        drawn = list(choices(corpus)) if corpus else []
        if corpus is None or not drawn:
            continue
        measurement, trials = Measurement(scorer, corpus), corpus.trials
        cold, warm = (share(measurement.outcome(texts).log_odds, drawn) for texts in (0, REGISTER_TEXTS))
        voices = ["\n\n".join(corpus.documents[name].text for name in persona.documents) for persona in trials.personas]
        grams = character_grams(voices, [query.text for query in trials.queries], (trials.persona, trials.query))
        print(f"{corpus.name:24s}{len(drawn):>10d}{cold:>8.0%}{warm:>8.0%}{share(grams, drawn):>20.0%}", flush=True)


if __name__ == "__main__":
    main()
