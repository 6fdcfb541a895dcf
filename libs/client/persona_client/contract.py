"""Properties of a method in the contract: may a call be repeated, and does it need an access token?

They are read from the descriptors that the stubs were generated from, so a method that is added to the contract is
treated correctly without a change of this client.
"""

from dataclasses import dataclass
from functools import lru_cache

from google.protobuf import descriptor_pb2, descriptor_pool
from persona.access.v1 import access_pb2

_Options = descriptor_pb2.MethodOptions
_REPEATABLE = (_Options.NO_SIDE_EFFECTS, _Options.IDEMPOTENT)
_REQUEST_ID = "request_id"


@dataclass(frozen=True, slots=True)
class Method:
    """Properties of one method."""

    idempotent: bool
    """Two calls have the effect of one: NO_SIDE_EFFECTS or IDEMPOTENT."""
    takes_request_id: bool
    """The request has a `request_id` that makes a call repeatable."""
    public: bool
    """It needs no access token."""

    def is_repeatable(self, request: object) -> bool:
        """Returns True if this request may be sent again although the outcome of the first one is unknown."""
        return self.idempotent or (self.takes_request_id and bool(getattr(request, _REQUEST_ID, "")))


_UNKNOWN = Method(idempotent=False, takes_request_id=False, public=True)
"""A method outside of our contracts, such as a health check: not repeatable, and it is sent no token."""


@lru_cache(maxsize=256)
def method(path: str) -> Method:
    """Returns the properties of the method with this path, e.g. "/persona.registry.v1.RegistryService/GetPersona"."""
    service, _, name = path.lstrip("/").partition("/")
    try:
        descriptor = descriptor_pool.Default().FindServiceByName(service).methods_by_name[name]
    except KeyError:
        return _UNKNOWN
    options = descriptor.GetOptions()
    if not options.HasExtension(access_pb2.access):
        return _UNKNOWN
    return Method(
        idempotent=options.idempotency_level in _REPEATABLE,
        takes_request_id=_REQUEST_ID in descriptor.input_type.fields_by_name,
        public=options.Extensions[access_pb2.access].public,
    )
