"""Measure voices anew that were measured under older definitions: what an upgrade of metrics or weights asks for."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from libs.servicekit.clock import Clock
from libs.servicekit.database.engine import Database
from libs.servicekit.jobs import Job, JobQueue
from libs.stylometry.profile.fingerprint import SampleMeasure
from services.analyzer.domain import PersonaId
from services.analyzer.errors import SampleUnusable
from services.analyzer.store import AnalyzerRows, stale_voices
from services.analyzer.use_cases.fingerprint_cache import FingerprintCache
from services.analyzer.use_cases.reader import Reader
from services.analyzer.use_cases.samples import including

ENTRYPOINT = "remeasure_voice"


class Remeasuring:
    """Finds outdated voices when the service starts, and measures each in a job of its own."""

    def __init__(
        self, database: Database, queue: JobQueue, reader: Reader, voices: FingerprintCache, clock: Clock
    ) -> None:
        self._database = database
        self._queue = queue
        self._reader = reader
        self._voices = voices
        self._clock = clock

    async def __aenter__(self) -> "Remeasuring":
        async with self._database.system() as connection:
            for tenant_id, persona_id in await stale_voices(connection, self._voices.definitions):
                payload = f"{tenant_id} {persona_id}"
                await self._queue.enqueue(connection, ENTRYPOINT, payload.encode(), key=payload)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Jobs that have not run are in the queue and run after the next start."""

    async def run(self, job: Job) -> None:
        """Measures one voice from the texts that were retained, all in one transaction."""
        tenant_id, persona_id = (UUID(each) for each in job.payload.decode().split())
        async with self._database.transaction(tenant_id) as connection:
            await self._remeasure(connection, tenant_id, PersonaId(persona_id))

    async def _remeasure(self, connection: AsyncConnection, tenant_id: UUID, persona_id: PersonaId) -> None:
        rows = AnalyzerRows(connection, tenant_id, self._voices.definitions)
        state = await rows.fingerprint_for_change(persona_id, self._clock())
        if state.erased or not state.outdated:
            return
        counted: list[SampleMeasure] = []
        for sample in await rows.all_samples(persona_id):
            measure = await self._measure(sample.text or "")
            await rows.update_sample_measure(sample.id, measure)
            if measure is not None and sample.counts_for_voice:
                counted.append(measure)
        await rows.update_fingerprint(state.changed(including(b"", counted), self._clock()))

    async def _measure(self, text: str) -> SampleMeasure | None:
        """None for a text that was not retained, or that is refused by now: it no longer counts."""
        try:
            return self._voices.measure(await self._reader.read(text, "text")) if text else None
        except SampleUnusable:
            return None
