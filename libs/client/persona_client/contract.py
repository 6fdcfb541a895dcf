"""What the contract says about a method: whether a call may be repeated, and whether it needs a token.

Nothing of this is written down here; it is read from the descriptors that the stubs were generated from, so a method
that is added to the contract is treated rightly without a change of this client.
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
    """The promises of one method."""

    idempotent: bool
    """Called twice, it does what it does called once: NO_SIDE_EFFECTS or IDEMPOTENT."""
    takes_request_id: bool
    """Its request has a `request_id` that makes a call repeatable."""
    public: bool
    """It needs no access token."""

    def is_repeatable(self, request: object) -> bool:
        """Whether this request may be sent again when it is not known what became of it."""
        return self.idempotent or (self.takes_request_id and bool(getattr(request, _REQUEST_ID, "")))


_UNKNOWN = Method(idempotent=False, takes_request_id=False, public=True)
"""A method outside of our contracts, such as a health check: promised nothing, and no token is handed to it."""


@lru_cache(maxsize=256)
def method(path: str) -> Method:
    """The promises of the method with this path, e.g. "/persona.registry.v1.RegistryService/GetPersona"."""
    service, _, name = path.lstrip("/").partition("/")
    try:
        found = descriptor_pool.Default().FindServiceByName(service).methods_by_name[name]
    except KeyError:
        return _UNKNOWN
    options = found.GetOptions()
    if not options.HasExtension(access_pb2.access):
        return _UNKNOWN
    return Method(
        idempotent=options.idempotency_level in _REPEATABLE,
        takes_request_id=_REQUEST_ID in found.input_type.fields_by_name,
        public=options.Extensions[access_pb2.access].public,
    )
