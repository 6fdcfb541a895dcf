"""Runs a service's jobs inside its process, on one connection of its own."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Self

import structlog
from pgqueuer import PgQueuer
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.core.executors import AbstractEntrypointExecutor, EntrypointExecutorParameters
from pgqueuer.domain.models import Job as QueuedJob
from pgqueuer.domain.models import Schedule as DueSchedule
from pgqueuer.domain.types import Channel

from libs.servicekit.database import listening
from libs.servicekit.jobs.queue import JobQueue
from libs.servicekit.jobs.retrying import Entrypoint, RetryingExecutor

# A notification wakes the worker; this finds what a lost one left behind.
SAFETY_POLL: Final = timedelta(seconds=30)
# A job whose worker has given no sign of life for this time is taken over by another.
TAKE_OVER_AFTER: Final = timedelta(seconds=30)
DRAIN_SECONDS: Final = 20.0
_RECONNECT_SECONDS: Final = (0.2, 0.5, 1.0, 2.0, 5.0)

_log = structlog.stdlib.get_logger("jobs")


@dataclass(frozen=True, slots=True)
class Schedule:
    """Work at set times, done by one process at a time.

    `cron` has five fields in UTC ("0 * * * *": on the hour), or six with seconds last.
    """

    name: str
    cron: str
    run: Callable[[], Awaitable[None]]


class Worker:
    """Takes jobs from the queue and runs them, at most `concurrency` at once.

    Reconnects by itself when the database was away. Leaving the block lets running jobs finish for up to
    `drain_seconds`; a job that takes longer is given up and run again elsewhere.
    """

    def __init__(
        self,
        queue: JobQueue,
        url: str,
        *,
        entrypoints: Sequence[Entrypoint],
        schedules: Sequence[Schedule] = (),
        concurrency: int = 8,
        take_over_after: timedelta = TAKE_OVER_AFTER,
        drain_seconds: float = DRAIN_SECONDS,
    ) -> None:
        self._queue = queue
        self._url = url
        self.entrypoints = entrypoints
        self._schedules = schedules
        self._concurrency = concurrency
        self._take_over_after = take_over_after
        self._drain_seconds = drain_seconds
        self._stopping = asyncio.Event()
        self._connection: listening.Connection | None = None
        self._running: PgQueuer | None = None
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._stopping.clear()
        self._task = asyncio.create_task(self._keep_running(), name="jobs")
        return self

    async def __aexit__(self, *_: object) -> None:
        self._stopping.set()
        if self._running is not None:
            self._running.shutdown.set()
        if self._task is not None:
            await asyncio.wait({self._task}, timeout=self._drain_seconds)
            await self._give_up(self._task)

    async def _give_up(self, task: asyncio.Task[None]) -> None:
        """PgQueuer deletes a job that is cancelled; without a connection it cannot, and another worker takes over."""
        if self._connection is not None:
            self._connection.terminate()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    async def _keep_running(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            try:
                await self._run_connected()
                failures = 0
            except Exception as error:  # noqa: BLE001 - the edge of the process: whatever ended it, jobs must go on
                _log.warning("jobs are interrupted", exc_info=error)
                pause = _RECONNECT_SECONDS[min(failures, len(_RECONNECT_SECONDS) - 1)]
                failures += 1
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), pause)

    async def _run_connected(self) -> None:
        self._connection = await listening.connect(self._url)
        try:
            self._running = self._assembled(AsyncpgDriver(self._connection))
            await self._running.run(
                dequeue_timeout=min(SAFETY_POLL, self._take_over_after),
                batch_size=max(1, self._concurrency // 2),
                max_concurrent_tasks=max(2, self._concurrency),
                heartbeat_timeout=self._take_over_after,
                shutdown_on_listener_failure=True,
            )
        finally:
            self._running = None
            self._connection.terminate()
            self._connection = None

    def _assembled(self, driver: AsyncpgDriver) -> PgQueuer:
        settings = self._queue.settings
        application = PgQueuer(driver, Channel(settings.channel), queries=self._queue.queries(driver))
        for entrypoint in self.entrypoints:
            self._register(application, entrypoint, driver)
        for schedule in self._schedules:
            application.schedule(schedule.name, schedule.cron)(_scheduled(schedule))
        return application

    def _register(self, application: PgQueuer, entrypoint: Entrypoint, driver: AsyncpgDriver) -> None:
        table = self._queue.settings.qualified.queue_table

        def executor(parameters: EntrypointExecutorParameters) -> AbstractEntrypointExecutor:
            return RetryingExecutor(parameters, entrypoint, driver, table)

        application.entrypoint(
            entrypoint.name,
            concurrency_limit=entrypoint.concurrency,
            on_failure="hold",
            executor_factory=executor,
        )(_run_by_executor)


async def _run_by_executor(job: QueuedJob) -> None:
    """PgQueuer asks for a function to register; RetryingExecutor calls the entrypoint's own."""
    raise AssertionError(f"job {job.id} was not run by its executor")


def _scheduled(schedule: Schedule) -> Callable[[DueSchedule], Awaitable[None]]:
    async def run(_due: DueSchedule) -> None:
        await schedule.run()

    return run
