"""Repairs as messages of the contract, and back."""

from persona.analyzer.v1 import analyzer_service_pb2
from persona.style.v1 import repair_pb2, text_edit_pb2

from libs.servicekit.calls.enums import enum_from_pb, enum_to_pb
from libs.stylometry.repairs.edits import Edit
from libs.stylometry.repairs.kinds import RepairKind
from libs.stylometry.repairs.plan import Advice, Repair
from libs.stylometry.repairs.terms import BannedTerm
from services.analyzer.convert.metric import span_to_pb
from services.analyzer.convert.score import deviation_to_pb, scored_to_pb
from services.analyzer.domain.repair import Suggestions, Wanted


def wanted_from_pb(request: analyzer_service_pb2.SuggestRepairsRequest) -> Wanted:
    terms = [
        BannedTerm(banned.term, banned.replacement if banned.HasField("replacement") else None)
        for banned in request.banned_terms
    ]
    return Wanted([enum_from_pb(repair_pb2.RepairKind, kind, RepairKind) for kind in request.kinds], terms)


def edit_to_pb(edit: Edit) -> text_edit_pb2.TextEdit:
    return text_edit_pb2.TextEdit(span=span_to_pb(edit.span), replacement=edit.replacement)


def repair_to_pb(repair: Repair) -> repair_pb2.Repair:
    return repair_pb2.Repair(
        kind=enum_to_pb(repair_pb2.RepairKind, repair.kind),
        edits=[edit_to_pb(edit) for edit in repair.edits],
        gain=repair.gain,
        deviation=deviation_to_pb(repair.deviation) if repair.deviation else None,
    )


def advice_to_pb(advice: Advice) -> repair_pb2.Advice:
    return repair_pb2.Advice(deviation=deviation_to_pb(advice.deviation), predicted_gain=advice.gain)


def suggestions_to_pb(suggestions: Suggestions) -> repair_pb2.RepairPlan:
    plan = suggestions.plan
    return repair_pb2.RepairPlan(
        before=scored_to_pb(suggestions.before),
        repairs=[repair_to_pb(repair) for repair in plan.repairs],
        repaired_text=plan.text,
        predicted_match=None if plan.predicted is None else 100 * plan.predicted,
        after=scored_to_pb(suggestions.after),
        advice=[advice_to_pb(advice) for advice in plan.advice],
        unresolved_terms=[
            repair_pb2.UnresolvedTerm(term=each.term, span=span_to_pb(each.span)) for each in plan.unresolved
        ],
    )
