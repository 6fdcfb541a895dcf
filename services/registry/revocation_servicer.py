"""The RPC surface of revocations, for the other services."""

from datetime import timedelta

from persona.events.v1 import revocation_service_pb2 as pb
from persona.events.v1 import revocation_service_pb2_grpc

from libs.servicekit.clock import Clock
from libs.servicekit.database.unit_of_work import SystemWork
from libs.servicekit.interceptors.chain import Context
from services.registry.store import SystemRows
from services.registry.use_cases import api_keys


class RevocationServicer(revocation_service_pb2_grpc.RevocationServiceServicer):
    """persona.events.v1.RevocationService."""

    def __init__(self, system: SystemWork[SystemRows], token_lifetime: timedelta, clock: Clock) -> None:
        self._system = system
        self._token_lifetime = token_lifetime
        self._clock = clock

    async def ListRevokedApiKeys(
        self, request: pb.ListRevokedApiKeysRequest, context: Context
    ) -> pb.ListRevokedApiKeysResponse:
        async with self._system.transaction() as rows:
            principals = await api_keys.list_revoked_principals(rows, self._clock, self._token_lifetime)
        return pb.ListRevokedApiKeysResponse(principals=principals)
