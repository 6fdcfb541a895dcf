"""The queue of one service: put jobs in, see those that are held, and give them another chance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment, QueryQueueBuilder, QuerySchedulerBuilder
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.domain.models import Job, TableChangedEvent, TracebackRecord, utc_now
from pgqueuer.domain.settings import DBSettings
from pgqueuer.domain.types import Channel, JobId
from pgqueuer.ports.driver import Driver
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.servicekit.jobs.driver import TransactionDriver

STARTS: Final = "starts"
"""The header that counts how often a job was started, also when its process died of it."""

LOG_RETENTION: Final = timedelta(days=30)
"""Period for which outcomes of jobs are kept."""

_DEAD = """
SELECT job.id, job.entrypoint, job.payload, job.created, (job.headers ->> 'starts')::integer AS starts,
       (SELECT log.traceback ->> 'exception_type' FROM {log} log
        WHERE log.job_id = job.id AND log.status = 'failed' ORDER BY log.id DESC LIMIT 1) AS fault
FROM {queue} job
WHERE job.status = 'failed' AND (CAST(:entrypoint AS text) IS NULL OR job.entrypoint = :entrypoint)
ORDER BY job.id LIMIT :limit
"""
_FORGET_STARTS = "UPDATE {queue} SET headers = headers - 'starts' WHERE id = ANY(:ids) AND status = 'failed'"
_PURGE_LOG = "DELETE FROM {log} WHERE aggregated AND created < now() - CAST(:age AS interval)"
_PURGE_STATISTICS = "DELETE FROM {statistics} WHERE created < now() - CAST(:age AS interval)"


@dataclass(frozen=True, slots=True)
class DeadJob:
    """A job that has failed too often and is held."""

    id: int
    entrypoint: str
    payload: bytes
    starts: int
    """Number of times it was started."""
    fault: str
    """The type of the last error; empty when the job took its process down."""
    create_time: datetime


def job_settings(schema: str) -> DBSettings:
    """Names of a service's job tables. Notifications cross schemas, so their channel carries the schema's name."""
    return DBSettings.model_validate({"db_schema": schema, "channel": f"{schema}_jobs"})


class WakingQueries(Queries):
    """Wakes the workers also for a job that will run again; PgQueuer's trigger reports new jobs alone."""

    async def retry_job(self, job: Job, delay: timedelta, traceback_record: TracebackRecord | None) -> None:
        await super().retry_job(job, delay, traceback_record)
        await self._wake()

    async def requeue_jobs(self, ids: list[JobId]) -> None:
        await super().requeue_jobs(ids)
        await self._wake()

    async def _wake(self) -> None:
        names = self.qbe.settings
        changed = TableChangedEvent(
            channel=Channel(names.channel),
            sent_at=utc_now(),
            type="table_changed_event",
            operation="update",
            table=names.queue_table,
        )
        await self.driver.notify(names.channel, changed.model_dump_json(exclude={"received_at"}))


class JobQueue:
    """The jobs in one service's schema. Every call is part of the connection's transaction."""

    def __init__(self, schema: str) -> None:
        self.settings = job_settings(schema)
        names = self.settings.qualified
        self._names = {"queue": names.queue_table, "log": names.queue_table_log, "statistics": names.statistics_table}

    def queries(self, driver: Driver) -> Queries:
        """PgQueuer's statements for this schema."""
        settings = self.settings
        return WakingQueries(
            driver, QueryBuilderEnvironment(settings), QueryQueueBuilder(settings), QuerySchedulerBuilder(settings)
        )

    async def enqueue(
        self,
        connection: AsyncConnection,
        entrypoint: str,
        *payloads: bytes,
        key: str | None = None,
        after: timedelta = timedelta(0),
    ) -> None:
        """Ask for one job per payload, once the transaction commits and `after` has passed.

        While a job with the same `key` waits or runs, no second one is made; a key goes with a single payload.
        """
        if key is not None and len(payloads) != 1:
            raise ValueError(f"a key names one job, got {len(payloads)} payloads")
        count = len(payloads)
        pauses: list[timedelta | None] = [after] * count
        await self.queries(TransactionDriver(connection)).enqueue(
            [entrypoint] * count,
            list(payloads),
            [0] * count,
            pauses,
            [key] * count,
            on_conflict="skip",
        )

    async def list_dead(
        self, connection: AsyncConnection, *, entrypoint: str | None = None, limit: int = 100
    ) -> Sequence[DeadJob]:
        """Held jobs, oldest first; of one entrypoint or of all."""
        rows = await connection.execute(text(_DEAD.format(**self._names)), {"entrypoint": entrypoint, "limit": limit})
        return [
            DeadJob(row.id, row.entrypoint, row.payload or b"", row.starts or 0, row.fault or "", row.created)
            for row in rows
        ]

    async def replay(self, connection: AsyncConnection, ids: Sequence[int]) -> None:
        """Run held jobs again as if they were new. Ids that are not of held jobs are passed over."""
        await connection.execute(text(_FORGET_STARTS.format(**self._names)), {"ids": list(ids)})
        await self.queries(TransactionDriver(connection)).requeue_jobs([JobId(each) for each in ids])

    async def purge(self, connection: AsyncConnection) -> None:
        """Forget what became of jobs longer ago than LOG_RETENTION; held jobs stay."""
        for statement in (_PURGE_LOG, _PURGE_STATISTICS):
            await connection.execute(text(statement.format(**self._names)), {"age": LOG_RETENTION})
