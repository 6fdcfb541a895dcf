"""One gRPC call that is about to be made."""

from dataclasses import dataclass, replace

from gateway.server.routes.route import Route
from gateway.server.rpc.credentials import Credential


@dataclass(frozen=True, slots=True)
class Outgoing:
    """The call: its route, its serialised message, who calls, how long it may take, and ids for logs and traces."""

    route: Route
    message: bytes
    credential: Credential
    timeout: float
    trace: tuple[tuple[str, str], ...]

    @property
    def metadata(self) -> tuple[tuple[str, str], ...]:
        """All metadata of the call."""
        return (*self.credential.metadata(), *self.trace)

    def with_credential(self, credential: Credential) -> "Outgoing":
        """The same call by another credential."""
        return replace(self, credential=credential)
