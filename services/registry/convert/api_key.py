"""API keys as messages of the contract, and back."""

import uuid
from datetime import UTC

from persona.access.v1 import access_pb2
from persona.registry.v1 import (
    api_key_pb2,
    identity_service_pb2,
)

from libs.servicekit.clock import time_to_pb
from services.registry.domain import (
    ApiKey,
    ApiKeyId,
    KeyRequest,
    TenantId,
)


def api_key_id_from_pb(text: str) -> ApiKeyId:
    return ApiKeyId(uuid.UUID(text))


def key_request_from_pb(tenant_id: uuid.UUID, request: identity_service_pb2.CreateApiKeyRequest) -> KeyRequest:
    expire_time = request.expire_time.ToDatetime(UTC) if request.HasField("expire_time") else None
    return KeyRequest(TenantId(tenant_id), request.display_name, tuple(request.scopes), expire_time)


def api_key_to_pb(key: ApiKey) -> api_key_pb2.ApiKey:
    return api_key_pb2.ApiKey(
        id=str(key.id),
        display_name=key.display_name,
        prefix=key.prefix,
        scopes=[access_pb2.Scope.ValueType(scope) for scope in sorted(key.scopes)],
        create_time=time_to_pb(key.create_time),
        expire_time=time_to_pb(key.expire_time),
        last_use_time=time_to_pb(key.last_use_time),
        revoke_time=time_to_pb(key.revoke_time),
        create_principal=key.create_principal,
    )
