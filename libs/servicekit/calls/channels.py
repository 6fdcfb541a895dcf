"""Calls from one service to another: one channel each, with identity, deadline and safe retries."""

import json
from collections.abc import Iterable

import grpc
from google.protobuf import descriptor_pb2
from google.protobuf.descriptor import FileDescriptor

from libs.servicekit.calls.call_context import current

_KEEPALIVE_MS = 30_000
_FIRST_RECONNECT_MS, _LAST_RECONNECT_MS = 100, 1_000
_MAX_MESSAGE_BYTES = 16 * 2**20
MESSAGE_OPTIONS = (
    ("grpc.max_receive_message_length", _MAX_MESSAGE_BYTES),
    ("grpc.max_send_message_length", _MAX_MESSAGE_BYTES),
)


def channel(address: str, *contracts: FileDescriptor) -> grpc.aio.Channel:
    """Opens a channel to the services of some contracts. Retries only methods that these call safe to repeat."""
    repeatable = [
        (service.full_name, method.name)
        for contract in contracts
        for service in contract.services_by_name.values()
        for method in service.methods
        if method.GetOptions().idempotency_level != descriptor_pb2.MethodOptions.IDEMPOTENCY_UNKNOWN
    ]
    return grpc.aio.insecure_channel(address, options=channel_options(repeatable))


def channel_options(
    repeatable: Iterable[tuple[str, str]], *, max_message_bytes: int = _MAX_MESSAGE_BYTES
) -> list[tuple[str, str | int]]:
    """Channel arguments with retries of the `repeatable` methods: pairs of service ("package.Service") and method.

    Takes names because the gateway reads its contracts with another protobuf library than the services.
    """
    return [
        ("grpc.max_receive_message_length", max_message_bytes),
        ("grpc.max_send_message_length", max_message_bytes),
        ("grpc.keepalive_time_ms", _KEEPALIVE_MS),
        # gRPC's own pauses grow to two minutes, long after a restarted service is back.
        ("grpc.initial_reconnect_backoff_ms", _FIRST_RECONNECT_MS),
        ("grpc.max_reconnect_backoff_ms", _LAST_RECONNECT_MS),
        ("grpc.enable_retries", 1),
        ("grpc.service_config", _retry_config(repeatable)),
    ]


def _retry_config(repeatable: Iterable[tuple[str, str]]) -> str:
    """gRPC's service config, as JSON, with a retry policy for the repeatable methods."""
    names = [{"service": service, "method": method} for service, method in repeatable]
    policy = {
        "maxAttempts": 4,
        "initialBackoff": "0.05s",
        "maxBackoff": "1s",
        "backoffMultiplier": 2,
        "retryableStatusCodes": ["UNAVAILABLE"],
    }
    return json.dumps({"methodConfig": [{"name": names, "retryPolicy": policy}] if names else []})


def remaining_seconds(most: float) -> float:
    """Returns the time that a call to another service may take: what is left of the caller's, at most `most`."""
    left = current.get().remaining()
    return most if left is None else min(left, most)
