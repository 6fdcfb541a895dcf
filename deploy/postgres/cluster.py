"""One PostgreSQL server under a directory: start, stop, connect.

The server listens on a Unix socket in a private directory, on loopback TCP only when a port is asked for. It ends when
the process that started it ends, by way of the guard (guard.py).
"""

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from deploy.postgres import guard
from deploy.postgres.account import server_account
from deploy.postgres.binaries import Binaries, find_binaries
from deploy.postgres.errors import PostgresError, ServerDidNotStartError, VersionMismatchError
from deploy.postgres.initdb import SUPERUSER, initialize
from deploy.postgres.placement import place
from deploy.postgres.postmaster import (
    PID_FILE,
    POLL_SECONDS,
    Postmaster,
    end_postmaster,
    end_processes_in,
    live_postmaster,
)

START_SECONDS = 60.0
STOP_SECONDS = 30.0
SOCKET_PORT = 5432
LOG_LIMIT_BYTES = 4 * 2**20
LOG_TAIL_BYTES = 2000
# sun_path holds 104 bytes on macOS and 108 on Linux; the socket's own name is ".s.PGSQL.5432" with a ".lock".
_LONGEST_SOCKET_DIRECTORY = 80

_SETTINGS = {
    "max_connections": "100",
    "shared_buffers": "128MB",
    # Soon after an import, so that the planner has statistics of the new rows before many queries run.
    "autovacuum_naptime": "10s",
    "jit": "off",
    # Worker processes for reads would cost memory of an idle stack and gain nothing at this size.
    "io_method": "sync",
    "log_checkpoints": "off",
    "timezone": "UTC",
    "password_encryption": "scram-sha-256",
}
# For data that a test throws away.
_VOLATILE_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


