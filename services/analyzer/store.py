"""The analyzer's SQL. Rows in, domain values out."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Row, Select, String, case, cast, delete, func, insert, lateral, select, true, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.servicekit.calls.paging import Page
from libs.servicekit.database.engine import Database
from libs.servicekit.database.queries import newest_first, one_or_raise
from libs.servicekit.jobs import JobQueue
from libs.stylometry.profile.fingerprint import SampleMeasure
from libs.stylometry.score.scorer import REGISTER_TEXTS
from services.analyzer.domain.fingerprint import Revisions, ScoreInputs, StoredFingerprint
from services.analyzer.domain.sample import Measured, PersonaId, Provenance, Sample, SampleContent, SampleId
from services.analyzer.errors import SampleNotFound
from services.analyzer.tables import fingerprint, register_part, sample

REGISTER_PERSONAS = 64
"""Personas, the newest, whose texts stand for a tenant's register."""

REGISTER_PARTS = 16

_FINGERPRINT = select(
    fingerprint.c.persona_id,
    fingerprint.c.revision,
    fingerprint.c.voice,
    fingerprint.c.erased,
    fingerprint.c.update_time,
    fingerprint.c.definitions,
)
_SAMPLE = select(
    sample.c.id,
    sample.c.persona_id,
    sample.c.title,
    sample.c.source,
    sample.c.provenance,
    sample.c.word_count,
    sample.c.sentence_count,
    sample.c.text.is_not(None).label("text_retained"),
    sample.c.create_time,
)

_COUNTS = (sample.c.measure.is_not(None), sample.c.provenance != Provenance.AI)
"""Of samples that count for a fingerprint."""


