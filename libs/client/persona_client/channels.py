"""Channels to the services: keepalive, message sizes, reconnection, TLS."""

from typing import Any

import grpc

MAX_MESSAGE_BYTES = 16 * 1024 * 1024
"""The largest request of the contract, fifty texts of a million characters together, takes 4 MB and more in UTF-8."""

_OPTIONS: dict[str, int] = {
    "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
    "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
    # A dead peer is detected on an open stream; watches receive a message every 15 seconds, so pings are rare.
    "grpc.keepalive_time_ms": 60_000,
    "grpc.keepalive_timeout_ms": 20_000,
    "grpc.keepalive_permit_without_calls": 0,
    # Without these a channel waits at least a second after a refused connection, and retries meet the old failure.
    "grpc.initial_reconnect_backoff_ms": 100,
    "grpc.min_reconnect_backoff_ms": 5_000,  # how long one attempt to connect may take
    "grpc.max_reconnect_backoff_ms": 5_000,
}
_TLS = "https://"
_LOOPBACK = ("127.", "localhost", "[::1]", "unix:")


def options(address: str) -> list[tuple[str, Any]]:
    """Returns channel arguments. For addresses of this machine a proxy of the environment is not used."""
    chosen = dict(_OPTIONS)
    if address.startswith(_LOOPBACK):
        chosen["grpc.enable_http_proxy"] = 0
    return list(chosen.items())


def open_channel(address: str) -> grpc.Channel:
    """Returns a channel that connects when it is first used."""
    if address.startswith(_TLS):
        target = address.removeprefix(_TLS)
        return grpc.secure_channel(target, grpc.ssl_channel_credentials(), options=options(target))
    return grpc.insecure_channel(address, options=options(address))
