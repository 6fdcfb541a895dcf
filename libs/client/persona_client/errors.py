"""What can go wrong with a call, as exceptions.

    PersonaError
    ├── InvalidRequest       a field breaks a rule, or the text cannot be measured: mend the request
    ├── NotFound             there is no such thing, or it belongs to somebody else
    ├── Conflict             the request met another change or an existing thing: read again and decide anew
    ├── NotAllowed
    │   ├── Unauthenticated  it is not known who calls: no key, or one that is not valid
    │   └── PermissionDenied the key does not carry the scope that the method asks for
    ├── Unavailable          nothing is wrong with the request; try again later
    │   └── DeadlineExceeded the answer did not come in time; what was asked for may have been done
    └── Defect               the service failed, or speaks another version of the contract

Every one carries what the service said: a reason out of `persona.errors.v1.ErrorReason` to act on, and a message for
people. This module imports no gRPC, so that a program can catch errors before it has paid for loading that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

UNKNOWN_REASON = "UNSPECIFIED"
"""The reason of an error whose sender named none, such as a proxy in between."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A field that breaks its rule: its path in the request, and a sentence that says what to do."""

    field: str
    description: str


class PersonaError(Exception):
    """A call failed.

    `reason` is the name of an ErrorReason without its prefix, e.g. "PERSONA_NOT_FOUND"; unknown names may come from
    newer services, so act on the class where the reason is not known. `metadata` has the keys that the reason
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
    """The request must be mended; `violations` name its fields."""


class NotFound(PersonaError):
    """There is no such thing, or it belongs to another tenant."""


class Conflict(PersonaError):
    """Somebody changed the thing meanwhile, or it exists already."""


class NotAllowed(PersonaError):
    """The caller may not do this."""


class Unauthenticated(NotAllowed):
    """It is not known who calls."""


class PermissionDenied(NotAllowed):
    """It is known who calls, and they may not."""


class Unavailable(PersonaError):
    """The service, or something it needs, cannot be reached at the moment."""


class DeadlineExceeded(Unavailable):
    """The answer did not come before the deadline of the call."""


class Defect(PersonaError):
    """The service failed in a way that it should not have."""
