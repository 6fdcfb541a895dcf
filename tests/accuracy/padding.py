"""Robustness against padding with a writer's own words: `python -m tests.accuracy.padding --corpora DIR`.

Drafts of about 250 words by others are scored against personas of five samples, with the register known; then again
with the writer's signature expressions and commonest own words inserted, until they are 5, 10 or 20 in 100 of the
words. Reports the percentage of drafts that reach 50 of 100, and for comparison the percentage that another scorer, not
the target of the padding, accepts: the cosine of character n-grams, at the threshold with the same acceptance rate
before padding.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from libs.language import load
from libs.stylometry.expressions.signature import SampleText, signature
from libs.stylometry.score.scorer import Scorer
from libs.stylometry.text.document import Document
from tests.accuracy.arguments import over_corpora
from tests.accuracy.baselines import character_grams
from tests.accuracy.register_size import cells
from tests.accuracy.separation import Corpus, Measurement, corpora

DRAFTS = 100
SHARES = (0.0, 0.05, 0.1, 0.2)
"""Shares of the writer's own words among the words of a draft."""

MIN_OWN = 20


class Padding:
    """Padding of drafts by an attacker who knows the samples of each persona."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus, self._language = corpus, load()
        self._own: dict[int, list[str]] = {}

    def own_words(self, persona: int) -> list[str]:
        """Returns the persona's signature expressions, and then the words that most of its samples contain."""
        if persona not in self._own:
            names = self._corpus.trials.personas[persona].documents
            texts = [self._corpus.documents[name].text for name in names]
            samples = [SampleText(Document.of(self._language(text), text), "") for text in texts]
            expressions = [each.text for each in signature(samples)]
            spread = Counter(word for text in texts for word in set(text.split()))
            self._own[persona] = [*expressions, *(word for word, _ in spread.most_common(MIN_OWN))]
        return self._own[persona]

    def padded(self, text: str, persona: int, share: float) -> str:
        """Returns the text with the persona's own words before some of its words; the result is deterministic."""
        words, own = text.split(" "), self.own_words(persona)
        random = np.random.default_rng(persona)
        places: list[int] = random.permutation(len(words))[: int(share * len(words))].tolist()
        for number, place in enumerate(places):
            words[place] = f"{own[number % len(own)]} {words[place]}"
        return " ".join(words)


def accepted(scorer: Scorer, corpus: Corpus) -> list[tuple[float, float]]:
    """Returns, for each share of padding, the shares of drafts that score 50 or more, and that the other accepts."""
    trials, padding, measurement = corpus.trials, Padding(corpus), Measurement(scorer, corpus)
    rows: list[int] = np.random.default_rng(0).permutation(np.flatnonzero(~trials.same))[:DRAFTS].tolist()
    personas = [int(trials.persona[row]) for row in rows]
    texts = [trials.queries[trials.query[row]].text for row in rows]
    voices = ["\n\n".join(corpus.documents[name].text for name in persona.documents) for persona in trials.personas]
    matched: list[float] = []
    cosines: list[NDArray[np.float64]] = []
    for share in SHARES:
        drafts = [padding.padded(text, persona, share) for text, persona in zip(texts, personas, strict=True)]
        matched.append(float(np.mean(measurement.log_odds_of(personas, drafts) > 0)))
        cosines.append(character_grams(voices, drafts, (np.array(personas), np.arange(len(drafts)))))
    threshold = np.quantile(cosines[0], 1 - matched[0])
    return [(match, float(np.mean(cosine > threshold))) for match, cosine in zip(matched, cosines, strict=True)]


def line(shares: Sequence[tuple[float, float]]) -> str:
    """Formats the row of a corpus."""
    return "".join(f"{100 * match:>8.0f} |{100 * other:>4.0f}" for match, other in shares)


def main() -> None:
    """Entry point."""
    arguments = over_corpora("tests.accuracy.padding", __doc__, "test").parse_args()
    scorer = Scorer.load()
    print(f"{'of 100, ours | n-grams':24s}" + "".join(f"{100 * share:>11.0f}% own" for share in SHARES))
    for whole in corpora(arguments.corpora, arguments.split):
        corpus = cells(whole)
        if corpus is not None and corpus.trials.same.any():
            print(f"{corpus.name:24s}{line(accepted(scorer, corpus))}", flush=True)


if __name__ == "__main__":
    main()
