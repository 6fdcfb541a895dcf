"""Exceptions of calls.

    PersonaError
    ├── InvalidRequest       a field breaks a rule, or the text cannot be measured: fix the request
    ├── NotFound             the resource does not exist, or belongs to another tenant
    ├── Conflict             another change came first, or the resource exists: read again and decide again
    ├── NotAllowed
    │   ├── Unauthenticated  the caller is unknown: no key, or one that is not valid
    │   └── PermissionDenied the key lacks the scope that the method requires
    ├── Unavailable          the request is correct; try again later
    │   └── DeadlineExceeded no response came in time; the request may have taken effect
    └── Defect               the service failed, or speaks another version of the contract

Every exception carries a reason out of `persona.errors.v1.ErrorReason` to act on, and the service's message for people.
This module imports no gRPC, so that a program can catch errors before it has loaded gRPC.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

UNKNOWN_REASON = "UNSPECIFIED"
"""The reason of an error whose sender gave none, such as a proxy in between."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A field that breaks its rule: its path in the request, and a sentence that says what to do."""

    field: str
    description: str


class PersonaError(Exception):
    """A call failed.

    `reason` is the name of an ErrorReason without its prefix, e.g. "PERSONA_NOT_FOUND"; newer services may send
    unknown names, so act on the class if you do not know the reason. `metadata` has the keys that the reason
    documents. `retry_after` is absent unless the service said when a retry may help. `request_id` finds the call in
    the services' logs; it is empty if the call was never sent.
    """

    def __init__(
        self,
        message: str,
        *,
        reason: str = UNKNOWN_REASON,
        violations: Sequence[Violation] = (),
        metadata: Mapping[str, str] | None = None,
        retry_after: timedelta | None = None,
        request_id: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.reason = reason
        self.violations = tuple(violations)
        self.metadata = dict(metadata or {})
        self.retry_after = retry_after
        self.request_id = request_id


class InvalidRequest(PersonaError):
    """The request must be fixed; `violations` name its fields."""


class NotFound(PersonaError):
    """The resource does not exist, or belongs to another tenant."""


class Conflict(PersonaError):
    """Another request changed the resource first, or it exists already."""


class NotAllowed(PersonaError):
    """The caller may not do this."""


class Unauthenticated(NotAllowed):
    """The caller could not be authenticated."""


class PermissionDenied(NotAllowed):
    """The caller is authenticated, but lacks the permission."""


class Unavailable(PersonaError):
    """The service, or something it needs, cannot be reached at the moment."""


class DeadlineExceeded(Unavailable):
    """No response came before the deadline of the call."""


class Defect(PersonaError):
    """The service failed in a way that it should not have."""
