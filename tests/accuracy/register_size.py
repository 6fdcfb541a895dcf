"""Separation by the number of register texts: `python -m tests.accuracy.register_size --corpora DIR [--split test]`.

As `tests.accuracy.separation`, at five samples and 250 words, with 0, 3, 10 and more texts by others of the register,
as of a tenant who has just begun. AUC of standard | hard trials, and the balanced accuracy at one half.
"""

from libs.stylometry.score.scorer import REGISTER_TEXTS, Scorer
from tests.accuracy.arguments import over_corpora
from tests.accuracy.figures import measured
from tests.accuracy.separation import SETS, Corpus, Measurement, corpora

SAMPLES, WORDS = 5, 250
TEXTS = (0, 3, 10, 30, 100, REGISTER_TEXTS)


def cells(corpus: Corpus) -> Corpus | None:
    """Returns the trials of the shown cell alone; None without any."""
    trials = corpus.trials
    kept = (trials.samples[trials.persona] == SAMPLES) & (trials.lengths[trials.query] == WORDS)
    if not kept.any():
        return None
    return Corpus(corpus.name, trials.only(kept), corpus.documents)


def line(measurement: Measurement, corpus: Corpus, texts: int) -> str:
    """Formats a cell of the table: AUC of both sets of trials, and accuracy."""
    outcome = measurement.outcome(texts)
    figures = {
        name: measured(part)
        for name, bit in SETS.items()
        for part in [outcome.of((corpus.trials.flags & bit) > 0)]
        if part.decides
    }
    areas = "|".join(f"{figures[name]['auc']:.3f}" for name in figures)
    return f"{areas} {next(iter(figures.values()))['accuracy']:.2f}"


def main() -> None:
    """Entry point."""
    arguments = over_corpora("tests.accuracy.register_size", __doc__).parse_args()
    scorer = Scorer.load()
    print(f"{'texts by others':18s}" + "".join(f"{texts:>18d}" for texts in TEXTS), flush=True)
    for whole in corpora(arguments.corpora, arguments.split):
        corpus = cells(whole)
        if corpus is not None:
            measurement = Measurement(scorer, corpus)
            shown = "".join(f"{line(measurement, corpus, texts):>18s}" for texts in TEXTS)
            print(f"{corpus.name:18s}{shown}", flush=True)


if __name__ == "__main__":
    main()
