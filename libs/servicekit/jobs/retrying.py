"""Retries of jobs: around one run, count it, run the job, and try again later or hold it."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from pgqueuer.core.executors import AbstractEntrypointExecutor, EntrypointExecutorParameters
from pgqueuer.domain import models
from pgqueuer.domain.errors import RetryRequested
from pgqueuer.ports.driver import Driver

from libs.servicekit.jobs.queue import STARTS

MAX_ATTEMPTS: Final = 10
FIRST_DELAY: Final = timedelta(seconds=1)
LONGEST_DELAY: Final = timedelta(minutes=5)

_COUNT_START = """
UPDATE {queue} SET headers = CASE jsonb_typeof(headers) WHEN 'object' THEN headers ELSE '{{}}' END
    || jsonb_build_object('{starts}', COALESCE((headers ->> '{starts}')::integer, 0) + 1)
WHERE id = $1 RETURNING (headers ->> '{starts}')::integer AS starts
"""


@dataclass(frozen=True, slots=True)
class Job:
    """One run of a job."""

    id: int
    payload: bytes
    attempt: int
    """1 for the first run; runs that took the process down count too."""


@dataclass(frozen=True, slots=True)
class Entrypoint:
    """A kind of job: its name in the queue, what to do, and how long to keep trying.

    `run` may be called twice for one job (after a crash, say), and should have one effect nevertheless.
    """

    name: str
    run: Callable[[Job], Awaitable[None]]
    max_attempts: int = MAX_ATTEMPTS
    first_delay: timedelta = FIRST_DELAY
    longest_delay: timedelta = LONGEST_DELAY
    concurrency: int = 0
    """Number that may run at once in all processes together; 0: no limit but the worker's own."""


class FutileError(Exception):
    """The job failed in a way that no repetition changes: it is held at once."""


class TooManyStartsError(Exception):
    """The job was started as often as allowed, and no run ended: it takes its process down."""


def delay_after(entrypoint: Entrypoint, attempt: int) -> timedelta:
    """The pause before the next attempt: doubled each time up to the longest, then 50 to 100 % of that at random.

    At random, so that jobs that failed together do not come back together.
    """
    exponent = min(attempt - 1, 32)
    pause = min(entrypoint.first_delay * 2**exponent, entrypoint.longest_delay)
    return pause * random.uniform(0.5, 1.0)  # noqa: S311 - jitter, no secret


class RetryingExecutor(AbstractEntrypointExecutor):
    """Counts a start before it runs the job, so that a job that kills its process is not started for ever."""

    def __init__(
        self, parameters: EntrypointExecutorParameters, entrypoint: Entrypoint, driver: Driver, queue_table: str
    ) -> None:
        super().__init__(parameters)
        self._entrypoint = entrypoint
        self._driver = driver
        self._count_start = _COUNT_START.format(queue=queue_table, starts=STARTS)

    async def execute(self, job: models.Job, context: models.Context) -> None:
        """Run the job. Raises RetryRequested for another attempt, any other error to have the job held."""
        attempt = await self._count(job)
        if attempt > self._entrypoint.max_attempts:
            raise TooManyStartsError
        try:
            await self._entrypoint.run(Job(job.id, job.payload or b"", attempt))
        except FutileError:
            raise
        except Exception as error:
            if attempt >= self._entrypoint.max_attempts:
                raise
            raise RetryRequested(delay_after(self._entrypoint, attempt), type(error).__name__) from error

    async def _count(self, job: models.Job) -> int:
        (row,) = await self._driver.fetch(self._count_start, job.id)
        starts = row["starts"]
        if not isinstance(starts, int):
            raise TypeError(f"expected a count of starts, got {starts!r}")
        return starts
