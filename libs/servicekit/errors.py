"""Errors of services, as values that name a reason and never a transport code.

    ServiceError
    ├── InvalidArgument      the caller can fix the request
    ├── NotFound
    ├── Conflict             the request met another change
    ├── Unauthenticated
    ├── PermissionDenied
    └── Unavailable          nothing is wrong with the request; try again later

A service subclasses these with constructors that build the message from arguments. `status.py`
turns the reason into a gRPC status in one table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar
from uuid import UUID

from persona.errors.v1 import error_reason_pb2 as reasons

Reason = reasons.ErrorReason.ValueType


@dataclass(frozen=True, slots=True)
class FieldViolation:
    """One field that breaks a rule: its path in the request and a sentence that says what to do."""

    field: str
    description: str


class ServiceError(Exception):
    """A failure that is reported to the caller.

    `reason` is one of `persona.errors.v1.ErrorReason`; `metadata` has the keys that the reason
    documents; `violations` name fields; `retry_after` says when a retry may help.
    """

    reason: Reason = reasons.ERROR_REASON_INTERNAL
    retry_after: ClassVar[timedelta | None] = None

    def __init__(
        self,
        message: str,
        *,
        metadata: Mapping[str, str] | None = None,
        violations: Sequence[FieldViolation] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.metadata = dict(metadata or {})
        self.violations = tuple(violations)


class InvalidArgument(ServiceError):
    """A field breaks a rule; the violations name it."""

    reason = reasons.ERROR_REASON_INVALID_FIELD


class NotFound(ServiceError):
    """The thing does not exist, or belongs to another tenant: the two look the same."""


class Conflict(ServiceError):
    """The request met another change; read the data and decide again."""


class Unauthenticated(ServiceError):
    """It is not known who calls."""


class PermissionDenied(ServiceError):
    """It is known who calls, and they may not."""


class Unavailable(ServiceError):
    """A dependency cannot be reached; the same request may succeed later."""

    reason = reasons.ERROR_REASON_DEPENDENCY_UNAVAILABLE
    retry_after = timedelta(seconds=1)

    def __init__(self, dependency: str) -> None:
        super().__init__(
            f"The {dependency} cannot be reached at the moment. Try again in a second.",
            metadata={"dependency": dependency},
        )


class PersonaNotFound(NotFound):
    """There is no such persona in the tenant. Every service that keeps something of a persona says it alike."""

    reason = reasons.ERROR_REASON_PERSONA_NOT_FOUND

    def __init__(self, persona_id: UUID) -> None:
        super().__init__(
            f"There is no persona {persona_id}. List the personas to find the right id.",
            metadata={"personaId": str(persona_id)},
        )
