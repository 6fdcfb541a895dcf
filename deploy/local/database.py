"""Database of the stack: the embedded server, kept running, or a server of the user's."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Sequence
from typing import Protocol

from deploy.local.keeper import State
from deploy.local.layout import Layout
from deploy.local.restarts import PAUSES_SECONDS, RestartPolicy
from deploy.local.run_state import pause_in_words
from deploy.postgres.cluster import STOP_SECONDS, Cluster
from deploy.postgres.errors import PostgresError
from deploy.postgres.initdb import SUPERUSER
from deploy.postgres.logins import role_password
from deploy.postgres.postmaster import end_postmaster

DATABASE = "persona"


class Database(Protocol):
    """Database server of the services."""

    @property
    def admin_url(self) -> str:
        """The administrator's URL, known once started."""
        ...

    @property
    def pid(self) -> int | None:
        """The server's process id, if it is ours."""
        ...

    @property
    def state(self) -> State:
        """State of the server; always READY if it is not ours."""
        ...

    @property
    def restarts(self) -> int: ...

    @property
    def next_start(self) -> float | None:
        """Time of the next start (seconds since the epoch) of a server that waits for it."""
        ...

    async def start(self) -> None: ...

    async def stop(self) -> None: ...


class ExternalDatabase:
    """A server that the user runs."""

    pid = None
    state = State.READY
    restarts = 0
    next_start = None

    def __init__(self, url: str) -> None:
        self.admin_url = url

    async def start(self) -> None:
        return None

    async def stop(self) -> None:
        return None


class EmbeddedDatabase:
    """The server under var/, started again when it ends by itself.

    `report` is called with a sentence when that happens, `changed` at each change of state.
    """

    def __init__(
        self,
        layout: Layout,
        secret: str,
        *,
        report: Callable[[str], None],
        changed: Callable[[], None],
        pauses: Sequence[float] = PAUSES_SECONDS,
    ) -> None:
        self._cluster = Cluster(layout.postgres, role_password(secret, SUPERUSER))
        self._report = report
        self._changed = changed
        self._state = State.WAITING
        self.restarts = 0
        self.next_start: float | None = None
        self._policy = RestartPolicy(pauses)
        self._starting: asyncio.Task[None] | None = None
        self._watch: asyncio.Task[None] | None = None

    @property
    def admin_url(self) -> str:
        return self._cluster.dsn(database=DATABASE)

    @property
    def pid(self) -> int | None:
        return self._cluster.pid

    @property
    def state(self) -> State:
        return self._state

    async def start(self) -> None:
        self._starting = asyncio.create_task(self._launch())
        await asyncio.shield(self._starting)
        self._watch = asyncio.create_task(self._keep())

    async def stop(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.wait([self._watch])
        if self._starting is not None:
            # A start that is under way cannot be cancelled; it takes a moment at most.
            with contextlib.suppress(PostgresError, OSError):
                await self._starting
            await asyncio.to_thread(self._cluster.stop)

    async def _launch(self) -> None:
        self._enter(State.STARTING)
        await asyncio.to_thread(self._cluster.start, exclusive=True)
        self._enter(State.READY)

    async def _keep(self) -> None:
        while True:
            began = time.monotonic()
            await asyncio.to_thread(self._cluster.wait)
            delay = self._policy.delay_after(time.monotonic() - began)
            self.restarts += 1
            self.next_start = time.time() + delay
            self._enter(State.RESTARTING)
            outcome = f"it is started again{pause_in_words(self.next_start)}"
            self._report(f"the database ended by itself; {outcome}; see {self._cluster.log_file}")
            await asyncio.sleep(delay)
            self.next_start = None
            await self._relaunch()

    async def _relaunch(self) -> None:
        self._starting = asyncio.create_task(self._launch())
        try:
            await asyncio.shield(self._starting)
        except (PostgresError, OSError) as error:
            self._report(str(error))

    def _enter(self, state: State) -> None:
        self._state = state
        self._changed()


def end_leftover_server(layout: Layout) -> None:
    """Stop a server that a former run may have left; quick if none runs."""
    end_postmaster(Cluster(layout.postgres, password="").data, grace_seconds=STOP_SECONDS)
