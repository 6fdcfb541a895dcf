"""The command `run`: runs the stack in the foreground until it is asked to end."""

import asyncio
import signal
import time

from deploy.local.layout import Layout
from deploy.local.one_off import StepFailedError
from deploy.local.ports import PortTakenError
from deploy.local.run_state import RunLock
from deploy.local.settings import LocalSettings
from deploy.local.stack import Blueprint, Stack, announce
from deploy.local.terminal import Terminal
from deploy.postgres.errors import PostgresError

_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run(settings: LocalSettings, terminal: Terminal, blueprint: Blueprint | None = None) -> int:
    """Run until Ctrl-C, SIGTERM or `stop`; returns the exit code: 0 after a stop, 1 if the start failed."""
    layout = Layout(settings.var)
    layout.create()
    lock = RunLock(layout.lock)
    if not lock.acquire():
        terminal.problem(
            f"the stack of {settings.var} already runs (pid {lock.holder()}), see `make status`; "
            "stop it with `make stop`, or set PERSONA_VAR and the ports to run a second one"
        )
        return 1
    try:
        return asyncio.run(_run(settings, blueprint or Blueprint(), terminal))
    finally:
        lock.release()


async def _run(settings: LocalSettings, blueprint: Blueprint, terminal: Terminal) -> int:
    try:
        stack = Stack(settings, blueprint, terminal)
    except PostgresError as error:
        terminal.problem(str(error))
        return 1
    asked = _listen_for_stop(stack, terminal)
    waiting = asyncio.create_task(asked.wait())
    starting = asyncio.create_task(_start(stack, settings, terminal))
    try:
        await asyncio.wait([starting, waiting], return_when=asyncio.FIRST_COMPLETED)
        if starting.done() and starting.result():
            await waiting
        return 0 if asked.is_set() else 1
    finally:
        starting.cancel()
        waiting.cancel()
        await asyncio.wait([starting])
        await _stop(stack, terminal)


async def _start(stack: Stack, settings: LocalSettings, terminal: Terminal) -> bool:
    began = time.monotonic()
    terminal.title("Starting Persona Services")
    try:
        await stack.start()
    except StepFailedError as error:
        terminal.problem(str(error), error.lines)
    except (PortTakenError, PostgresError) as error:
        terminal.problem(str(error))
    else:
        announce(settings, terminal, time.monotonic() - began)
        return True
    return False


async def _stop(stack: Stack, terminal: Terminal) -> None:
    began = time.monotonic()
    await stack.stop()
    terminal.say(f"Stopped, after {time.monotonic() - began:.1f} s. Data is kept.")


def _listen_for_stop(stack: Stack, terminal: Terminal) -> asyncio.Event:
    """Handle stop signals: the first sets the returned event for an orderly end, the second kills the stack."""
    asked = asyncio.Event()

    def on_stop_signal() -> None:
        if asked.is_set():
            stack.kill()
            return
        terminal.say("\nStopping: requests under way are finished first. Once more to stop at once.")
        asked.set()

    loop = asyncio.get_running_loop()
    for stop_signal in _STOP_SIGNALS:
        loop.add_signal_handler(stop_signal, on_stop_signal)
    return asked
