"""The registry's RPC surface: convert, call one use case, convert."""

from collections.abc import AsyncIterator

from persona.registry.v1 import registry_service_pb2 as pb
from persona.registry.v1 import registry_service_pb2_grpc

from libs.servicekit.calls.call_context import caller
from libs.servicekit.calls.paging import page_of
from libs.servicekit.clock import Clock
from libs.servicekit.database.unit_of_work import UnitOfWork
from libs.servicekit.interceptors.chain import Context
from services.registry.convert import persona as persona_convert
from services.registry.convert import version as version_convert
from services.registry.store import RegistryRows
from services.registry.use_cases import personas, versions
from services.registry.use_cases.watch import PersonaWatch

DEFAULT_LANGUAGE = "en"


class RegistryServicer(registry_service_pb2_grpc.RegistryServiceServicer):
    """persona.registry.v1.RegistryService."""

    def __init__(self, work: UnitOfWork[RegistryRows], watch: PersonaWatch, clock: Clock) -> None:
        self._work = work
        self._watch = watch
        self._clock = clock

    async def GetPersona(self, request: pb.GetPersonaRequest, context: Context) -> pb.GetPersonaResponse:
        async with self._work.read() as rows:
            persona = await rows.persona(persona_convert.persona_id_from_pb(request.persona_id))
        return pb.GetPersonaResponse(persona=persona_convert.persona_to_pb(persona))

    async def ListPersonas(self, request: pb.ListPersonasRequest, context: Context) -> pb.ListPersonasResponse:
        async with self._work.read() as rows:
            page, token = await personas.list_personas(rows, page_of(request))
        return pb.ListPersonasResponse(personas=persona_convert.personas_to_pb(page), next_page_token=token)

    async def CreatePersona(self, request: pb.CreatePersonaRequest, context: Context) -> pb.CreatePersonaResponse:
        async def act(rows: RegistryRows) -> pb.CreatePersonaResponse:
            language = request.language or DEFAULT_LANGUAGE
            identity = persona_convert.identity_from_pb(request)
            persona = await personas.create_persona(rows, self._clock, caller(), identity, language)
            return pb.CreatePersonaResponse(persona=persona_convert.persona_to_pb(persona))

        return await self._work.once(request, pb.CreatePersonaResponse, act)

    async def UpdatePersona(self, request: pb.UpdatePersonaRequest, context: Context) -> pb.UpdatePersonaResponse:
        persona_id = persona_convert.persona_id_from_pb(request.persona_id)
        change = persona_convert.identity_change_from_pb(request)
        async with self._work.transaction() as rows:
            persona = await personas.update_persona(rows, self._clock, persona_id, change, request.etag)
        return pb.UpdatePersonaResponse(persona=persona_convert.persona_to_pb(persona))

    async def DeletePersona(self, request: pb.DeletePersonaRequest, context: Context) -> pb.DeletePersonaResponse:
        async with self._work.transaction() as rows:
            await personas.delete_persona(rows, persona_convert.persona_id_from_pb(request.persona_id), request.etag)
        return pb.DeletePersonaResponse()

    async def GetPersonaVersion(
        self, request: pb.GetPersonaVersionRequest, context: Context
    ) -> pb.GetPersonaVersionResponse:
        async with self._work.read() as rows:
            version = await rows.version(
                persona_convert.persona_id_from_pb(request.persona_id),
                version_convert.version_id_from_pb(request.version_id),
            )
        return pb.GetPersonaVersionResponse(version=version_convert.version_to_pb(version))

    async def ListPersonaVersions(
        self, request: pb.ListPersonaVersionsRequest, context: Context
    ) -> pb.ListPersonaVersionsResponse:
        persona_id = persona_convert.persona_id_from_pb(request.persona_id)
        async with self._work.read() as rows:
            page, token = await versions.list_versions(rows, persona_id, page_of(request))
        return pb.ListPersonaVersionsResponse(
            versions=[version_convert.version_to_pb(version) for version in page], next_page_token=token
        )

    async def DiffPersonaVersions(
        self, request: pb.DiffPersonaVersionsRequest, context: Context
    ) -> pb.DiffPersonaVersionsResponse:
        async with self._work.read() as rows:
            difference = await versions.compare_versions(
                rows,
                persona_convert.persona_id_from_pb(request.persona_id),
                version_convert.version_id_from_pb(request.from_version_id),
                version_convert.optional_version_id_from_pb(request.to_version_id),
            )
        return pb.DiffPersonaVersionsResponse(difference=version_convert.difference_to_pb(difference))

    async def PublishPersonaVersion(
        self, request: pb.PublishPersonaVersionRequest, context: Context
    ) -> pb.PublishPersonaVersionResponse:
        publication, content = (
            version_convert.publication_from_pb(request),
            version_convert.content_from_pb(request.content),
        )

        async def act(rows: RegistryRows) -> pb.PublishPersonaVersionResponse:
            version = await versions.publish_version(rows, self._clock, caller(), publication, content)
            return pb.PublishPersonaVersionResponse(version=version_convert.version_to_pb(version))

        return await self._work.once(request, pb.PublishPersonaVersionResponse, act)

    async def RollBackPersona(self, request: pb.RollBackPersonaRequest, context: Context) -> pb.RollBackPersonaResponse:
        publication, restored_id = (
            version_convert.roll_back_from_pb(request),
            version_convert.version_id_from_pb(request.version_id),
        )

        async def act(rows: RegistryRows) -> pb.RollBackPersonaResponse:
            version = await versions.roll_back(rows, self._clock, caller(), publication, restored_id)
            return pb.RollBackPersonaResponse(version=version_convert.version_to_pb(version))

        return await self._work.once(request, pb.RollBackPersonaResponse, act)

    async def WatchPersonas(
        self, request: pb.WatchPersonasRequest, context: Context
    ) -> AsyncIterator[pb.WatchPersonasResponse]:
        async for event in self._watch.follow(caller().tenant_id, request.resume_token):
            yield persona_convert.watch_event_to_pb(event)
