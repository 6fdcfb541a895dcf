"""Plan of repairs: safe edits that bring a draft closer to a persona, and advice for the writer."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.metrics import INDEX, METRICS, Family, Measurements, measure
from libs.stylometry.metrics.metric import Rate
from libs.stylometry.profile.bands import Profile
from libs.stylometry.profile.deviations import Deviation, deviations
from libs.stylometry.profile.population import Population, population
from libs.stylometry.repairs.edits import Edit, apart, applied, growth
from libs.stylometry.repairs.effects import MAX_DEVIATION, Effects
from libs.stylometry.repairs.kinds import RULES, RepairKind, RepairRule
from libs.stylometry.repairs.terms import BannedTerm, additions, find_terms, replacements
from libs.stylometry.score.calibration import probability
from libs.stylometry.score.scorer import Draft, Enrolment, Projection, Score, Scorer
from libs.stylometry.statistics.text_statistics import TextStatistics
from libs.stylometry.text.document import Document
from libs.stylometry.text.spans import Span

MAX_ADVICE = 12

MAX_CHARACTERS = 1_000_000
"""Maximum characters of a repaired text unless a caller allows fewer: spaCy reads no longer one."""

_SUMMARIES = frozenset({Family.READABILITY, Family.QUALITY})
_CHANGEABLE = frozenset(
    metric.id for metric in METRICS.values() if isinstance(metric.formula, Rate) and metric.family not in _SUMMARIES
)
"""Metrics that advice speaks of: those of countable things, which can be written more or less often. A readability
formula or an entropy leaves the band only because these do."""

Read = Callable[[str], Document]
"""Reads a text that differs from a readable one by edits."""


class RepairTooLongError(ValueError):
    """The replacements of banned terms would make the text `characters` long; those of `term` add most."""

    def __init__(self, term: BannedTerm, characters: int) -> None:
        super().__init__(f"the replacements of {term.term!r} and others make a text of {characters:,} characters")
        self.term = term
        self.characters = characters


@dataclass(frozen=True, slots=True)
class Repair:
    """Edits of one kind, and their measured gain alone in log-odds, None without a number.

    `deviation` is the one they fix; None for banned terms.
    """

    kind: RepairKind
    edits: Sequence[Edit]
    deviation: Deviation | None
    gain: float | None


@dataclass(frozen=True, slots=True)
class Advice:
    """A deviation, and the gain in log-odds of a return to the writer's mean, as predicted by `effects`; None without a
    number."""

    deviation: Deviation
    gain: float | None


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A banned term without a replacement."""

    term: str
    span: Span


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Repairs and advice for a draft, with the scores before and after.

    `predicted`, a probability, is the score if the gains of all repairs added up; `after` is the score of `text`, which
    has all edits. Repairs and advice are sorted by gain, the largest first.
    """

    before: Score
    repairs: Sequence[Repair]
    advice: Sequence[Advice]
    unresolved: Sequence[Unresolved]
    text: str
    words: int
    predicted: float | None
    after: Score


@dataclass(frozen=True, slots=True, eq=False)
class _Case:
    """The original draft: its score, its metrics, and its deviations from the writer's bands."""

    document: Document
    draft: Draft
    score: Score
    measured: Measurements
    leaving: Sequence[Deviation]

    @property
    def text(self) -> str:
        return self.document.text


