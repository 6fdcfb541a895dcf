"""Versions of personas as messages of the contract, and back."""

import uuid

from persona.registry.v1 import (
    persona_version_pb2,
    registry_service_pb2,
)

from libs.servicekit.clock import time_to_pb
from services.registry.convert.persona import persona_id_from_pb
from services.registry.domain import (
    Content,
    Difference,
    FingerprintRef,
    Publication,
    Term,
    TermRule,
    Version,
    VersionId,
)


def version_id_from_pb(text: str) -> VersionId:
    return VersionId(uuid.UUID(text))


def optional_version_id_from_pb(text: str) -> VersionId | None:
    return version_id_from_pb(text) if text else None


def publication_from_pb(request: registry_service_pb2.PublishPersonaVersionRequest) -> Publication:
    return Publication(
        persona_id_from_pb(request.persona_id), optional_version_id_from_pb(request.parent_version_id), request.reason
    )


def roll_back_from_pb(request: registry_service_pb2.RollBackPersonaRequest) -> Publication:
    return Publication(
        persona_id_from_pb(request.persona_id), version_id_from_pb(request.parent_version_id), request.reason
    )


def content_from_pb(content: persona_version_pb2.VersionContent) -> Content:
    fingerprint = fingerprint_from_pb(content.fingerprint) if content.HasField("fingerprint") else None
    return Content(fingerprint, tuple(term_from_pb(term) for term in content.terms))


def content_to_pb(content: Content) -> persona_version_pb2.VersionContent:
    return persona_version_pb2.VersionContent(
        fingerprint=fingerprint_to_pb(content.fingerprint), terms=[term_to_pb(term) for term in content.terms]
    )


def fingerprint_from_pb(ref: persona_version_pb2.FingerprintRef) -> FingerprintRef:
    return FingerprintRef(ref.revision, ref.sample_count, ref.word_count)


def fingerprint_to_pb(ref: FingerprintRef | None) -> persona_version_pb2.FingerprintRef | None:
    if ref is None:
        return None
    return persona_version_pb2.FingerprintRef(
        revision=ref.revision, sample_count=ref.sample_count, word_count=ref.word_count
    )


def term_from_pb(term: persona_version_pb2.Term) -> Term:
    return Term(term.text, TermRule(term.rule), term.note)


def term_to_pb(term: Term) -> persona_version_pb2.Term:
    return persona_version_pb2.Term(
        text=term.text, rule=persona_version_pb2.TermRule.ValueType(term.rule), note=term.note
    )


def version_to_pb(version: Version) -> persona_version_pb2.PersonaVersion:
    return persona_version_pb2.PersonaVersion(
        id=str(version.id),
        persona_id=str(version.persona_id),
        number=version.number,
        parent_version_id=str(version.parent_id or ""),
        restored_version_id=str(version.restored_id or ""),
        author=version.author,
        reason=version.reason,
        content=content_to_pb(version.content),
        create_time=time_to_pb(version.create_time),
    )


def difference_to_pb(difference: Difference) -> persona_version_pb2.VersionDifference:
    before, after = difference.fingerprints or (None, None)
    return persona_version_pb2.VersionDifference(
        from_version_id=str(difference.from_id),
        to_version_id=str(difference.to_id),
        terms=[
            persona_version_pb2.TermDifference(
                text=term.text,
                before=term_to_pb(term.before) if term.before else None,
                after=term_to_pb(term.after) if term.after else None,
            )
            for term in difference.terms
        ],
        fingerprint_before=fingerprint_to_pb(before),
        fingerprint_after=fingerprint_to_pb(after),
    )
