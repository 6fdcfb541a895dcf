"""Problem details for HTTP APIs (RFC 9457): application/problem+json."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from types import MappingProxyType

import orjson

from gateway.server.problems.names import cut

MEDIA_TYPE = "application/problem+json"

CLIENT_CLOSED_REQUEST = 499

_MAX_INSTANCE_CHARACTERS = 256

# The table of grpc-gateway (runtime/errors.go): gRPC code -> HTTP status.
HTTP_STATUS: Mapping[str, int] = MappingProxyType(
    {
        "CANCELLED": CLIENT_CLOSED_REQUEST,
        "UNKNOWN": 500,
        "INVALID_ARGUMENT": 400,
        "DEADLINE_EXCEEDED": 504,
        "NOT_FOUND": 404,
        "ALREADY_EXISTS": 409,
        "PERMISSION_DENIED": 403,
        "UNAUTHENTICATED": 401,
        "RESOURCE_EXHAUSTED": 429,
        "FAILED_PRECONDITION": 400,
        "ABORTED": 409,
        "OUT_OF_RANGE": 400,
        "UNIMPLEMENTED": 501,
        "INTERNAL": 500,
        "UNAVAILABLE": 503,
        "DATA_LOSS": 500,
    }
)


@dataclass(frozen=True, slots=True)
class Violation:
    """One field that breaks a rule: its path in the request, and a sentence that says what to do."""

    field: str
    description: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One failure.

    `code` is the gRPC code's name; `reason` a value of persona.errors.v1.ErrorReason without its
    prefix, or empty; `detail` a sentence for people; `status_override` replaces the HTTP status
    of the code; `hang_up` closes the connection, so that the rest of the request is not waited for;
    `headers` are further ones of its response.
    """

    code: str
    reason: str
    detail: str
    metadata: Mapping[str, str] = field(default_factory=dict[str, str])
    violations: tuple[Violation, ...] = ()
    retry_after_seconds: float | None = None
    status_override: int | None = None
    hang_up: bool = False
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.status_override or HTTP_STATUS.get(self.code, HTTPStatus.INTERNAL_SERVER_ERROR)

    def to_json(self, *, request_id: str, instance: str) -> bytes:
        """Returns the JSON document; `instance` is the path of the request."""
        document = {
            "type": f"/docs#error-{self.reason}" if self.reason else "about:blank",
            "title": (self.reason or self.code).replace("_", " ").capitalize(),
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            "reason": self.reason,
            "metadata": dict(self.metadata),
            "violations": [{"field": fault.field, "description": fault.description} for fault in self.violations],
            "request_id": request_id,
            "instance": cut(instance, _MAX_INSTANCE_CHARACTERS),
        }
        if self.retry_after_seconds is not None:
            document["retry_after_seconds"] = self.retry_after_seconds
        return orjson.dumps(document)


class ProblemError(Exception):
    """Ends the request with a problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem


def invalid_field(*violations: Violation) -> ProblemError:
    """Fields of the request cannot be read or break a rule."""
    first = violations[0]
    more = f" ({len(violations) - 1} more)" if len(violations) > 1 else ""
    where = f"{first.field}: " if first.field else ""
    return ProblemError(
        Problem("INVALID_ARGUMENT", "INVALID_FIELD", f"{where}{first.description}{more}", violations=violations)
    )


def malformed(detail: str, *violations: Violation) -> ProblemError:
    """The request cannot be read at all."""
    return ProblemError(Problem("INVALID_ARGUMENT", "MALFORMED_REQUEST", detail, violations=violations))


def body_too_large(max_bytes: int) -> ProblemError:
    """The body is larger than the gateway takes."""
    return ProblemError(
        Problem(
            "RESOURCE_EXHAUSTED",
            "BODY_TOO_LARGE",
            f"The request body has more than {max_bytes:,} bytes; send less at once.",
            metadata={"maxBytes": str(max_bytes)},
            status_override=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            hang_up=True,
        )
    )


def dependency_unavailable(dependency: str, detail: str, *, retry_after_seconds: float | None) -> Problem:
    """A service that is needed cannot be reached."""
    return Problem(
        "UNAVAILABLE",
        "DEPENDENCY_UNAVAILABLE",
        detail,
        metadata={"dependency": dependency},
        retry_after_seconds=retry_after_seconds,
    )
