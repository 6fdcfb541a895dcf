"""Admission of connections: a limit in all, and one by peer."""

import ipaddress
from collections import Counter
from http import HTTPStatus

from gateway.server.problems.problem import Problem

_RETRY_SECONDS = 1.0
_MAX_REFUSED = 256
_IPV6_NETWORK_BITS = 64


class Connections:
    """Counts open connections by the address of their peer."""

    def __init__(self, *, maximum: int, per_peer: int) -> None:
        self._maximum = maximum
        self._per_peer = per_peer
        self._by_peer: Counter[str] = Counter()
        self._refused = 0
        self.open = 0

    def admit(self, peer: str) -> Problem | None:
        """Counts one more connection of `peer`; returns the problem instead if there are too many."""
        if self._by_peer[peer] >= self._per_peer:
            return _too_many(
                f"Your address has {self._per_peer:,} connections open, the most that it may have; close some.",
                HTTPStatus.TOO_MANY_REQUESTS,
            )
        if self.open >= self._maximum:
            return _too_many(
                "The gateway has as many connections open as it accepts; try again shortly.",
                HTTPStatus.SERVICE_UNAVAILABLE,
            )
        self._by_peer[peer] += 1
        self.open += 1
        return None

    def release(self, peer: str) -> None:
        """Ends the count of an admitted connection of `peer`."""
        self.open -= 1
        self._by_peer[peer] -= 1
        if not self._by_peer[peer]:
            del self._by_peer[peer]

    def begin_refusal(self) -> bool:
        """Returns True if one more refused connection may stay for its answer; count its end by `end_refusal`."""
        if self._refused >= _MAX_REFUSED:
            return False
        self._refused += 1
        return True

    def end_refusal(self) -> None:
        """Counts the end of a refused connection that stayed for its answer."""
        self._refused -= 1


def peer_of(address: str) -> str:
    """Returns the name that the connections of an address are counted under: in IPv6 its network of 64 bits."""
    if ":" not in address:
        return address
    parsed = ipaddress.IPv6Address(address)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(parsed) >> _IPV6_NETWORK_BITS << _IPV6_NETWORK_BITS, _IPV6_NETWORK_BITS)))


def _too_many(detail: str, status: HTTPStatus) -> Problem:
    return Problem(
        "RESOURCE_EXHAUSTED",
        "",
        detail,
        retry_after_seconds=_RETRY_SECONDS,
        status_override=status,
        hang_up=True,
    )
