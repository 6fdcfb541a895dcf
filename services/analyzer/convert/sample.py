"""Samples and ids as messages of the contract, and back."""

import uuid
from collections.abc import AsyncIterator

from persona.analyzer.v1 import analyzer_service_pb2, sample_pb2

from libs.servicekit.clock import time_to_pb
from services.analyzer.domain.sample import (
    Added,
    ImportProgress,
    ImportTarget,
    NewSample,
    PersonaId,
    Provenance,
    Sample,
    SampleId,
    Skipped,
)
from services.analyzer.errors import SampleDuplicate


def persona_id_from_pb(text: str) -> PersonaId:
    return PersonaId(uuid.UUID(text))


def sample_id_from_pb(text: str) -> SampleId:
    return SampleId(uuid.UUID(text))


def new_sample_from_pb(sample: sample_pb2.NewSample) -> NewSample:
    return NewSample(
        text=sample.text,
        title=sample.title,
        source=sample.source,
        provenance=Provenance(sample.provenance),
        retain_text=sample.retain_text if sample.HasField("retain_text") else True,
    )


def sample_to_pb(sample: Sample) -> sample_pb2.Sample:
    return sample_pb2.Sample(
        id=str(sample.id),
        persona_id=str(sample.persona_id),
        title=sample.title,
        source=sample.source,
        provenance=sample_pb2.Provenance.ValueType(sample.provenance),
        word_count=sample.word_count,
        sentence_count=sample.sentence_count,
        text_retained=sample.text_retained,
        text=sample.text or "",
        create_time=time_to_pb(sample.create_time),
    )


def skipped_to_pb(skipped: Skipped) -> sample_pb2.SkippedSample:
    repeated = str(skipped.why.sample_id) if isinstance(skipped.why, SampleDuplicate) else ""
    return sample_pb2.SkippedSample(
        index=skipped.index,
        title=skipped.title,
        reason=skipped.why.reason,
        message=skipped.why.message,
        duplicate_of_sample_id=repeated,
    )


def added_to_pb(added: Added) -> analyzer_service_pb2.AddSamplesResponse:
    return analyzer_service_pb2.AddSamplesResponse(
        samples=[sample_to_pb(sample) for sample in added.samples],
        skipped=[skipped_to_pb(skipped) for skipped in added.skipped],
        fingerprint_revision=added.revision,
    )


async def import_from_pb(
    requests: AsyncIterator[analyzer_service_pb2.ImportSamplesRequest],
) -> AsyncIterator[ImportTarget | NewSample]:
    async for request in requests:
        if request.WhichOneof("message") == "target":
            yield ImportTarget(persona_id_from_pb(request.target.persona_id), request.target.sample_count)
        else:
            yield new_sample_from_pb(request.sample)


def progress_to_pb(progress: ImportProgress) -> analyzer_service_pb2.ImportSamplesResponse.ImportProgress:
    return analyzer_service_pb2.ImportSamplesResponse.ImportProgress(
        measured_count=progress.measured_count,
        skipped_count=progress.skipped_count,
        word_count=progress.word_count,
        sample_count=progress.sample_count,
    )