@dataclass(frozen=True, slots=True, eq=False)
class Workshop:
    """A persona, with everything needed to try changes of a draft against it."""

    scorer: Scorer
    enrolment: Enrolment
    profile: Profile
    projection: Projection
    effects: Effects
    read: Read
    max_characters: int = MAX_CHARACTERS

    def plan(self, document: Document, terms: Sequence[BannedTerm], kinds: Collection[RepairKind]) -> Plan:
        """Plans repairs of some kinds, or of all if none is named, and advice.

        Edits that bring the draft no closer are dropped, except for banned terms. If the evidence carries no number,
        the bands alone decide.

        No text longer than `max_characters` is made: repairs that would make one are dropped. Raises RepairTooLongError
        if the banned terms would.
        """
        banned = find_terms(document.text, terms)
        wanted = frozenset(kinds or RepairKind)
        if RepairKind.BANNED_TERM in wanted:
            self._check(document.text, banned)
        case = self._case(document)
        chosen = self._compatible(case, [*self._terms(case, banned, wanted), *self._habits(case, wanted)])
        text = applied(case.text, sorted(edit for repair in chosen for edit in repair.edits))
        rewritten = self.read(text) if chosen else document
        after = self._scored(rewritten)[1] if chosen else case.score
        return Plan(
            before=case.score,
            repairs=chosen,
            advice=self._advice(case),
            unresolved=[Unresolved(term.term, span) for term, span in banned if term.replacement is None],
            text=text,
            words=len(rewritten.words),
            predicted=_predicted(case.score, chosen),
            after=after,
        )

    def _check(self, text: str, banned: Sequence[tuple[BannedTerm, Span]]) -> None:
        """Raises RepairTooLongError if the replacements make the text too long."""
        added = additions(text, banned)
        characters = len(text) + added.total()
        if added and characters > self.max_characters:
            raise RepairTooLongError(added.most_common(1)[0][0], characters)

    def _case(self, document: Document) -> _Case:
        draft, score = self._scored(document)
        measured = measure(TextStatistics.of(document))
        leaving = deviations(document, self.profile, measurements=measured, limit=len(METRICS))
        return _Case(document, draft, score, measured, leaving)

    def _scored(self, document: Document) -> tuple[Draft, Score]:
        draft = self.scorer.draft(document, len(document.words))
        return draft, self.scorer.score(self.enrolment, draft)

    def _gain(self, case: _Case, edits: Sequence[Edit]) -> float | None:
        """Gain of the edits alone in the log-odds of a score that has a number."""
        if case.score.log_odds is None:
            return None
        changed = self.read(applied(case.text, edits))
        draft = self.scorer.draft(changed, len(changed.words), case.draft)
        log_odds = self.scorer.log_odds(self.enrolment, draft)
        return None if log_odds is None else log_odds - case.score.log_odds

    def _terms(
        self, case: _Case, banned: Sequence[tuple[BannedTerm, Span]], wanted: Collection[RepairKind]
    ) -> list[Repair]:
        edits = apart(replacements(case.text, banned))
        if not edits or RepairKind.BANNED_TERM not in wanted:
            return []
        return [Repair(RepairKind.BANNED_TERM, edits, None, self._gain(case, edits))]

    def _habits(self, case: _Case, wanted: Collection[RepairKind]) -> list[Repair]:
        """Repairs of what leaves the writer's bands, those that bring the draft closer, the largest gain first."""
        of_metric = {deviation.metric: deviation for deviation in case.leaving}
        likeness = self.scorer.sentence_contributions(self.projection, case.score, case.document, case.draft)
        repairs: list[Repair] = []
        for rule in RULES:
            deviation = of_metric.get(rule.metric)
            if deviation is None or deviation.side is not rule.side or rule.kind not in wanted:
                continue
            edits = self._chosen(rule, case, likeness)
            if len(case.text) + growth(edits) > self.max_characters:
                continue
            gain = self._gain(case, edits) if edits else None
            if edits and (gain is None or gain > 0):
                repairs.append(Repair(rule.kind, edits, deviation, gain))
        return sorted(repairs, key=_gained)

    def _chosen(self, rule: RepairRule, case: _Case, likeness: NDArray[np.float32]) -> list[Edit]:
        """Enough edits to bring the metric to the writer's mean, those in sentences least like the writer first."""
        document, edits = case.document, apart(rule.find(case.document))
        needed = rule.needed(case.measured.statistics, self.profile.bands[rule.metric].mean)
        if needed is None or needed >= len(edits):
            return edits
        token = document.start.searchsorted([edit.span.start for edit in edits], side="right") - 1
        least_like: list[int] = np.argsort(likeness[document.sentence[token]], kind="stable")[:needed].tolist()
        return [edits[index] for index in sorted(least_like)]

    def _compatible(self, case: _Case, repairs: Sequence[Repair]) -> list[Repair]:
        """The repairs, by their remaining gain, without edits that overlap those of an earlier one.

        A repair that would make the text too long, together with the earlier ones, is dropped.
        """
        taken: list[Edit] = []
        chosen: list[Repair] = []
        for repair in repairs:
            every = apart([*taken, *repair.edits])
            kept = set(every)
            own = [edit for edit in repair.edits if edit in kept]
            if own and len(case.text) + growth(every) <= self.max_characters:
                gain = repair.gain if len(own) == len(repair.edits) else self._gain(case, own)
                chosen.append(Repair(repair.kind, own, repair.deviation, gain))
                taken = every
        return sorted(chosen, key=_gained)

    def _advice(self, case: _Case) -> list[Advice]:
        changeable = [deviation for deviation in case.leaving if deviation.metric in _CHANGEABLE]
        if case.score.log_odds is None:
            return [Advice(deviation, None) for deviation in changeable[:MAX_ADVICE]]
        along, reference = self.effects.along(self.enrolment.direction) * case.score.slope, population()
        gains = [
            float(along[INDEX[deviation.metric]]) * self._way_back(deviation, reference) for deviation in changeable
        ]
        ranked = sorted(zip(gains, changeable, strict=True), key=lambda pair: -pair[0])
        return [Advice(deviation, gain) for gain, deviation in ranked[:MAX_ADVICE] if gain > 0]

    def _way_back(self, deviation: Deviation, reference: Population) -> float:
        """Difference of the writer's mean from the draft's value, in standard deviations of the population."""
        index = INDEX[deviation.metric]
        ends = np.array([deviation.value, self.profile.bands[deviation.metric].mean])
        near, far = np.clip(
            (ends - reference.center[index]) / reference.scale[index], -MAX_DEVIATION, MAX_DEVIATION
        ).tolist()
        return far - near


def _gained(repair: Repair) -> float:
    """Sort key: the largest gain first."""
    return -(repair.gain or 0.0)


def _predicted(before: Score, repairs: Sequence[Repair]) -> float | None:
    if before.log_odds is None:
        return None
    return float(probability(before.log_odds + sum(repair.gain or 0.0 for repair in repairs)))
