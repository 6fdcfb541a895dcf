"""Suggestions of repairs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from libs.stylometry.repairs.kinds import RepairKind
from libs.stylometry.repairs.plan import Plan
from libs.stylometry.repairs.terms import BannedTerm
from services.analyzer.domain.score import ScoredText


@dataclass(frozen=True, slots=True)
class Suggestions:
    """A plan, with the scores before and after it as they are reported."""

    plan: Plan
    before: ScoredText
    after: ScoredText


@dataclass(frozen=True, slots=True)
class Wanted:
    """Request of a caller: kinds of repairs, none for all, and terms that must not be used."""

    kinds: Collection[RepairKind]
    terms: Sequence[BannedTerm]
