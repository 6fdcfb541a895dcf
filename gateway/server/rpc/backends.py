"""The services behind the gateway: one channel for each process, and calls that pass bytes through."""

import json
from collections.abc import Iterable

import grpc
from protobuf import DescService

from gateway.server.problems.problem import ProblemError, dependency_unavailable
from gateway.server.routes.contracts import Contracts, domain_of
from gateway.server.settings import GatewaySettings

_NOT_REPEATABLE = "IDEMPOTENCY_UNKNOWN"
_KEEPALIVE_MS = 30_000
# A service that was restarted must be found again within a second, not after gRPC's default of up to two minutes.
_RECONNECT_MS = (("grpc.initial_reconnect_backoff_ms", 100), ("grpc.max_reconnect_backoff_ms", 1000))

UnaryCall = grpc.aio.UnaryUnaryMultiCallable[bytes, bytes]
StreamCall = grpc.aio.UnaryStreamMultiCallable[bytes, bytes]
ConversationCall = grpc.aio.StreamStreamMultiCallable[bytes, bytes]


class Backends:
    """Channels by domain. A domain without an address is not part of this deployment."""

    def __init__(self, contracts: Contracts, settings: GatewaySettings, domains: Iterable[str]) -> None:
        services = tuple(contracts.services())
        self.addresses = {domain: settings.address_of(domain) for domain in domains}
        self._channels = {
            domain: _channel(address, settings.max_answer_bytes, [s for s in services if domain_of(s) == domain])
            for domain, address in self.addresses.items()
            if address
        }

    @property
    def deployed(self) -> tuple[str, ...]:
        """The domains that have an address."""
        return tuple(self._channels)

    def channel(self, domain: str) -> grpc.aio.Channel:
        """The channel to a domain's process. ProblemError: it is not deployed."""
        if domain not in self._channels:
            detail = f"The {domain} service is not part of this deployment."
            raise ProblemError(dependency_unavailable(domain, detail, retry_after_seconds=None))
        return self._channels[domain]

    def unary(self, domain: str, rpc_path: str) -> UnaryCall:
        """A unary method that takes and gives serialised messages."""
        return self.channel(domain).unary_unary(rpc_path)

    def stream(self, domain: str, rpc_path: str) -> StreamCall:
        """A server-streaming method that takes and gives serialised messages."""
        return self.channel(domain).unary_stream(rpc_path)

    def conversation(self, domain: str, rpc_path: str) -> ConversationCall:
        """A method that streams both ways, which takes and gives serialised messages."""
        return self.channel(domain).stream_stream(rpc_path)

    async def close(self) -> None:
        """Closes every channel; calls in flight are cancelled."""
        for channel in self._channels.values():
            await channel.close()


def _channel(address: str, max_bytes: int, services: list[DescService]) -> grpc.aio.Channel:
    return grpc.aio.insecure_channel(
        address,
        options=[
            ("grpc.max_receive_message_length", max_bytes),
            ("grpc.max_send_message_length", max_bytes),
            ("grpc.keepalive_time_ms", _KEEPALIVE_MS),
            ("grpc.enable_retries", 1),
            ("grpc.service_config", _service_config(services)),
            *_RECONNECT_MS,
        ],
    )


def _service_config(services: list[DescService]) -> str:
    """Retries of the methods that their contract says are safe to repeat."""
    names = [
        {"service": service.type_name, "method": method.name}
        for service in services
        for method in service.methods
        if method.idempotency.name != _NOT_REPEATABLE
    ]
    policy = {
        "maxAttempts": 3,
        "initialBackoff": "0.05s",
        "maxBackoff": "0.5s",
        "backoffMultiplier": 2,
        "retryableStatusCodes": ["UNAVAILABLE"],
    }
    return json.dumps({"methodConfig": [{"name": names, "retryPolicy": policy}] if names else []})
