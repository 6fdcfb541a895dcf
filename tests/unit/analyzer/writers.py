"""Samples that are measured as the analyzer does it, once a process."""

from functools import cache

from libs.servicekit.database.identifiers import uuid7
from libs.stylometry.profile.fingerprint import SampleMeasure
from services.analyzer.domain.sample import Added, Measured, NewSample, PersonaId, Provenance, SampleId
from services.analyzer.use_cases.samples import keep_samples
from tests.support.stylometry_reading import document
from tests.support.stylometry_scoring import scorer
from tests.unit.analyzer.rows import NOW, MemorySamples


@cache
def measure(text: str) -> SampleMeasure:
    return SampleMeasure.of(document(text), scorer().embed)


async def add(
    rows: MemorySamples, persona_id: PersonaId, *texts: str, provenance: Provenance = Provenance.HUMAN
) -> Added:
    new = [_measured(index, NewSample(text, provenance=provenance)) for index, text in enumerate(texts)]
    return await keep_samples(rows, lambda: NOW, persona_id, new)


def _measured(index: int, new: NewSample) -> Measured:
    return Measured(SampleId(uuid7()), index, new, new.digest, measure(new.text), len(new.text.split()), 1)