class AnalyzerRows:
    """Rows of one tenant in one transaction. What is written is measured by `definitions`."""

    def __init__(self, connection: AsyncConnection, tenant_id: UUID, definitions: str) -> None:
        self._connection = connection
        self._tenant_id = tenant_id
        self._definitions = definitions

    async def fingerprint(self, persona_id: PersonaId) -> StoredFingerprint | None:
        row = (await self._connection.execute(_FINGERPRINT.where(fingerprint.c.persona_id == persona_id))).one_or_none()
        return None if row is None else self._state(row)

    async def register_revision(self) -> int:
        query = select(cast(func.coalesce(func.sum(register_part.c.revision), 0), BigInteger))
        return (await self._connection.execute(query)).scalar_one()

    async def sample_heads(self, persona_id: PersonaId, size: int, limit: int) -> Sequence[tuple[bytes, int]]:
        query = _drawn(size, limit).where(sample.c.persona_id == persona_id)
        return [(row.head, row.word_count) for row in await self._connection.execute(query)]

    async def sample_contents(self, persona_id: PersonaId, limit: int, characters: int) -> Sequence[SampleContent]:
        length = func.coalesce(func.char_length(cast(sample.c.text, String)), 0)
        read = func.sum(length).over(order_by=sample.c.id.desc())
        text = case((read <= characters, sample.c.text)).label("text")
        query = (
            select(sample.c.id, sample.c.source, text, sample.c.measure)
            .where(sample.c.persona_id == persona_id, *_COUNTS)
            .order_by(sample.c.id.desc())
            .limit(limit)
        )
        return [
            SampleContent(SampleId(row.id), row.source, row.text, SampleMeasure.from_bytes(row.measure or b""))
            for row in await self._connection.execute(query)
        ]

    async def register_heads(self, persona_id: PersonaId, size: int) -> Sequence[tuple[PersonaId, bytes]]:
        newest = (
            select(fingerprint.c.persona_id)
            .where(
                fingerprint.c.persona_id != persona_id,
                fingerprint.c.definitions == self._definitions,
                ~fingerprint.c.erased,
            )
            .order_by(fingerprint.c.persona_id.desc())
            .limit(REGISTER_PERSONAS)
        )
        others = [row.persona_id for row in await self._connection.execute(newest)]
        if not others:
            return []
        own = sample.alias("own")
        each = _drawn(size, REGISTER_TEXTS // len(others)).where(sample.c.persona_id == fingerprint.c.persona_id)
        drawn = lateral(each)
        repeated = select(own.c.id).where(own.c.persona_id == persona_id, own.c.digest == drawn.c.digest)
        query = select(fingerprint.c.persona_id, drawn.c.head).join_from(fingerprint, drawn, true())
        query = query.where(fingerprint.c.persona_id.in_(others), ~repeated.exists())
        return [(PersonaId(row.persona_id), row.head) for row in await self._connection.execute(query)]

    async def fingerprint_for_change(self, persona_id: PersonaId, now: datetime) -> StoredFingerprint:
        empty = upsert(fingerprint).values(
            tenant_id=self._tenant_id,
            persona_id=persona_id,
            revision=0,
            voice=b"",
            definitions=self._definitions,
            erased=False,
            update_time=now,
        )
        await self._connection.execute(empty.on_conflict_do_nothing())
        query = _FINGERPRINT.where(fingerprint.c.persona_id == persona_id).with_for_update()
        return self._state((await self._connection.execute(query)).one())

    async def update_fingerprint(self, state: StoredFingerprint) -> None:
        values = {
            "revision": state.revision,
            "voice": state.sums,
            "update_time": state.update_time,
            "definitions": self._definitions,
        }
        await self._connection.execute(
            update(fingerprint).where(fingerprint.c.persona_id == state.persona_id).values(**values)
        )
        await self._count_change(state.persona_id)

    async def sample(self, persona_id: PersonaId, sample_id: SampleId) -> Sample:
        query = _SAMPLE.add_columns(sample.c.text).where(sample.c.id == sample_id, sample.c.persona_id == persona_id)
        row = one_or_raise(await self._connection.execute(query), SampleNotFound(sample_id))
        return _sample(row, row.text)

    async def samples(self, persona_id: PersonaId, page: Page) -> Sequence[Sample]:
        query = newest_first(_SAMPLE.where(sample.c.persona_id == persona_id), sample.c.id, page)
        rows = await self._connection.execute(query)
        return [_sample(row) for row in rows]

    async def sample_ids(self, persona_id: PersonaId, digests: Collection[bytes]) -> Mapping[bytes, SampleId]:
        query = select(sample.c.digest, sample.c.id).where(
            sample.c.persona_id == persona_id, sample.c.digest.in_(digests)
        )
        return {row.digest: SampleId(row.id) for row in await self._connection.execute(query)}

    async def insert_samples(self, persona_id: PersonaId, new: Sequence[tuple[Sample, Measured]]) -> None:
        await self._connection.execute(insert(sample), [self._values(kept, measured) for kept, measured in new])

    async def all_samples(self, persona_id: PersonaId) -> Sequence[Sample]:
        """With their texts, where retained."""
        query = _SAMPLE.add_columns(sample.c.text).where(sample.c.persona_id == persona_id)
        return [_sample(row, row.text) for row in await self._connection.execute(query)]

    async def update_sample_measure(self, sample_id: SampleId, measure: SampleMeasure | None) -> None:
        """None: the sample cannot be measured any more."""
        stored = measure.to_bytes() if measure else None
        await self._connection.execute(update(sample).where(sample.c.id == sample_id).values(measure=stored))

    async def take_sample(self, persona_id: PersonaId, sample_id: SampleId) -> tuple[Sample, SampleMeasure | None]:
        taken = (
            delete(sample)
            .where(sample.c.id == sample_id, sample.c.persona_id == persona_id)
            .returning(*_SAMPLE.selected_columns, sample.c.measure)
        )
        row = one_or_raise(await self._connection.execute(taken), SampleNotFound(sample_id))
        return _sample(row), SampleMeasure.from_bytes(row.measure) if row.measure else None

    async def erase(self, persona_id: PersonaId, now: datetime) -> int:
        await self.fingerprint_for_change(persona_id, now)
        removed = await self._connection.execute(
            delete(sample).where(sample.c.persona_id == persona_id).returning(sample.c.id)
        )
        gone = {"revision": fingerprint.c.revision + 1, "voice": b"", "erased": True, "update_time": now}
        await self._connection.execute(update(fingerprint).where(fingerprint.c.persona_id == persona_id).values(**gone))
        await self._count_change(persona_id)
        return len(removed.all()) + 1

    async def _count_change(self, persona_id: PersonaId) -> None:
        """Comes last: callers that change another persona of the same part wait from here to the end."""
        first = upsert(register_part).values(
            tenant_id=self._tenant_id, shard=persona_id.int % REGISTER_PARTS, revision=1
        )
        one_more = {"revision": register_part.c.revision + 1}
        await self._connection.execute(
            first.on_conflict_do_update(index_elements=["tenant_id", "shard"], set_=one_more)
        )

    def _state(self, row: Row[*tuple[Any, ...]]) -> StoredFingerprint:
        outdated = row.definitions != self._definitions
        return StoredFingerprint(
            PersonaId(row.persona_id), row.revision, row.voice, row.update_time, row.definitions, outdated, row.erased
        )

    def _values(self, kept: Sample, measured: Measured) -> dict[str, object]:
        return {
            "tenant_id": self._tenant_id,
            "id": kept.id,
            "persona_id": kept.persona_id,
            "title": kept.title,
            "source": kept.source,
            "provenance": int(kept.provenance),
            "word_count": kept.word_count,
            "sentence_count": kept.sentence_count,
            "digest": measured.digest,
            "measure": measured.measure.to_bytes(),
            "text": measured.new.text if kept.text_retained else None,
            "create_time": kept.create_time,
        }


class SystemRows:
    """Rows of all tenants, to find the fingerprints that have to be measured again."""

    def __init__(self, connection: AsyncConnection, queue: JobQueue) -> None:
        self._connection = connection
        self._queue = queue

    async def outdated_fingerprints(self, definitions: str) -> Sequence[tuple[UUID, PersonaId]]:
        """Tenant and persona of every fingerprint that was measured by other definitions."""
        query = select(fingerprint.c.tenant_id, fingerprint.c.persona_id).where(
            fingerprint.c.definitions != definitions, ~fingerprint.c.erased
        )
        return [(row.tenant_id, PersonaId(row.persona_id)) for row in await self._connection.execute(query)]

    async def enqueue(self, entrypoint: str, payload: str) -> None:
        """Queues a job, unless the same one waits already."""
        await self._queue.enqueue(self._connection, entrypoint, payload.encode(), key=payload)


async def score_inputs(
    database: Database, tenant_id: UUID, persona_id: PersonaId, digests: Collection[bytes]
) -> ScoreInputs:
    """Reads, for every score, the revisions of a persona and which of the texts to score are samples.

    One round trip instead of three, past SQLAlchemy: only for a call as frequent as this one. The function of the
    database is in migrations 0005 and sets the tenant itself.
    """
    query = "SELECT voice, register, samples FROM analyzer.standing($1, $2, $3)"
    row = await database.ask(query, tenant_id, persona_id, list(digests))
    return ScoreInputs(Revisions(row["voice"], row["register"]), frozenset(row["samples"]))


def _drawn(size: int, limit: int) -> Select[bytes, int, Any]:
    """Samples that count for a fingerprint, with the head of their measure; the order of digests depends on no text."""
    return (
        select(sample.c.digest, sample.c.word_count, func.substr(sample.c.measure, 1, size).label("head"))
        .where(*_COUNTS)
        .order_by(sample.c.digest)
        .limit(limit)
    )


def _sample(row: Row[*tuple[Any, ...]], text: str | None = None) -> Sample:
    return Sample(
        id=SampleId(row.id),
        persona_id=PersonaId(row.persona_id),
        title=row.title,
        source=row.source,
        provenance=Provenance(row.provenance),
        word_count=row.word_count,
        sentence_count=row.sentence_count,
        text_retained=row.text_retained,
        create_time=row.create_time,
        text=text,
    )
