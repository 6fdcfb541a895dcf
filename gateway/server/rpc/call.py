"""A gRPC call to make."""

from dataclasses import dataclass, replace

from gateway.server.routes.route import Route
from gateway.server.rpc.credentials import Credential


@dataclass(frozen=True, slots=True)
class RpcCall:
    """A call: its route, serialised message, caller's credential, timeout in seconds, and ids for logs and traces."""

    route: Route
    message: bytes
    credential: Credential
    timeout: float
    trace: tuple[tuple[str, str], ...]

    @property
    def metadata(self) -> tuple[tuple[str, str], ...]:
        """All metadata of the call."""
        return (*self.credential.metadata(), *self.trace)

    def with_credential(self, credential: Credential) -> "RpcCall":
        """Returns the same call with another credential."""
        return replace(self, credential=credential)
