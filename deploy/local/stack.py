"""The local stack: starts and stops the database, the services and the gateway."""

import asyncio
import contextlib
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.local.child import DRAIN_SECONDS
from deploy.local.database import Database, EmbeddedDatabase, ExternalDatabase
from deploy.local.database_secret import load_or_create
from deploy.local.environment import SINGLE_THREADED, Environment
from deploy.local.fork_launcher import ForkLauncher
from deploy.local.launcher import Launcher, SpawnLauncher
from deploy.local.layout import Layout
from deploy.local.one_off import StepFailedError
from deploy.local.ports import check_free
from deploy.local.run_state import DATABASE_ENTRY, ProcessEntry, end_leftovers, entry, write_state
from deploy.local.services import (
    DEMO,
    GATEWAY,
    MIGRATE,
    SERVICES,
    TENANT,
    Program,
    Service,
    preloaded,
    setup_preloaded,
)
from deploy.local.settings import LocalSettings
from deploy.local.supervisor import Supervisor
from deploy.local.terminal import Terminal
from libs.servicekit.directory import directory

_RECORD_AGAIN_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Blueprint:
    """Parts of a stack; the default is the project's own. Programs that are None are left out."""

    services: Sequence[Service] = SERVICES
    gateway: Service = GATEWAY
    preloaded: Sequence[str] = preloaded(directory())
    setup_preloaded: Sequence[str] = setup_preloaded(directory())
    migrate: Program | None = MIGRATE
    demo: Program | None = DEMO
    fork: bool = sys.platform == "linux"
    """True: services are forked from a process that imported `preloaded`, and programs of the set-up from one that
    imported `setup_preloaded`; otherwise each is a new interpreter."""


