"""Real services as a client meets them, behind servers that count its calls and delay or fail them on order.

Each test has a tenant, an API key, and servers of its own in front of the session's services.

    def test_something(server: Front) -> None:
        server.fail("GetPersona", Unavailable("database"), times=2)
"""

import time
import uuid
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import grpc
import pytest_asyncio
from google.protobuf.message import Message
from persona.access.v1 import access_pb2
from persona.analyzer.v1 import analyzer_service_pb2 as analyzer_pb
from persona.analyzer.v1 import sample_pb2
from persona.analyzer.v1.analyzer_service_pb2_grpc import AnalyzerServiceStub
from persona.registry.v1 import identity_service_pb2 as identity_pb
from persona.registry.v1 import persona_pb2
from persona.registry.v1 import registry_service_pb2 as registry_pb
from persona.registry.v1.identity_service_pb2_grpc import IdentityServiceStub
from persona.registry.v1.registry_service_pb2_grpc import RegistryServiceStub

from libs.servicekit.errors import ServiceError
from tests.support.answering import AnsweringServices
from tests.support.identity import Token
from tests.support.served import NAMES, Addresses, Background, Metadata, RunningServices, two_tenants

Result = TypeVar("Result")
_SCOPES = (access_pb2.SCOPE_READ, access_pb2.SCOPE_WRITE, access_pb2.SCOPE_ADMIN)
_SECONDS = 60


@dataclass(frozen=True)
class Front:
    """One tenant's servers; its calls are counted, and what it has can be looked at."""

    environment: Mapping[str, str]
    """What a client needs to know: addresses and an API key."""
    _answering: AnsweringServices
    _addresses: Addresses
    _metadata: Metadata

    @property
    def api_key(self) -> str:
        return self.environment["PERSONA_API_KEY"]

    def address(self, service: str) -> str:
        return self.environment[f"PERSONA_{service.upper()}_ADDRESS"]

    def fail(self, method: str, error: ServiceError, *, times: int = 1) -> None:
        """Refuses the next calls of the method."""
        self._answering.refuse(method, error, times=times)

    def break_off(self, method: str, error: ServiceError) -> None:
        """Fails a stream after its next answer."""
        self._answering.break_off(method, error)

    def answer(self, method: str, response: Message) -> None:
        """Answers the method without the real service, whose limits of size hold here, too."""
        self._answering.answer(method, response)

    def delay(self, method: str, seconds: float) -> None:
        """Lets the method take its time from now on."""
        self._answering.delays[method] = seconds

    def change(self, method: str, fields: Message) -> None:
        """Sets the fields in every request of the method from now on."""
        self._answering.changes[method] = fields

    def calls(self, method: str) -> int:
        """The number of calls of the method, failures included."""
        return len(self._answering.calls[method])

    def metadata(self, method: str) -> list[dict[str, str]]:
        """The metadata of each call of the method."""
        return self._answering.calls[method]

    def personas(self) -> list[persona_pb2.Persona]:
        """The tenant's personas, the newest first."""
        with grpc.insecure_channel(self._addresses["registry"]) as channel:
            stub = RegistryServiceStub(channel)
            page = stub.ListPersonas(registry_pb.ListPersonasRequest(page_size=200), metadata=self._metadata)
            return list(page.personas)

    def samples(self, persona_id: str) -> list[sample_pb2.Sample]:
        """The samples of a persona, the newest first."""
        with grpc.insecure_channel(self._addresses["analyzer"]) as channel:
            request = analyzer_pb.ListSamplesRequest(persona_id=persona_id, page_size=200)
            return list(AnalyzerServiceStub(channel).ListSamples(request, metadata=self._metadata).samples)


@pytest_asyncio.fixture
async def server(running_services: RunningServices, background: Background, token: Token) -> AsyncIterator[Front]:
    """A new tenant's front."""
    tenant, _ = await two_tenants(running_services.database, token)
    answering = AnsweringServices(upstream=running_services.addresses)
    servers = {name: background.run(answering.serve(name)) for name in NAMES}
    environment = {f"PERSONA_{name.upper()}_ADDRESS": address for name, (_, address) in servers.items()}
    environment["PERSONA_API_KEY"] = _new_key(running_services.addresses["registry"], tenant.metadata)
    yield Front(environment, answering, running_services.addresses, tenant.metadata)
    for running, _ in servers.values():
        background.run(running.stop(0))
    background.show_logs()


def _new_key(address: str, metadata: Metadata) -> str:
    request = identity_pb.CreateApiKeyRequest(display_name="test", scopes=_SCOPES)
    with grpc.insecure_channel(address) as channel:
        return IdentityServiceStub(channel).CreateApiKey(request, metadata=metadata).secret


def wait_until(condition: Callable[[], bool], *, seconds: float = 5.0) -> None:
    """Returns when the condition holds; fails the test if it does not in time."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


def new_id() -> str:
    """An id in the form of the contract."""
    return str(uuid.uuid4())
