"""The registry as the analyzer sees it."""

import grpc
from persona.registry.v1 import registry_service_pb2, registry_service_pb2_grpc

from libs.servicekit.calls.call_context import onward_metadata
from libs.servicekit.calls.channels import remaining_seconds
from libs.servicekit.errors import PersonaNotFound, Unavailable
from services.analyzer.domain.sample import PersonaId

_SECONDS = 5.0


class RegistryDirectory:
    """Asks the registry, with the caller's own identity and within what is left of the caller's time."""

    def __init__(self, channel: grpc.aio.Channel) -> None:
        self._registry = registry_service_pb2_grpc.RegistryServiceStub(channel)

    async def expect(self, persona_id: PersonaId) -> None:
        request = registry_service_pb2.GetPersonaRequest(persona_id=str(persona_id))
        try:
            await self._registry.GetPersona(request, metadata=onward_metadata(), timeout=remaining_seconds(_SECONDS))
        except grpc.aio.AioRpcError as error:
            if error.code() == grpc.StatusCode.NOT_FOUND:
                raise PersonaNotFound(persona_id) from error
            raise Unavailable("registry") from error