class Cluster:
    """The server of one home directory.

    `password` is the superuser's and takes effect when the cluster is created. `durable=False` gives up safety
    against power cuts for speed. `port` adds 127.0.0.1:port to the Unix socket.
    """

    def __init__(self, home: Path, password: str, *, durable: bool = True, port: int | None = None) -> None:
        self._account = server_account()
        self._home = place(home.resolve(), self._account)
        self._password = password
        self._durable = durable
        self._port = port
        self._guard: subprocess.Popen[bytes] | None = None
        self._life: int | None = None
        self._socket_directory: Path | None = None

    @property
    def data(self) -> Path:
        return self._home / "data"

    @property
    def log_file(self) -> Path:
        return self._home / "server.log"

    @property
    def pid(self) -> int | None:
        """The server's process, while it runs."""
        server = live_postmaster(self.data)
        return server.pid if server else None

    @property
    def owned(self) -> bool:
        """True if this object started the server and will stop it; False after it joined a running one."""
        return self._guard is not None

    def dsn(self, *, database: str = "postgres", user: str = SUPERUSER, password: str | None = None) -> str:
        """Returns a `postgresql://` URL to the server through its Unix socket; by default as the superuser."""
        if self._socket_directory is None:
            raise PostgresError("the server was not started")
        secret = quote(password if password is not None else self._password, safe="")
        where = quote(str(self._socket_directory), safe="/")
        return f"postgresql://{quote(user, safe='')}:{secret}@/{database}?host={where}&port={self._port or SOCKET_PORT}"

    def start(self, *, exclusive: bool = False) -> None:
        """Start the server and wait until it accepts connections; create the cluster the first time.

        While another process holds the server, join it, or with `exclusive` wait until it has let go. A server whose
        starter and guard are gone is stopped and started again. Blocking: ~1 s the first time, ~0.1 s later.
        """
        deadline = time.monotonic() + START_SECONDS
        with _locked(self._home / "start.lock"):
            while (guard_lock := _try_lock(self._home / "guard.lock")) is None:
                if not exclusive and self._join():
                    return
                if time.monotonic() > deadline:
                    raise PostgresError(f"another process holds the server in {self._home} and does not let go")
                time.sleep(POLL_SECONDS)
            try:
                self._launch(guard_lock)
            finally:
                os.close(guard_lock)

    def stop(self) -> None:
        """End all sessions and stop the server, keeping all committed data; does nothing if it was only joined."""
        if self._guard is None:
            return
        end_postmaster(self.data, grace_seconds=STOP_SECONDS)
        self._guard.wait(timeout=STOP_SECONDS)
        self._release()

    def wait(self) -> None:
        """Block until the server that this object started has ended, by `stop` or by itself; at once without one."""
        if self._guard is not None:
            self._guard.wait()

    def _launch(self, guard_lock: int) -> None:
        self._release()
        binaries = find_binaries(self._account)
        self._check_version(binaries)
        self._clear_remains()
        if not (self.data / "PG_VERSION").exists():
            initialize(self._home, self._password, binaries=binaries, account=self._account, durable=self._durable)
        self._socket_directory = self._make_socket_directory()
        log_start = self._open_log()
        self._guard, self._life = self._spawn_guard(binaries, guard_lock)
        self._wait_until_ready(self._guard, log_start)

    def _join(self) -> bool:
        server = live_postmaster(self.data)
        if server is None or not server.ready or server.socket_directory is None:
            return False
        self._socket_directory = server.socket_directory
        return True

    def _check_version(self, binaries: Binaries) -> None:
        version_file = self.data / "PG_VERSION"
        if not version_file.exists():
            return
        stored, installed = int(version_file.read_text()), binaries.major_version(self._account)
        if stored != installed:
            raise VersionMismatchError(data=stored, binaries=installed, directory=str(self.data))

    def _clear_remains(self) -> None:
        """Remove all remains of a former server; both locks are held, so no other process can be starting one."""
        end_postmaster(self.data, grace_seconds=STOP_SECONDS)
        if (self.data / PID_FILE).exists():
            end_processes_in(self.data)
            (self.data / PID_FILE).unlink()

    def _make_socket_directory(self) -> Path:
        """Create an empty private directory: a socket's lock file left by a killed server would block the start."""
        if self._socket_directory is not None:
            directory = self._socket_directory
        elif len(os.fsencode(self._home / "socket")) <= _LONGEST_SOCKET_DIRECTORY:
            directory = self._home / "socket"
        else:
            # Named outright: macOS's own temporary directory is a long path.
            directory = Path(tempfile.mkdtemp(prefix="persona-", dir="/tmp"))
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir(mode=0o700)
        if self._account:
            self._account.own(directory)
        return directory

    def _open_log(self) -> int:
        """Move aside a log that grew too long; return the offset where this run's part begins."""
        size = self.log_file.stat().st_size if self.log_file.exists() else 0
        if size <= LOG_LIMIT_BYTES:
            return size
        self.log_file.replace(self.log_file.with_suffix(".log.1"))
        return 0

    def _spawn_guard(self, binaries: Binaries, guard_lock: int) -> tuple["subprocess.Popen[bytes]", int]:
        read_end, write_end = os.pipe()
        uid, gid = (self._account.uid, self._account.gid) if self._account else (-1, -1)
        program = [sys.executable, "-I", "-S", guard.__file__, str(read_end), str(uid), str(gid), "--"]
        with self.log_file.open("ab") as log:
            process = subprocess.Popen(
                [*program, *self._server_command(binaries)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                pass_fds=(read_end, guard_lock),
                start_new_session=True,
            )
        os.close(read_end)
        return process, write_end

    def _server_command(self, binaries: Binaries) -> list[str]:
        settings = {
            **_SETTINGS,
            **({} if self._durable else _VOLATILE_SETTINGS),
            "listen_addresses": "127.0.0.1" if self._port else "",
            "port": str(self._port or SOCKET_PORT),
            "unix_socket_directories": f'"{self._socket_directory}"',
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [str(binaries.postgres), "-D", str(self.data), *options]

    def _wait_until_ready(self, guard_process: "subprocess.Popen[bytes]", log_start: int) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not _is_ready(live_postmaster(self.data)):
            if guard_process.poll() is not None:
                self._release()
                reason = f"it ended with status {guard_process.returncode}"
                raise ServerDidNotStartError(reason, self._log_tail(log_start))
            if time.monotonic() > deadline:
                self.stop()
                raise ServerDidNotStartError(f"not ready after {START_SECONDS:.0f} s", self._log_tail(log_start))
            time.sleep(POLL_SECONDS)

    def _log_tail(self, start: int) -> str:
        with self.log_file.open("rb") as log:
            log.seek(max(start, log.seek(0, os.SEEK_END) - LOG_TAIL_BYTES))
            return log.read().decode(errors="replace")

    def _release(self) -> None:
        if self._life is not None:
            os.close(self._life)
        self._guard, self._life = None, None


def _is_ready(server: Postmaster | None) -> bool:
    return server is not None and server.ready


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _try_lock(path: Path) -> int | None:
    """Lock a file, until every copy of the returned descriptor is closed; None if another process holds the lock."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor
