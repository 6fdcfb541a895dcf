"""A tiny service for tests of the local stack: `python -m tests.support.stand_in NAME`.

It listens on its port, says that it is ready, notes its life in a file, and drains for a moment on SIGTERM. A
connection that sends "log N" is answered after N log lines; after "hang" the event loop hangs. Behaviour comes from
variables: STAND_IN_JOURNAL (the file), STAND_IN_CRASHES (names that end at once while no file JOURNAL.calm exists),
STAND_IN_DEAF (names that ignore SIGTERM), STAND_IN_QUERY (names that need their schema).
"""

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

import structlog

from libs.servicekit.serving.logging import configure
from libs.servicekit.serving.readiness import announce_ready


def named(variable: str, name: str) -> bool:
    return name in os.environ.get(variable, "").split(",")


def note(name: str, event: str) -> None:
    with Path(os.environ["STAND_IN_JOURNAL"]).open("a") as journal:
        journal.write(f"{name} {event} {os.getpid()}\n")


async def check_schema(name: str) -> None:
    import asyncpg

    from deploy.postgres.urls import for_libpq

    connection = await asyncpg.connect(for_libpq(os.environ[f"PERSONA_{name.upper()}_DATABASE_URL"]))
    schema = await connection.fetchval("SELECT current_schema()")
    await connection.close()
    note(name, f"schema={schema}")


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    request = (await reader.readline()).split()
    if request == [b"hang"]:
        hang()
    if request:
        for number in range(int(request[1])):
            structlog.get_logger().info("a line of a stand-in", number=number, filling="x" * 100)
        writer.write(b"logged\n")
    writer.close()


def hang() -> None:
    time.sleep(3600)


async def serve(name: str) -> None:
    configure(name)
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, lambda: None if named("STAND_IN_DEAF", name) else ended.set())
    port = int(os.environ[f"PERSONA_{name.upper()}_PORT"])
    server = await asyncio.start_server(answer, "127.0.0.1", port)
    if named("STAND_IN_QUERY", name):
        await check_schema(name)
    note(name, "ready")
    announce_ready()
    await ended.wait()
    note(name, "draining")
    server.close()
    await asyncio.sleep(0.05)
    note(name, "ended")


def main() -> None:
    name = sys.argv[1]
    sys.stdout.write(f"{name} says hello\n")
    sys.stdout.flush()
    if named("STAND_IN_CRASHES", name) and not Path(f"{os.environ['STAND_IN_JOURNAL']}.calm").exists():
        time.sleep(0.05)
        sys.exit(f"{name} cannot find its spectacles")
    asyncio.run(serve(name))


if __name__ == "__main__":
    main()