class Stack:
    """One run of the stack of one var/ directory, whose lock the caller holds."""

    def __init__(self, settings: LocalSettings, blueprint: Blueprint, terminal: Terminal) -> None:
        self._settings = settings
        self._blueprint = blueprint
        self._terminal = terminal
        self._layout = Layout(settings.var)
        self._secret = load_or_create(self._layout.database_secret)
        self._launcher = self._make_launcher("preload", blueprint.preloaded)
        self._setup_launcher = self._make_launcher("preload-setup", blueprint.setup_preloaded)
        self._database = self._make_database()
        self._recording: asyncio.TimerHandle | None = None
        self._supervisor = Supervisor(
            self._launcher,
            self._setup_launcher,
            self._layout,
            terminal,
            settings=settings,
            changed=self._record,
        )

    async def start(self) -> None:
        """Start everything, and report each step.

        Raises PortTakenError, PostgresError or StepFailedError; `stop` then ends what has started.
        """
        end_leftovers(self._layout, grace_seconds=DRAIN_SECONDS + 1)
        check_free(self._ports())
        for launcher in (self._setup_launcher, self._launcher):
            if isinstance(launcher, ForkLauncher):
                await launcher.start()
        with self._terminal.step("database"):
            await self._database.start()
        environment = Environment(
            self._settings, self._layout, self._blueprint.services, self._database.admin_url, self._secret
        )
        await self._prepare_database(environment)
        await self._prepare_identity(environment)
        with self._terminal.step("services"):
            await self._supervisor.start(self._blueprint.services, environment.of)
        with self._terminal.step("gateway"):
            await self._supervisor.start([self._blueprint.gateway], environment.of)
        await self._load_demo(environment)
        await self._supervisor.end_setup()

    async def stop(self) -> None:
        """End every process, the database last."""
        await self._supervisor.stop()
        await self._database.stop()
        if self._recording is not None:
            self._recording.cancel()
        self._layout.state.unlink(missing_ok=True)

    def kill(self) -> None:
        """End the services at once; the database still stops in order, which is quick."""
        self._supervisor.kill()

    async def _prepare_database(self, environment: Environment) -> None:
        schemas = [service for service in self._blueprint.services if service.has_schema]
        bootstrap = Program("deploy.local.bootstrap_database", tuple(service.name for service in schemas))
        with self._terminal.step("roles and schemas"):
            await self._supervisor.run_once("roles and schemas", bootstrap, environment.of_administrator())
        if self._blueprint.migrate is None:
            return
        with self._terminal.step("migrations"):
            for service in schemas:
                program = self._blueprint.migrate.with_arguments(service.name)
                step = f"migrations of {service.name}"
                await self._supervisor.run_once(step, program, environment.of_owner(service))

    async def _prepare_identity(self, environment: Environment) -> None:
        scopes = [f"{service.name}={','.join(service.scopes)}" for service in self._blueprint.services]
        keys = Program("deploy.local.identity", (str(self._layout.var), *scopes))
        with self._terminal.step("keys"):
            await self._supervisor.run_once("keys", keys, {})
            for service in self._blueprint.services:
                if service.bootstrap is not None:
                    program = service.bootstrap.with_arguments(
                        "--tenant", TENANT, "--key-file", str(self._layout.key_file)
                    )
                    await self._supervisor.run_once("local API key", program, environment.of(service))

    async def _load_demo(self, environment: Environment) -> None:
        """Load the demo, once per var/ directory. The stack works without it: a failure is only reported."""
        if self._blueprint.demo is None or self._layout.demo_marker.exists():
            return
        try:
            with self._terminal.step("demo personas"):
                await self._supervisor.run_once("demo personas", self._blueprint.demo, environment.of_client())
        except StepFailedError as error:
            self._terminal.problem(f"{error}; the next start tries again", error.lines)
        else:
            self._layout.demo_marker.touch()

    def _ports(self) -> Mapping[str, int]:
        return {each.name: self._settings.ports[each.name] for each in self._all_services()}

    def _all_services(self) -> Sequence[Service]:
        return (*self._blueprint.services, self._blueprint.gateway)

    def _record(self) -> None:
        """Write the state file; on a full disk, later."""
        try:
            write_state(self._layout, self._entries())
        except OSError:
            if self._recording is None:
                self._recording = asyncio.get_running_loop().call_later(_RECORD_AGAIN_SECONDS, self._record_again)

    def _record_again(self) -> None:
        self._recording = None
        self._record()

    def _entries(self) -> list[ProcessEntry]:
        entries = [entry("supervisor", "ready", os.getpid())]
        if self._settings.database_url is None:
            entries.append(
                entry(
                    DATABASE_ENTRY,
                    self._database.state,
                    self._database.pid,
                    restarts=self._database.restarts,
                    next_start=self._database.next_start,
                )
            )
        if isinstance(self._launcher, ForkLauncher) and self._launcher.pid is not None:
            entries.append(entry("preload", "ready", self._launcher.pid))
        return [*entries, *self._supervisor.entries()]

    def _make_launcher(self, name: str, preloaded: Sequence[str]) -> Launcher:
        if not self._blueprint.fork:
            return SpawnLauncher()
        log = self._layout.logs / f"{name}.log"
        liveness = self._settings.liveness_seconds
        return ForkLauncher(preloaded, {**os.environ, **SINGLE_THREADED}, log, liveness_seconds=liveness)

    def _make_database(self) -> Database:
        if self._settings.database_url is not None:
            return ExternalDatabase(self._settings.database_url)
        return EmbeddedDatabase(
            self._layout,
            self._secret,
            report=self._terminal.problem,
            changed=self._record,
            pauses=self._settings.restart_pauses,
        )


def announce(settings: LocalSettings, terminal: Terminal, seconds: float) -> None:
    """Print the addresses of the stack, and how to stop it."""
    gateway = f"http://{settings.address('gateway')}"
    command = _shown(Path(sys.executable).with_name("persona"))
    terminal.say()
    terminal.title(f"Persona Services are ready, after {seconds:.1f} s.")
    terminal.item("gateway", gateway)
    terminal.item("reference", f"{gateway}/docs")
    terminal.item("command", f'{command}, for instance: {command} create "Weekly newsletter"')
    terminal.item("API key", _shown(Layout(settings.var).key_file))
    terminal.item("logs", _shown(Layout(settings.var).logs))
    terminal.say()
    terminal.say("Stop with Ctrl-C here, or with `make stop` in another terminal.")


def _shown(path: Path) -> str:
    """The path, relative to the current directory if it is below."""
    with contextlib.suppress(ValueError):
        return str(path.relative_to(Path.cwd()))
    return str(path)
