"""Checks, before anything starts, that ports are free; reports the program that uses one."""

import errno
import socket
from collections.abc import Mapping

import psutil

from deploy.local.settings import HOST, port_variable


class PortTakenError(RuntimeError):
    """A port that the stack needs is in use; the message names the program, and the variable to set."""

    def __init__(self, name: str, port: int, holder: str) -> None:
        super().__init__(
            f"the port {port} of the {name} is taken by {holder}: "
            f"end that program, or set {port_variable(name)} to a free port"
        )


def check_free(ports: Mapping[str, int]) -> None:
    """Raise PortTakenError for the first port that is in use."""
    for name, port in ports.items():
        if not _is_free(port):
            raise PortTakenError(name, port, _holder(port))


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As servers do: connections of an ended server that still linger are no obstacle.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise
        return True


def _holder(port: int) -> str:
    """Return the program that listens on the port, as far as the current user may see it."""
    try:
        connections = psutil.net_connections(kind="tcp")
    except psutil.AccessDenied:
        return "another program"
    for connection in connections:
        # An address is a pair (host, port), or empty.
        listens = connection.status == psutil.CONN_LISTEN and tuple(connection.laddr)[1:] == (port,)
        if listens and connection.pid:
            return f"{_name(connection.pid)} (pid {connection.pid})"
    return "a program of another user"


def _name(pid: int) -> str:
    try:
        return psutil.Process(pid).name()
    except psutil.Error:
        return "a program"
