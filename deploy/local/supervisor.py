"""Starts the stack's processes in order, keeps them running, and ends them in the opposite order."""

import asyncio
import os
from collections.abc import Callable, Mapping, Sequence

from deploy.local.keeper import Keeper
from deploy.local.launcher import Launcher
from deploy.local.layout import Layout
from deploy.local.logs import ProcessLog
from deploy.local.one_off import run_once
from deploy.local.run_state import ProcessEntry, entry, pause_in_words
from deploy.local.services import Program, Service
from deploy.local.settings import LocalSettings
from deploy.local.terminal import Terminal


class Supervisor:
    """The processes of one stack, and the programs of its set-up, which have a launcher of their own.

    `changed` is called when the result of `entries` changes.
    """

    def __init__(
        self,
        launcher: Launcher,
        setup_launcher: Launcher,
        layout: Layout,
        terminal: Terminal,
        *,
        settings: LocalSettings,
        changed: Callable[[], None],
    ) -> None:
        self._launcher = launcher
        self._setup_launcher = setup_launcher
        self._layout = layout
        self._terminal = terminal
        self._settings = settings
        self._changed = changed
        # Only this process holds the write end: when it closes, every child learns that the supervisor has ended.
        self._life, self._life_write = os.pipe()
        self._keepers: dict[str, tuple[Service, Keeper]] = {}
        self._logs: dict[str, ProcessLog] = {}

    def entries(self) -> list[ProcessEntry]:
        """Return the current entry of each service's process."""
        return [
            entry(
                name,
                keeper.state,
                keeper.pid,
                port=self._settings.ports[name],
                restarts=keeper.restarts,
                next_start=keeper.next_start,
            )
            for name, (_, keeper) in self._keepers.items()
        ]

    async def run_once(self, step: str, program: Program, environment: Mapping[str, str]) -> None:
        """Run a program of the set-up to its end.

        Raises StepFailedError.
        """
        log = self._log(step.replace(" ", "-"))
        variables = {**os.environ, **environment}
        await run_once(step, program, variables, launcher=self._setup_launcher, log=log, life=self._life)

    async def start(self, services: Sequence[Service], environment_of: Callable[[Service], Mapping[str, str]]) -> None:
        """Start services side by side, each as soon as those that it comes after are ready; waits until all are."""
        starts: dict[str, asyncio.Task[bool]] = {}
        for service in services:
            keeper = self._keeper(service, environment_of(service))
            self._keepers[service.name] = (service, keeper)
            before = [starts[name] for name in service.after if name in starts]
            starts[service.name] = asyncio.create_task(_start_after(before, keeper))
        self._changed()
        try:
            await asyncio.gather(*starts.values())
        finally:
            for start in starts.values():
                start.cancel()

    async def end_setup(self) -> None:
        """Release the launcher of the set-up: no program of it will run any more."""
        await self._setup_launcher.close()

    async def stop(self) -> None:
        """End every process, the last started first, each given time to finish; then the launchers' own."""
        for _, keeper in reversed(self._keepers.values()):
            await keeper.stop()
        await self.end_setup()
        await self._launcher.close()
        for log in self._logs.values():
            log.close()

    def kill(self) -> None:
        """End every process at once; `stop` then has nothing to wait for."""
        for _, keeper in self._keepers.values():
            keeper.kill()

    def _keeper(self, service: Service, environment: Mapping[str, str]) -> Keeper:
        return Keeper(
            service.name,
            service.program,
            {**os.environ, **environment},
            launcher=self._launcher,
            log=self._log(service.name),
            life=self._life,
            changed=self._changed,
            crashed=self._report,
            pauses=self._settings.restart_pauses,
            liveness_seconds=self._settings.liveness_seconds,
        )

    def _log(self, name: str) -> ProcessLog:
        if name not in self._logs:
            show = (lambda line: self._terminal.log_line(name, line)) if self._settings.verbose else None
            self._logs[name] = ProcessLog(self._layout.logs / f"{name}.log", show)
        return self._logs[name]

    def _report(self, keeper: Keeper, ending: str) -> None:
        sentence = f"{keeper.name} {ending}; it is started again{pause_in_words(keeper.next_start)}"
        self._terminal.problem(sentence, keeper.log.tail(), str(keeper.log.path))


async def _start_after(before: Sequence[asyncio.Task[bool]], keeper: Keeper) -> bool:
    if not all(await asyncio.gather(*before)):
        return False
    return await keeper.start()
