"""Errors of the registry, with their reasons."""

import uuid

from persona.access.v1 import access_pb2
from persona.errors.v1 import error_reason_pb2 as reasons

from libs.servicekit.calls.signing_keys import scope_name
from libs.servicekit.errors import Conflict, FieldViolation, InvalidArgument, NotFound, Unauthenticated


class VersionNotFound(NotFound):
    """There is no such version of the persona."""

    reason = reasons.ERROR_REASON_PERSONA_VERSION_NOT_FOUND

    def __init__(self, version_id: uuid.UUID) -> None:
        super().__init__(
            f"The persona has no version {version_id}. List the persona's versions to find the right id.",
            metadata={"versionId": str(version_id)},
        )


class NothingPublished(NotFound):
    """The persona has no current version to compare with."""

    reason = reasons.ERROR_REASON_PERSONA_VERSION_NOT_FOUND

    def __init__(self) -> None:
        super().__init__(
            "The persona has no published version yet. Publish one, or name a version in to_version_id.",
            metadata={"versionId": ""},
        )


class ApiKeyNotFound(NotFound):
    """There is no such key in the tenant."""

    reason = reasons.ERROR_REASON_API_KEY_NOT_FOUND

    def __init__(self, api_key_id: uuid.UUID) -> None:
        super().__init__(
            f"There is no API key {api_key_id}. List the API keys to find the right id.",
            metadata={"apiKeyId": str(api_key_id)},
        )


class ApiKeyInvalid(Unauthenticated):
    """The secret belongs to no usable key."""

    reason = reasons.ERROR_REASON_API_KEY_INVALID

    def __init__(self) -> None:
        super().__init__("The API key is unknown, expired or revoked. Use another key.")


class CallerKeyEnded(Unauthenticated):
    """The key of the caller's token was revoked or has expired since the token was signed."""

    reason = reasons.ERROR_REASON_API_KEY_INVALID

    def __init__(self) -> None:
        super().__init__("The API key of this access token is expired or revoked. Use another key.")


class ScopeExceeded(InvalidArgument):
    """A new key would have a scope that the caller's key lacks."""

    def __init__(self, index: int, scope: int) -> None:
        name = scope_name(access_pb2.Scope.ValueType(scope))
        super().__init__(
            f"Your API key does not have the scope '{name}', so it cannot create a key with it. "
            "Leave the scope out, or use a key that has it.",
            violations=[FieldViolation(f"scopes[{index}]", f"'{name}' is not a scope of the caller's key")],
        )


class ExpiryExceeded(InvalidArgument):
    """A new key would expire later than the caller's key."""

    def __init__(self, latest: str) -> None:
        super().__init__(
            f"Your API key expires at {latest}, and a key that it creates cannot expire later. "
            "Set expire_time to that time or an earlier one.",
            violations=[FieldViolation("expire_time", f"must be at most {latest}, when the caller's key expires")],
        )


class EtagMismatch(Conflict):
    """Another caller changed the persona meanwhile."""

    reason = reasons.ERROR_REASON_ETAG_MISMATCH

    def __init__(self, current: str) -> None:
        super().__init__(
            "The persona was changed since it was read. Read it again, apply the change, and send the new etag.",
            metadata={"currentEtag": current},
            violations=[FieldViolation("etag", "is not the current one; read the persona again")],
        )


class VersionConflict(Conflict):
    """Another caller published a version meanwhile."""

    reason = reasons.ERROR_REASON_VERSION_CONFLICT

    def __init__(self, current: uuid.UUID | None) -> None:
        super().__init__(
            "parent_version_id is not the current version: another version was published since. "
            "Read the current version and decide again.",
            metadata={"currentVersionId": str(current or "")},
            violations=[FieldViolation("parent_version_id", "is not the current version; read it first")],
        )


class TermRepeated(InvalidArgument):
    """A term has two rules."""

    def __init__(self, index: int, text: str) -> None:
        super().__init__(
            f"The term '{text}' occurs twice. Give each term one rule.",
            violations=[FieldViolation(f"content.terms[{index}].text", "occurs twice; give each term one rule")],
        )


class NameEmptied(InvalidArgument):
    """An update would leave the persona without a name."""

    def __init__(self) -> None:
        super().__init__(
            "display_name cannot be emptied. Send a name, or remove display_name from update_mask.",
            violations=[FieldViolation("display_name", "cannot be emptied; send a name")],
        )
