"""Background jobs of the analyzer: fingerprints with outdated definitions are measured again."""

from typing import Final, Self
from uuid import UUID

from libs.servicekit.calls.identity import ServiceIdentity
from libs.servicekit.database.unit_of_work import SystemWork
from libs.servicekit.jobs import Entrypoint, Job
from services.analyzer.domain.sample import PersonaId
from services.analyzer.store import SystemRows
from services.analyzer.use_cases.remeasure import Remeasuring

REMEASURE: Final = "remeasure_voice"
"""Name of the job; jobs of earlier versions wait under it."""


class RemeasureJobs:
    """Queues a job for each outdated fingerprint when the service starts."""

    def __init__(self, system: SystemWork[SystemRows], remeasuring: Remeasuring, identity: ServiceIdentity) -> None:
        self._system = system
        self._remeasuring = remeasuring
        self._identity = identity
        self.entrypoint = Entrypoint(REMEASURE, self._run)

    async def __aenter__(self) -> Self:
        async with self._system.transaction() as rows:
            for tenant_id, persona_id in await rows.outdated_fingerprints(self._remeasuring.definitions):
                await rows.enqueue(REMEASURE, f"{tenant_id} {persona_id}")
        return self

    async def __aexit__(self, *_: object) -> None:
        """Jobs that have not run are in the queue and run after the next start."""

    async def _run(self, job: Job) -> None:
        tenant_id, persona_id = (UUID(part) for part in job.payload.decode().split())
        with self._identity.acting_for(tenant_id):
            await self._remeasuring.remeasure(PersonaId(persona_id))
