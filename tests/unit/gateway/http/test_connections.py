"""Counts of connections, by peer and in all; names in a Host header."""

import pytest

from gateway.server.http.connections import Connections, peer_of
from gateway.server.http.hosts import host_name


def test_a_peer_gets_its_place_back_when_a_connection_ends() -> None:
    connections = Connections(maximum=10, per_peer=2)
    assert connections.admit("a") is None
    assert connections.admit("a") is None
    refused = connections.admit("a")
    assert refused is not None
    assert (refused.status, refused.retry_after_seconds, refused.hang_up) == (429, 1, True)
    assert connections.admit("b") is None
    connections.release("a")
    assert connections.admit("a") is None
    assert connections.open == 3


def test_the_limit_in_all_counts_every_peer() -> None:
    connections = Connections(maximum=2, per_peer=2)
    assert [connections.admit(peer) for peer in "ab"] == [None, None]
    refused = connections.admit("c")
    assert refused is not None
    assert refused.status == 503


def test_refused_connections_that_stay_for_their_answer_are_limited_too() -> None:
    connections = Connections(maximum=1, per_peer=1)
    admitted = 0
    while connections.begin_refusal():
        admitted += 1
    assert 0 < admitted < 1000
    connections.end_refusal()
    assert connections.begin_refusal()


@pytest.mark.parametrize(
    ("address", "peer"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
    ],
)
def test_an_ipv6_network_is_one_peer(address: str, peer: str) -> None:
    assert peer_of(address) == peer


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("localhost", "localhost"),
        ("LocalHost:8080", "localhost"),
        ("localhost.:80", "localhost"),
        ("[::1]", "[::1]"),
        ("[::1]:8080", "[::1]"),
        ("::1", "::1"),
        ("localhost:evil", "localhost:evil"),
        ("user@localhost", "user@localhost"),
        ("", ""),
    ],
)
def test_the_name_of_a_host_has_no_port(header: str, name: str) -> None:
    assert host_name(header) == name
