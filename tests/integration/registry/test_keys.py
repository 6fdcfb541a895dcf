"""API keys and the tokens that they are exchanged for."""

import asyncio
from datetime import UTC, datetime, timedelta

import grpc
from persona.access.v1 import access_pb2
from persona.analyzer.v1 import analyzer_service_pb2, analyzer_service_pb2_grpc
from persona.events.v1 import revocation_service_pb2, revocation_service_pb2_grpc
from persona.registry.v1 import identity_service_pb2 as pb
from persona.registry.v1 import registry_service_pb2

from libs.servicekit.calls.call_context import onward_metadata
from libs.servicekit.calls.identity import NO_TENANT, ServiceIdentity
from tests.integration.registry.personas import Registry
from tests.support.rpc import refused


async def new_key(registry: Registry, *scopes: int, **fields: object) -> pb.CreateApiKeyResponse:
    request = pb.CreateApiKeyRequest(display_name="CI", scopes=scopes or (access_pb2.SCOPE_READ,), **fields)
    return await registry.identity.CreateApiKey(request, metadata=registry.me)


async def exchange(registry: Registry, secret: str) -> tuple[tuple[str, str], ...]:
    answer = await registry.identity.ExchangeApiKey(pb.ExchangeApiKeyRequest(api_key=secret))
    return (("authorization", f"Bearer {answer.access_token}"),)


async def test_key_is_exchanged_for_a_token_of_its_tenant_and_scopes(registry: Registry) -> None:
    created = await new_key(registry)
    signed_in = await exchange(registry, created.secret)
    who = await registry.identity.GetCaller(pb.GetCallerRequest(), metadata=signed_in)
    assert (who.tenant_id, who.principal) == (str(registry.tenant_id), f"key:{created.api_key.id}")
    assert list(who.scopes) == [access_pb2.SCOPE_READ]
    create = registry_service_pb2.CreatePersonaRequest(display_name="x")
    assert (await refused(registry.stub.CreatePersona(create, metadata=signed_in))).reason == "SCOPE_MISSING"


async def test_secret_is_shown_once_and_never_listed(registry: Registry) -> None:
    created = await new_key(registry)
    listed = await registry.identity.ListApiKeys(pb.ListApiKeysRequest(), metadata=registry.me)
    assert created.secret not in str(listed)
    assert created.secret.startswith(created.api_key.prefix)
    assert created.api_key.id in {key.id for key in listed.api_keys}


async def test_unknown_key_is_refused(registry: Registry) -> None:
    refusal = await refused(registry.identity.ExchangeApiKey(pb.ExchangeApiKeyRequest(api_key="psk_unknown")))
    assert (refusal.code, refusal.reason) == ("UNAUTHENTICATED", "API_KEY_INVALID")


async def test_revoked_key_is_refused_and_stays_listed(registry: Registry) -> None:
    created = await new_key(registry)
    request = pb.RevokeApiKeyRequest(api_key_id=created.api_key.id)
    revoked = await registry.identity.RevokeApiKey(request, metadata=registry.me)
    again = await registry.identity.RevokeApiKey(request, metadata=registry.me)
    assert again.api_key == revoked.api_key
    exchange_it = registry.identity.ExchangeApiKey(pb.ExchangeApiKeyRequest(api_key=created.secret))
    assert (await refused(exchange_it)).reason == "API_KEY_INVALID"


async def test_expired_key_is_refused(registry: Registry) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=1)
    created = await new_key(registry, expire_time=soon)
    await exchange(registry, created.secret)
    await asyncio.sleep(1.1)
    late = registry.identity.ExchangeApiKey(pb.ExchangeApiKeyRequest(api_key=created.secret))
    assert (await refused(late)).reason == "API_KEY_INVALID"


async def test_key_of_another_tenant_is_neither_listed_nor_revoked(registry: Registry) -> None:
    created = await new_key(registry)
    listed = await registry.identity.ListApiKeys(pb.ListApiKeysRequest(), metadata=registry.stranger)
    assert created.api_key.id not in {key.id for key in listed.api_keys}
    request = pb.RevokeApiKeyRequest(api_key_id=created.api_key.id)
    refusal = await refused(registry.identity.RevokeApiKey(request, metadata=registry.stranger))
    assert (refusal.code, refusal.reason) == ("NOT_FOUND", "API_KEY_NOT_FOUND")
    await exchange(registry, created.secret)


