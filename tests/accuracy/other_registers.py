"""Detection of texts of another register: `python -m tests.accuracy.other_registers --corpora DIR`.

Personas of five samples of each corpus, with the samples of its other authors as the register. Reports the percentage
of drafts of about 250 words that are far off in the direction that the register shares: of the writer's own, of other
writers' of the corpus, and of each other corpus'.
"""

from collections.abc import Sequence

import numpy as np

from libs.stylometry.score.register_shift import FAR, register_shift
from libs.stylometry.score.scorer import Scorer
from tests.accuracy.arguments import over_corpora
from tests.accuracy.register_size import cells
from tests.accuracy.separation import Corpus, Measurement, corpora

PERSONAS = 60
DRAFTS = 5


class Kind:
    """A corpus of one register."""

    def __init__(self, scorer: Scorer, corpus: Corpus) -> None:
        self.name, self.trials = corpus.name.split(".")[-1], corpus.trials
        measurement = Measurement(scorer, corpus)
        self._enrolled, self._queries = measurement.enrolments(), measurement.embedded()

    def drafts(self) -> list[int]:
        """Returns the numbers of the queries of the shown length."""
        return np.unique(self.trials.query).tolist()

    def far(self, persona: int, of: "Kind", drafts: Sequence[int]) -> list[bool]:
        """Returns, for some drafts of a corpus, True if they are far off the samples of a persona of this one."""
        queries, random = of._queries, np.random.default_rng(persona)
        chosen: list[int] = random.permutation(drafts)[:DRAFTS].tolist()
        shifts = [
            register_shift(self._enrolled[persona], queries.queries[number], int(queries.query_words[number]))
            for number in chosen
        ]
        return [shift is not None and abs(shift) >= FAR for shift in shifts]


def line(kind: Kind, kinds: Sequence[Kind]) -> str:
    """Formats the row of a corpus: own drafts, others' drafts, and those of each corpus."""
    shifted: dict[str, list[bool]] = {"own": [], **{other.name: [] for other in kinds}}
    author = [persona.author for persona in kind.trials.personas]
    personas: list[int] = np.random.default_rng(0).permutation(np.unique(kind.trials.persona))[:PERSONAS].tolist()
    for persona in personas:
        mine = [number for number in kind.drafts() if kind.trials.queries[number].author == author[persona]]
        shifted["own"] += kind.far(persona, kind, mine)
        for other in kinds:
            drafts = [number for number in other.drafts() if number not in mine or other is not kind]
            shifted[other.name] += kind.far(persona, other, drafts)
    return f"{kind.name:12s}" + "".join(f"{100 * np.mean(far):>10.0f}" for far in shifted.values())


def main() -> None:
    """Entry point."""
    arguments = over_corpora("tests.accuracy.other_registers", __doc__, "test").parse_args()
    scorer = Scorer.load()
    shown = [cells(corpus) for corpus in corpora(arguments.corpora, arguments.split) if "llm" not in corpus.name]
    kinds = [Kind(scorer, corpus) for corpus in shown if corpus is not None]
    print(f"{'far, of 100':12s}{'own':>10s}" + "".join(f"{kind.name:>10s}" for kind in kinds))
    for kind in kinds:
        print(line(kind, kinds), flush=True)


if __name__ == "__main__":
    main()
