"""Preloaded process: imports heavy modules once, and forks the stack's processes from itself.

`python -m deploy.local.preload CONTROL_FD MODULE...`. Forked processes share the imported modules' memory and start at
once. This works as long as nothing here starts a thread or uses grpc: modules are imported, and for "module:function"
the function is called, which only reads files into memory. The process ends when the control socket closes.
"""

import contextlib
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from deploy.local import child, variables

MESSAGE_BYTES = 256 * 1024
# Standard output, readiness pipe, life pipe.
DESCRIPTORS = 3


@dataclass(frozen=True, slots=True)
class Request:
    """One process to fork."""

    id: int
    module: str
    arguments: list[str]
    environment: dict[str, str]
    descriptors: list[int]


def main(control: socket.socket, modules: list[str]) -> None:
    preload(modules)
    request = serve(control)
    if request is not None:
        become(request, control)


def preload(modules: list[str]) -> None:
    """Import the modules; one that fails is reported, and fails again in the service that needs it."""
    gc.disable()  # what is read here stays: repeated collection of it would take a second
    for entry in modules:
        module, _, function = entry.partition(":")
        try:
            imported = importlib.import_module(module)
            if function:
                getattr(imported, function)()
        except Exception as error:  # noqa: BLE001 - no failed import may end the process that all others depend on
            with contextlib.suppress(OSError):
                sys.stderr.write(f"not preloaded: {entry}: {error}\n")
    gc.enable()
    gc.collect()
    gc.freeze()


def serve(control: socket.socket) -> Request | None:
    """Fork on request, report ended children, answer when asked.

    Returns None in this process, at its end, and the request in a fork.
    """
    for ready in _events(control):
        if ready is control:
            message, descriptors, _, _ = socket.recv_fds(control, MESSAGE_BYTES, DESCRIPTORS)
            if not message:
                return None
            fields = json.loads(message)
            if "asks" in fields:
                _send(control, {})
                continue
            request = Request(**fields, descriptors=descriptors)
            pid = os.fork()
            if pid == 0:
                return request
            for descriptor in request.descriptors:
                os.close(descriptor)
            _send(control, {"id": request.id, "pid": pid})
        for pid, status in _ended():
            _send(control, {"pid": pid, "status": status})
    return None


def become(request: Request, control: socket.socket) -> None:
    """Turn a fork of this process into the requested one."""
    control.close()
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    output, ready, life = request.descriptors
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.close(output)
    # The streams of this process were opened on its log, which is a file: they would seek in what is a pipe now.
    sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8", buffering=1, closefd=False) for number in (1, 2))
    os.environ.clear()
    os.environ.update(request.environment)
    os.environ[variables.READY_FD], os.environ[variables.LIFE_FD] = str(ready), str(life)
    child.run(request.module, request.arguments)


def _events(control: socket.socket) -> Iterator[socket.socket]:
    """Yield the control socket when it has a message, and a socket of a pair when a child has ended."""
    wakeup, wakeup_write = socket.socketpair()
    wakeup.setblocking(False)
    wakeup_write.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wakeup_write.fileno(), warn_on_full_buffer=False)
    with selectors.DefaultSelector() as selector, wakeup, wakeup_write:
        selector.register(control, selectors.EVENT_READ, control)
        selector.register(wakeup, selectors.EVENT_READ, wakeup)
        while True:
            for key, _ in selector.select():
                if key.data is wakeup:
                    wakeup.recv(MESSAGE_BYTES)
                yield key.data


def _send(control: socket.socket, answer: dict[str, int]) -> None:
    control.send(json.dumps(answer).encode())


def _ended() -> Iterator[tuple[int, int]]:
    """Yield process ids and exit codes (negative: a signal) of ended children that were not reported yet."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        yield pid, os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])), sys.argv[2:])