async def test_no_key_can_have_the_scope_of_services(registry: Registry) -> None:
    request = pb.CreateApiKeyRequest(display_name="x", scopes=[access_pb2.SCOPE_SERVICE])
    refusal = await refused(registry.identity.CreateApiKey(request, metadata=registry.me))
    assert refusal.fields == ("scopes[0]",)


async def test_use_of_a_key_is_noted(registry: Registry) -> None:
    created = await new_key(registry)
    await exchange(registry, created.secret)
    listed = await registry.identity.ListApiKeys(pb.ListApiKeysRequest(), metadata=registry.me)
    key = next(key for key in listed.api_keys if key.id == created.api_key.id)
    assert key.HasField("last_use_time")


ALL = (access_pb2.SCOPE_READ, access_pb2.SCOPE_WRITE, access_pb2.SCOPE_ADMIN)


def key_request(*scopes: int, **fields: object) -> pb.CreateApiKeyRequest:
    return pb.CreateApiKeyRequest(display_name="child", scopes=scopes, **fields)


async def test_keys_are_listed_with_who_created_them(registry: Registry) -> None:
    parent = await new_key(registry, *ALL)
    signed_in = await exchange(registry, parent.secret)
    child = await registry.identity.CreateApiKey(key_request(access_pb2.SCOPE_READ), metadata=signed_in)
    listed = await registry.identity.ListApiKeys(pb.ListApiKeysRequest(), metadata=registry.me)
    created_by = {key.id: key.create_principal for key in listed.api_keys}
    assert created_by[child.api_key.id] == f"key:{parent.api_key.id}"
    assert created_by[parent.api_key.id] == f"key:{registry.tenant_id}"


async def test_key_gives_no_scope_that_it_lacks(registry: Registry) -> None:
    parent = await new_key(registry, access_pb2.SCOPE_ADMIN)
    signed_in = await exchange(registry, parent.secret)
    refusal = await refused(registry.identity.CreateApiKey(key_request(*ALL), metadata=signed_in))
    assert (refusal.code, refusal.reason, refusal.fields) == ("INVALID_ARGUMENT", "INVALID_FIELD", ("scopes[0]",))
    assert "'read'" in refusal.message
    await registry.identity.CreateApiKey(key_request(access_pb2.SCOPE_ADMIN), metadata=signed_in)


async def test_key_gives_access_no_longer_than_its_own(registry: Registry) -> None:
    end = datetime.now(UTC) + timedelta(minutes=5)
    parent = await new_key(registry, *ALL, expire_time=end)
    signed_in = await exchange(registry, parent.secret)
    for longer in (key_request(*ALL), key_request(*ALL, expire_time=end + timedelta(seconds=1))):
        refusal = await refused(registry.identity.CreateApiKey(longer, metadata=signed_in))
        assert (refusal.code, refusal.fields) == ("INVALID_ARGUMENT", ("expire_time",))
    await registry.identity.CreateApiKey(key_request(*ALL, expire_time=end), metadata=signed_in)


async def test_token_ends_with_its_key(registry: Registry) -> None:
    created = await new_key(registry, expire_time=datetime.now(UTC) + timedelta(seconds=8))
    token = await registry.identity.ExchangeApiKey(pb.ExchangeApiKeyRequest(api_key=created.secret))
    assert token.expire_time.ToNanoseconds() <= created.api_key.expire_time.ToNanoseconds()


async def test_token_of_a_revoked_key_creates_and_revokes_nothing(registry: Registry) -> None:
    parent, other = await new_key(registry, *ALL), await new_key(registry)
    signed_in = await exchange(registry, parent.secret)
    await registry.identity.RevokeApiKey(pb.RevokeApiKeyRequest(api_key_id=parent.api_key.id), metadata=registry.me)
    create = registry.identity.CreateApiKey(key_request(*ALL), metadata=signed_in)
    revoke = registry.identity.RevokeApiKey(pb.RevokeApiKeyRequest(api_key_id=other.api_key.id), metadata=signed_in)
    for call in (create, revoke):
        refusal = await refused(call)
        assert (refusal.code, refusal.reason) == ("UNAUTHENTICATED", "API_KEY_INVALID")
    await exchange(registry, other.secret)


