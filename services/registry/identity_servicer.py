"""The RPC surface of keys and tokens."""

from datetime import timedelta

from persona.events.v1 import revocation_service_pb2, revocation_service_pb2_grpc
from persona.registry.v1 import identity_service_pb2 as pb
from persona.registry.v1 import identity_service_pb2_grpc

from libs.servicekit.calls.access_tokens import TokenSigner
from libs.servicekit.calls.call_context import caller
from libs.servicekit.calls.paging import page_of
from libs.servicekit.clock import Clock, time_to_pb
from libs.servicekit.database.unit_of_work import SystemWork, UnitOfWork
from libs.servicekit.interceptors.chain import Context
from services.registry.convert import api_key as api_key_convert
from services.registry.store import RegistryRows, SystemRows
from services.registry.use_cases import api_keys


class IdentityServicer(identity_service_pb2_grpc.IdentityServiceServicer):
    """persona.registry.v1.IdentityService."""

    def __init__(
        self, work: UnitOfWork[RegistryRows], system: SystemWork[SystemRows], signer: TokenSigner, clock: Clock
    ) -> None:
        self._work = work
        self._system = system
        self._signer = signer
        self._clock = clock

    async def ExchangeApiKey(self, request: pb.ExchangeApiKeyRequest, context: Context) -> pb.ExchangeApiKeyResponse:
        api_keys.expect_well_formed(request.api_key)  # before a transaction is opened
        async with self._system.transaction() as rows:
            token = await api_keys.exchange_api_key(rows, self._clock, self._signer, request.api_key)
        return pb.ExchangeApiKeyResponse(access_token=token.text, expire_time=time_to_pb(token.expire_time))

    async def GetCaller(self, request: pb.GetCallerRequest, context: Context) -> pb.GetCallerResponse:
        who = caller()
        return pb.GetCallerResponse(tenant_id=str(who.tenant_id), principal=who.principal, scopes=sorted(who.scopes))

    async def ListApiKeys(self, request: pb.ListApiKeysRequest, context: Context) -> pb.ListApiKeysResponse:
        async with self._work.read() as rows:
            keys, token = await api_keys.list_api_keys(rows, page_of(request))
        return pb.ListApiKeysResponse(
            api_keys=[api_key_convert.api_key_to_pb(key) for key in keys], next_page_token=token
        )

    async def CreateApiKey(self, request: pb.CreateApiKeyRequest, context: Context) -> pb.CreateApiKeyResponse:
        key_request = api_key_convert.key_request_from_pb(caller().tenant_id, request)
        async with self._work.transaction() as rows:
            key, secret = await api_keys.create_api_key(rows, self._clock, caller(), key_request)
        return pb.CreateApiKeyResponse(api_key=api_key_convert.api_key_to_pb(key), secret=secret)

    async def RevokeApiKey(self, request: pb.RevokeApiKeyRequest, context: Context) -> pb.RevokeApiKeyResponse:
        async with self._work.transaction() as rows:
            key = await api_keys.revoke_api_key(
                rows, self._clock, caller(), api_key_convert.api_key_id_from_pb(request.api_key_id)
            )
        return pb.RevokeApiKeyResponse(api_key=api_key_convert.api_key_to_pb(key))


class RevocationServicer(revocation_service_pb2_grpc.RevocationServiceServicer):
    """persona.events.v1.RevocationService."""

    def __init__(self, system: SystemWork[SystemRows], token_lifetime: timedelta, clock: Clock) -> None:
        self._system = system
        self._token_lifetime = token_lifetime
        self._clock = clock

    async def ListRevokedApiKeys(
        self, request: revocation_service_pb2.ListRevokedApiKeysRequest, context: Context
    ) -> revocation_service_pb2.ListRevokedApiKeysResponse:
        async with self._system.transaction() as rows:
            principals = await api_keys.list_revoked_principals(rows, self._clock, self._token_lifetime)
        return revocation_service_pb2.ListRevokedApiKeysResponse(principals=principals)
