"""Follow changes as they are committed: woken by NOTIFY, read by a cursor, and looked for now and then all the same.

    notifier = Notifier(url, "registry_changes")               # one per process: `async with notifier:`

    async with database.transaction(tenant_id) as connection:     # a writer
        await change_log.record(connection, persona_id, payload)
        await notify(connection, "registry_changes", str(tenant_id))

    with notifier.wakeups(str(tenant_id)) as wakeups:          # a watcher
        async for progress in follow(read_after, cursor, wakeups=wakeups, checkpoint_every=15.0):
            ...                                                # progress.changes (none: a checkpoint), progress.cursor

A notification is a hint alone: it may come twice, early, or be lost with its connection. The cursor alone
decides which changes are sent, and in which order.
"""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Final, Generic, Self, TypeVar

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.servicekit.database import listening

# A change that commits while an older transaction still runs is held back until that one ends, without a notification.
LOOK_AGAIN_SECONDS: Final = (0.05, 0.1, 0.2, 0.5, 1.0)
SAFETY_POLL_SECONDS: Final = 5.0
_RECONNECT_SECONDS: Final = 0.5

Change = TypeVar("Change")
Cursor = TypeVar("Cursor")

_log = structlog.stdlib.get_logger("watch")


async def notify(connection: AsyncConnection, channel: str, payload: str) -> None:
    """Wake the waiters for `payload` on the channel, once the connection's transaction commits."""
    await connection.execute(text("SELECT pg_notify(:channel, :payload)"), {"channel": channel, "payload": payload})


class Wakeups:
    """One waiter's memory of having been woken: any number of notifications since its last look count as one."""

    def __init__(self) -> None:
        self._woken = asyncio.Event()

    def wake(self) -> None:
        self._woken.set()

    async def wait(self, seconds: float) -> bool:
        """Wait to be woken, for at most `seconds`. True: woken, now or since the last wait."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), seconds)
        woken = self._woken.is_set()
        self._woken.clear()
        return woken


class Notifier:
    """Listens to one channel on one connection for the whole process, and reconnects by itself."""

    def __init__(self, url: str, channel: str) -> None:
        self._url = url
        self._channel = channel
        self._waiters: defaultdict[str, set[Wakeups]] = defaultdict(set)
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._keep_listening(), name=f"listen to {self._channel}")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    @contextlib.contextmanager
    def wakeups(self, payload: str) -> Generator[Wakeups]:
        """Be woken by notifications with this payload, while inside the block."""
        waiter = Wakeups()
        self._waiters[payload].add(waiter)
        try:
            yield waiter
        finally:
            self._waiters[payload].discard(waiter)
            if not self._waiters[payload]:
                del self._waiters[payload]

    async def _keep_listening(self) -> None:
        while True:
            try:
                await self._listen()
            except (OSError, *listening.ERRORS) as error:
                _log.warning("notifications are interrupted", channel=self._channel, fault=type(error).__name__)
            await asyncio.sleep(_RECONNECT_SECONDS)

    async def _listen(self) -> None:
        connection = await listening.connect(self._url)
        lost = asyncio.Event()
        try:
            connection.add_termination_listener(lambda _: lost.set())
            await connection.add_listener(self._channel, self._received)
            self._wake_all()
            await lost.wait()
        finally:
            connection.terminate()

    def _received(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        for waiter in self._waiters.get(str(payload), ()):
            waiter.wake()

    def _wake_all(self) -> None:
        """Wake all waiters: notifications that came while no connection listened are lost."""
        for waiters in self._waiters.values():
            for waiter in waiters:
                waiter.wake()


@dataclass(frozen=True, slots=True)
class Progress(Generic[Change, Cursor]):
    """Changes and the cursor after them; without changes it is a checkpoint: nothing was missed up to the cursor."""

    changes: Sequence[Change]
    cursor: Cursor


async def follow(
    read_after: Callable[[Cursor], Awaitable[Progress[Change, Cursor]]],
    cursor: Cursor,
    *,
    wakeups: Wakeups,
    checkpoint_every: float,
) -> AsyncGenerator[Progress[Change, Cursor]]:
    """All changes after the cursor, as they come, for ever; a checkpoint at least every `checkpoint_every` seconds.

    `read_after` reads one batch, and none when there are none. What it raises ends the following.
    """
    clock = asyncio.get_running_loop().time
    last_sent = clock()
    looks = 0
    while True:
        progress = await read_after(cursor)
        cursor = progress.cursor
        if progress.changes or clock() - last_sent >= checkpoint_every:
            yield progress
            last_sent = clock()
        if progress.changes:
            looks = 0
            continue
        pause = LOOK_AGAIN_SECONDS[looks] if looks < len(LOOK_AGAIN_SECONDS) else SAFETY_POLL_SECONDS
        until_checkpoint = max(0.0, last_sent + checkpoint_every - clock())
        looks = 0 if await wakeups.wait(min(pause, until_checkpoint)) else looks + 1
