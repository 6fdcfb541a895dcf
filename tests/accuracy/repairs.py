"""Effect of repairs: `python -m tests.accuracy.repairs --corpora DIR [--split test]`.

Drafts of about 250 words by others, and by the writer, are repaired towards the fingerprints of five samples. Compares
the gain predicted from each repair alone with the gain measured with all of them, and with an independent scorer: the
cosine of tf-idf weighted character n-grams. The predictions of advice are checked by the edits that repair the same
metric: the correlation of the change that is predicted from the metric with the measured one.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from libs.language import load
from libs.stylometry.metrics import INDEX, measure
from libs.stylometry.profile.bands import profile
from libs.stylometry.profile.fingerprint import Fingerprint, SampleMeasure
from libs.stylometry.profile.population import population
from libs.stylometry.repairs.edits import applied
from libs.stylometry.repairs.effects import shipped, standardised
from libs.stylometry.repairs.plan import Plan, Workshop
from libs.stylometry.score.scorer import REGISTER_TEXTS, EnrolmentVector, Register, Scorer
from libs.stylometry.statistics.text_statistics import TextStatistics
from libs.stylometry.text.document import Document
from tests.accuracy.arguments import over_corpora
from tests.accuracy.baselines import character_grams
from tests.accuracy.register_size import cells
from tests.accuracy.separation import Corpus, corpora

DRAFTS = 60
"""Number of drafts of either kind per corpus."""


@dataclass(slots=True)
class RepairResults:
    """Results for the drafts of one kind."""

    drafts: int = 0
    edits: int = 0
    predicted: list[float] = field(default_factory=list)
    measured: list[float] = field(default_factory=list)
    other: list[float] = field(default_factory=list)
    effects: list[tuple[float, float]] = field(default_factory=list)


class Repairing:
    """Makes the workshops of the personas of a corpus."""

    def __init__(self, scorer: Scorer, corpus: Corpus) -> None:
        self._scorer, self._corpus, self._language = scorer, corpus, load()
        self._samples = {
            name: SampleMeasure.of(self.read(corpus.documents[name].text), scorer.embed)
            for name in sorted({name for persona in corpus.trials.personas for name in persona.documents})
        }

    def read(self, text: str) -> Document:
        return Document.of(self._language(text), text)

    def workshop(self, number: int) -> Workshop:
        """Returns the workshop of a persona, in the register of the others' samples."""
        persona, documents = self._corpus.trials.personas[number], self._corpus.documents
        others = [sample.style for name, sample in self._samples.items() if documents[name].author != persona.author]
        own = [self._samples[name] for name in persona.documents]
        voice = Fingerprint.empty(self._scorer.dimensions).including(own)
        vector = EnrolmentVector(voice.style_mean * voice.samples, voice.samples, voice.words)
        enrolment = self._scorer.enrol(vector, Register.of(np.array(others[:REGISTER_TEXTS])))
        projection = self._scorer.project(enrolment)
        return Workshop(self._scorer, enrolment, profile(voice), projection, shipped(self._scorer.version), self.read)

    def effects(self, workshop: Workshop, text: str, plan: Plan) -> list[tuple[float, float]]:
        """Returns the log-odds predicted from the metric, and measured, of each repair of a metric."""
        along = workshop.effects.along(workshop.enrolment.direction) * plan.before.slope
        pairs: list[tuple[float, float]] = []
        for repair in plan.repairs:
            if repair.deviation is not None and repair.gain is not None:
                place = INDEX[repair.deviation.metric]
                moved = self._metrics(applied(text, repair.edits)) - self._metrics(text)
                pairs.append((float(moved[place] * along[place]), repair.gain))
        return pairs

    def _metrics(self, text: str) -> NDArray[np.float64]:
        return standardised(measure(TextStatistics.of(self.read(text))).array, population())


def measured(scorer: Scorer, corpus: Corpus, *, same: bool) -> RepairResults:
    """Repairs some drafts, the writers' own (`same`) or others'."""
    trials, repairing, results = corpus.trials, Repairing(scorer, corpus), RepairResults()
    rows = np.flatnonzero(trials.same == same)
    chosen: list[int] = np.random.default_rng(0).permutation(rows)[:DRAFTS].tolist()
    voices = ["\n\n".join(corpus.documents[name].text for name in persona.documents) for persona in trials.personas]
    texts: list[str] = []
    for row in chosen:
        text = trials.queries[trials.query[row]].text
        workshop = repairing.workshop(int(trials.persona[row]))
        plan = workshop.plan(repairing.read(text), (), ())
        texts += text, plan.text
        results.drafts += 1
        results.edits += sum(len(repair.edits) for repair in plan.repairs)
        results.effects += repairing.effects(workshop, text, plan)
        if plan.repairs and plan.before.log_odds is not None and plan.after.log_odds is not None:
            results.predicted.append(sum(repair.gain or 0.0 for repair in plan.repairs))
            results.measured.append(plan.after.log_odds - plan.before.log_odds)
    personas = np.repeat(trials.persona[chosen], 2)
    cosines = character_grams(voices, texts, (personas, np.arange(len(texts)))).reshape(-1, 2)
    results.other = [after - before for before, after in cosines.tolist() if after != before]
    return results


def line(name: str, results: RepairResults) -> str:
    """Formats a row of the table."""
    closer = np.mean(np.array(results.other) > 0) if results.other else np.nan
    agreement = np.corrcoef(np.array(results.effects).T)[0, 1] if len(results.effects) > 2 else np.nan
    return (
        f"{name:26s}{len(results.measured) / results.drafts:>10.0%}{results.edits / results.drafts:>8.1f}"
        f"{np.mean(results.predicted or [0]):>+11.2f}{np.mean(results.measured or [0]):>+10.2f}{closer:>14.0%}"
        f"{agreement:>14.2f} ({len(results.effects)})"
    )


def main() -> None:
    """Entry point."""
    arguments = over_corpora("tests.accuracy.repairs", __doc__, "test").parse_args()
    scorer = Scorer.load()
    print(
        f"{'drafts of':26s}{'repaired':>10s}{'edits':>8s}{'predicted':>11s}{'measured':>10s}{'closer by n-gram':>17s}"
        f"{'advice: r (n)':>14s}"
    )
    for whole in corpora(arguments.corpora, arguments.split):
        corpus = cells(whole)
        if corpus is not None and corpus.trials.same.any():
            for same, kind in ((False, "others"), (True, "the writer")):
                print(line(f"{corpus.name}, {kind}", measured(scorer, corpus, same=same)), flush=True)


if __name__ == "__main__":
    main()
