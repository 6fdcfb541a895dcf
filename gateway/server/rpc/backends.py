"""gRPC channels to the services: one for each process; calls take and return serialised messages."""

from collections.abc import Iterable

import grpc
from protobuf import DescService

from gateway.server.problems.problem import ProblemError, dependency_unavailable
from gateway.server.routes.contracts import Contracts, domain_of
from gateway.server.settings import GatewaySettings
from libs.servicekit.calls.channels import channel_options

_NOT_REPEATABLE = "IDEMPOTENCY_UNKNOWN"

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
        """Returns the channel to a domain's process. ProblemError: it is not deployed."""
        if domain not in self._channels:
            detail = f"The {domain} service is not part of this deployment."
            raise ProblemError(dependency_unavailable(domain, detail, retry_after_seconds=None))
        return self._channels[domain]

    def unary(self, domain: str, rpc_path: str) -> UnaryCall:
        """Returns a unary method that takes and returns serialised messages."""
        return self.channel(domain).unary_unary(rpc_path)

    def stream(self, domain: str, rpc_path: str) -> StreamCall:
        """Returns a server-streaming method that takes and returns serialised messages."""
        return self.channel(domain).unary_stream(rpc_path)

    def conversation(self, domain: str, rpc_path: str) -> ConversationCall:
        """Returns a bidirectional streaming method that takes and returns serialised messages."""
        return self.channel(domain).stream_stream(rpc_path)

    async def close(self) -> None:
        """Closes every channel; calls in flight are cancelled."""
        for channel in self._channels.values():
            await channel.close()


def _channel(address: str, max_bytes: int, services: list[DescService]) -> grpc.aio.Channel:
    """A channel that retries the methods that their contract declares repeatable, as calls between services do."""
    repeatable = [
        (service.type_name, method.name)
        for service in services
        for method in service.methods
        if method.idempotency.name != _NOT_REPEATABLE
    ]
    return grpc.aio.insecure_channel(address, options=channel_options(repeatable, max_message_bytes=max_bytes))