async def test_of_two_keys_that_revoke_each_other_one_remains(registry: Registry) -> None:
    for _ in range(10):
        one, other = await new_key(registry, *ALL), await new_key(registry, *ALL)
        callers = [await exchange(registry, key.secret) for key in (one, other)]
        requests = [pb.RevokeApiKeyRequest(api_key_id=key.api_key.id) for key in (other, one)]
        calls = [
            registry.identity.RevokeApiKey(request, metadata=caller)
            for request, caller in zip(requests, callers, strict=True)
        ]
        outcomes = await asyncio.gather(*calls, return_exceptions=True)
        (failure,) = [outcome for outcome in outcomes if isinstance(outcome, grpc.aio.AioRpcError)]
        assert failure.code() == grpc.StatusCode.UNAUTHENTICATED


async def test_exchange_does_not_undo_a_revocation(registry: Registry) -> None:
    for _ in range(10):
        created = await new_key(registry)
        revoke = registry.identity.RevokeApiKey(
            pb.RevokeApiKeyRequest(api_key_id=created.api_key.id), metadata=registry.me
        )
        exchanging = registry.identity.ExchangeApiKey(pb.ExchangeApiKeyRequest(api_key=created.secret))
        await asyncio.gather(revoke, exchanging, return_exceptions=True)
        late = registry.identity.ExchangeApiKey(pb.ExchangeApiKeyRequest(api_key=created.secret))
        assert (await refused(late)).reason == "API_KEY_INVALID"


WITHIN = 5.0
"""Seconds in which a revocation reaches open streams and the other services."""


async def revoke(registry: Registry, created: pb.CreateApiKeyResponse) -> None:
    request = pb.RevokeApiKeyRequest(api_key_id=created.api_key.id)
    await registry.identity.RevokeApiKey(request, metadata=registry.me)


async def test_revocation_ends_open_streams_of_the_key_alone(registry: Registry) -> None:
    created, other = await new_key(registry), await new_key(registry)
    request = registry_service_pb2.WatchPersonasRequest()
    ended = registry.stub.WatchPersonas(request, metadata=await exchange(registry, created.secret))
    goes_on = registry.stub.WatchPersonas(request, metadata=await exchange(registry, other.secret))
    for watch in (ended, goes_on):
        await watch.read()
    await revoke(registry, created)
    refusal = await asyncio.wait_for(refused(ended.read()), WITHIN)
    assert (refusal.code, refusal.reason) == ("UNAUTHENTICATED", "API_KEY_INVALID")
    await registry.create("seen")
    assert (await goes_on.read()).change.persona.display_name == "seen"
    goes_on.cancel()


async def test_revocation_reaches_other_services(registry: Registry) -> None:
    created = await new_key(registry)
    signed_in = await exchange(registry, created.secret)
    analyzer = registry.served.stub(analyzer_service_pb2_grpc.AnalyzerServiceStub)
    request = analyzer_service_pb2.ListMetricsRequest()
    await analyzer.ListMetrics(request, metadata=signed_in)
    await revoke(registry, created)

    async def ask_until_it_is_refused() -> None:
        while True:
            await analyzer.ListMetrics(request, metadata=signed_in)
            await asyncio.sleep(0.1)

    refusal = await asyncio.wait_for(refused(ask_until_it_is_refused()), WITHIN)
    assert (refusal.code, refusal.reason) == ("UNAUTHENTICATED", "API_KEY_INVALID")
    await analyzer.ListMetrics(request, metadata=registry.me)


async def test_only_services_see_which_keys_of_all_tenants_are_revoked(
    registry: Registry, registry_identity: ServiceIdentity
) -> None:
    created, kept = await new_key(registry), await new_key(registry)
    for key in (created, kept):
        await exchange(registry, key.secret)
    await revoke(registry, created)
    revocations = registry.served.stub(revocation_service_pb2_grpc.RevocationServiceStub, of="registry")
    request = revocation_service_pb2.ListRevokedApiKeysRequest()
    assert (await refused(revocations.ListRevokedApiKeys(request, metadata=registry.me))).reason == "SCOPE_MISSING"
    with registry_identity.acting_for(NO_TENANT):
        response = await revocations.ListRevokedApiKeys(request, metadata=onward_metadata())
    assert f"key:{created.api_key.id}" in response.principals
    assert f"key:{kept.api_key.id}" not in response.principals
