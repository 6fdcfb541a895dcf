"""What repairs bring: `python -m tests.accuracy.repairs --corpora DIR [--split test]`.

Drafts of about 250 words by others, and by the writer, are repaired towards the voices of five samples. Beside the gain
that was predicted from each repair alone stands that which was measured with all of them, and what a scorer says that
knows nothing of ours: the cosine of tf-idf weighted character n-grams. For what advice predicts, the edits serve that
mend the same metric: how far the change that is predicted from the metric goes with the one that is measured.
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
"""Drafts of either kind a corpus."""


@dataclass(slots=True)
class Found:
    """What was seen of the drafts of one kind."""

    drafts: int = 0
    edits: int = 0
    predicted: list[float] = field(default_factory=list)
    measured: list[float] = field(default_factory=list)
    other: list[float] = field(default_factory=list)
    effects: list[tuple[float, float]] = field(default_factory=list)


class Repairing:
    """The workshops of a corpus' personas."""

    def __init__(self, scorer: Scorer, corpus: Corpus) -> None:
        self._scorer, self._corpus, self._language = scorer, corpus, load()
        self._samples = {
            name: SampleMeasure.of(self.read(corpus.documents[name].text), scorer.embed)
            for name in sorted({name for persona in corpus.trials.personas for name in persona.documents})
        }

    def read(self, text: str) -> Document:
        return Document.of(self._language(text), text)

    def workshop(self, number: int) -> Workshop:
        """A persona's, in the register of the others' samples."""
        persona, documents = self._corpus.trials.personas[number], self._corpus.documents
        others = [each.style for name, each in self._samples.items() if documents[name].author != persona.author]
        own = [self._samples[name] for name in persona.documents]
        voice = Fingerprint.empty(self._scorer.dimensions).including(own)
        vector = EnrolmentVector(voice.style_mean * voice.samples, voice.samples, voice.words)
        enrolment = self._scorer.enrol(vector, Register.of(np.array(others[:REGISTER_TEXTS])))
        projection = self._scorer.project(enrolment)
        return Workshop(self._scorer, enrolment, profile(voice), projection, shipped(self._scorer.version), self.read)

    def effects(self, workshop: Workshop, text: str, plan: Plan) -> list[tuple[float, float]]:
        """Predicted from the metric, and measured, log-odds of each repair that mends one."""
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


def measured(scorer: Scorer, corpus: Corpus, *, same: bool) -> Found:
    """Repairs some drafts, the writers' own or others'."""
    trials, repairing, found = corpus.trials, Repairing(scorer, corpus), Found()
    rows = np.flatnonzero(trials.same == same)
    chosen: list[int] = np.random.default_rng(0).permutation(rows)[:DRAFTS].tolist()
    voices = ["\n\n".join(corpus.documents[name].text for name in each.documents) for each in trials.personas]
    texts: list[str] = []
    for row in chosen:
        text = trials.queries[trials.query[row]].text
        workshop = repairing.workshop(int(trials.persona[row]))
        plan = workshop.plan(repairing.read(text), (), ())
        texts += text, plan.text
        found.drafts += 1
        found.edits += sum(len(repair.edits) for repair in plan.repairs)
        found.effects += repairing.effects(workshop, text, plan)
        if plan.repairs and plan.before.log_odds is not None and plan.after.log_odds is not None:
            found.predicted.append(sum(repair.gain or 0.0 for repair in plan.repairs))
            found.measured.append(plan.after.log_odds - plan.before.log_odds)
    personas = np.repeat(trials.persona[chosen], 2)
    cosines = character_grams(voices, texts, (personas, np.arange(len(texts)))).reshape(-1, 2)
    found.other = [after - before for before, after in cosines.tolist() if after != before]
    return found


def line(name: str, found: Found) -> str:
    """One row of the table."""
    closer = np.mean(np.array(found.other) > 0) if found.other else np.nan
    agreement = np.corrcoef(np.array(found.effects).T)[0, 1] if len(found.effects) > 2 else np.nan
    return (
        f"{name:26s}{len(found.measured) / found.drafts:>10.0%}{found.edits / found.drafts:>8.1f}"
        f"{np.mean(found.predicted or [0]):>+11.2f}{np.mean(found.measured or [0]):>+10.2f}{closer:>14.0%}"
        f"{agreement:>14.2f} ({len(found.effects)})"
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
