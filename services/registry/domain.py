"""Personas, their versions, and keys: what they are and the rules they keep."""

import hashlib
import secrets
import string
import uuid
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import IntEnum
from typing import NewType

from services.registry.errors import (
    EtagMismatch,
    ExpiryExceeded,
    NameEmptied,
    ScopeExceeded,
    TermRepeated,
    VersionConflict,
)

TenantId = NewType("TenantId", uuid.UUID)
PersonaId = NewType("PersonaId", uuid.UUID)
VersionId = NewType("VersionId", uuid.UUID)
ApiKeyId = NewType("ApiKeyId", uuid.UUID)

KEY_PREFIX = "psk_"
_SECRET_BYTES = 32
_RANDOM_CHARACTERS = 43
"""Length of 32 bytes in base64url, without padding."""

_CHECKSUM_CHARACTERS = 6
"""Digits of a CRC-32 in base 62."""

_DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
_SHOWN_CHARACTERS = 10
_PRINCIPAL = "key:"


@dataclass(frozen=True, slots=True)
class Identity:
    """The owner's description of the persona."""

    display_name: str
    description: str = ""
    archetype: str = ""
    core_belief: str = ""
    brand_voice: str = ""


@dataclass(frozen=True, slots=True)
class Persona:
    """A voice of a writer or a brand. `revision` counts its changes from 1 and makes its etag."""

    id: PersonaId
    identity: Identity
    language: str
    current_version_id: VersionId | None
    revision: int
    create_principal: str
    create_time: datetime
    update_time: datetime

    @property
    def etag(self) -> str:
        return str(self.revision)

    def expect_etag(self, etag: str) -> None:
        """Raises EtagMismatch unless `etag` is empty or current."""
        if etag and etag != self.etag:
            raise EtagMismatch(self.etag)

    def changed(self, fields: Mapping[str, str], now: datetime) -> "Persona":
        """The persona with fields of its identity replaced."""
        return replace(self, identity=replace(self.identity, **fields), revision=self.revision + 1, update_time=now)

    def with_version(self, version: "Version", now: datetime) -> "Persona":
        """The persona with `version` in force. Raises VersionConflict unless it follows the current one."""
        if version.parent_id != self.current_version_id:
            raise VersionConflict(self.current_version_id)
        return replace(self, current_version_id=version.id, revision=self.revision + 1, update_time=now)


class IdentityChange:
    """Change of fields of an identity, with their new values.

    `present` has the fields that were sent. With a mask, exactly its fields change, and one that was not sent is
    emptied; without, those that were sent.
    """

    def __init__(self, present: Mapping[str, str], mask: Collection[str] | None) -> None:
        self._present = present
        self._mask = mask

    def fields(self) -> dict[str, str]:
        """Raises NameEmptied if the persona would be left without a name."""
        names = self._present.keys() if self._mask is None else self._mask
        fields = {name: self._present.get(name, "") for name in names}
        if fields.get("display_name") == "":
            raise NameEmptied
        return fields


@dataclass(frozen=True, slots=True)
class WatchEvent:
    """A change (`persona` is None if it was deleted), or, without a persona id, a checkpoint."""

    persona_id: PersonaId | None
    persona: Persona | None
    resume_token: str


class TermRule(IntEnum):
    """Rule for a term; the numbers are the contract's."""

    PREFERRED = 1
    BANNED = 2
    REQUIRED = 3


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase with a rule. Texts are compared without regard to case."""

    text: str
    rule: TermRule
    note: str = ""

    @property
    def key(self) -> str:
        return self.text.casefold()


@dataclass(frozen=True, slots=True)
class FingerprintRef:
    """Reference to a revision of the persona's fingerprint, which a version is based on."""

    revision: int
    sample_count: int
    word_count: int


@dataclass(frozen=True, slots=True)
class Content:
    """Content of a version. Raises TermRepeated if a term occurs twice."""

    fingerprint: FingerprintRef | None = None
    terms: tuple[Term, ...] = ()

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for index, term in enumerate(self.terms):
            if term.key in seen:
                raise TermRepeated(index, term.text)
            seen.add(term.key)


@dataclass(frozen=True, slots=True)
class Version:
    """A published, unchangeable state of a persona. Numbers count from 1 within the persona."""

    id: VersionId
    persona_id: PersonaId
    number: int
    parent_id: VersionId | None
    restored_id: VersionId | None
    author: str
    reason: str
    content: Content
    create_time: datetime


@dataclass(frozen=True, slots=True)
class Publication:
    """A version that is to be published; `parent_id` must be the current one."""

    persona_id: PersonaId
    parent_id: VersionId | None
    reason: str


@dataclass(frozen=True, slots=True)
class TermDifference:
    """A term on which two versions differ; None: the version says nothing of it."""

    text: str
    before: Term | None
    after: Term | None


@dataclass(frozen=True, slots=True)
class Difference:
    """Difference of two versions. `fingerprints` is None if both are based on the same revision."""

    from_id: VersionId
    to_id: VersionId
    terms: tuple[TermDifference, ...]
    fingerprints: tuple[FingerprintRef | None, FingerprintRef | None] | None


def difference(before: Version, after: Version) -> Difference:
    """Returns the changes from one version to another, terms by text."""
    old = {term.key: term for term in before.content.terms}
    new = {term.key: term for term in after.content.terms}
    terms = tuple(
        TermDifference((new.get(key) or old[key]).text, old.get(key), new.get(key))
        for key in sorted(old.keys() | new.keys())
        if old.get(key) != new.get(key)
    )
    voices = (before.content.fingerprint, after.content.fingerprint)
    return Difference(before.id, after.id, terms, None if voices[0] == voices[1] else voices)


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key that a program proves itself with. Only the hash of its secret is kept."""

    id: ApiKeyId
    tenant_id: TenantId
    display_name: str
    prefix: str
    secret_hash: bytes
    scopes: frozenset[int]
    create_time: datetime
    expire_time: datetime | None = None
    last_use_time: datetime | None = None
    revoke_time: datetime | None = None
    create_principal: str = ""

    @property
    def principal(self) -> str:
        """Principal of the key's tokens, e.g. "key:0197..."."""
        return principal_of(self.id)

    def usable(self, now: datetime) -> bool:
        """True if the key may be exchanged for a token."""
        return self.revoke_time is None and (self.expire_time is None or now < self.expire_time)


@dataclass(frozen=True, slots=True)
class KeyRequest:
    """A key that is asked for."""

    tenant_id: TenantId
    display_name: str
    scopes: Collection[int]
    expire_time: datetime | None = None

    def expect_within(self, key: ApiKey) -> None:
        """Raises ScopeExceeded or ExpiryExceeded if the new key would give more than `key`, or for longer."""
        for index, scope in enumerate(self.scopes):
            if scope not in key.scopes:
                raise ScopeExceeded(index, scope)
        latest = key.expire_time
        if latest is not None and (self.expire_time is None or self.expire_time > latest):
            raise ExpiryExceeded(f"{latest.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}")


def principal_of(api_key_id: ApiKeyId) -> str:
    """Principal of the tokens of a key."""
    return f"{_PRINCIPAL}{api_key_id}"


def key_of_principal(principal: str) -> ApiKeyId | None:
    """Returns the key whose tokens name the principal. None: the principal is not a key."""
    try:
        return ApiKeyId(uuid.UUID(principal.removeprefix(_PRINCIPAL))) if principal.startswith(_PRINCIPAL) else None
    except ValueError:
        return None


def new_secret() -> str:
    """A secret with 256 random bits and a checksum. A plain hash of it is safe to keep: there is nothing to guess."""
    random = KEY_PREFIX + secrets.token_urlsafe(_SECRET_BYTES)
    return random + _checksum(random)


def is_well_formed(secret: str) -> bool:
    """Returns False for a text that cannot be a secret: most typing errors and cut-off keys, without a query.

    The checksum is a CRC-32, as in GitHub's tokens (2021): it finds mistakes and proves nothing. A secret from before
    it was introduced has none, and is recognised by its length.
    """
    length = len(secret) - len(KEY_PREFIX)
    if not secret.startswith(KEY_PREFIX) or not secret.isascii():
        return False
    if length == _RANDOM_CHARACTERS:
        return True
    random, checksum = secret[:-_CHECKSUM_CHARACTERS], secret[-_CHECKSUM_CHARACTERS:]
    return length == _RANDOM_CHARACTERS + _CHECKSUM_CHARACTERS and checksum == _checksum(random)


def _checksum(text: str) -> str:
    """CRC-32 of the text as six digits of base 62."""
    rest, digits = zlib.crc32(text.encode()), ""
    for _ in range(_CHECKSUM_CHARACTERS):
        rest, digit = divmod(rest, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return digits


def hash_secret(secret: str) -> bytes:
    """SHA-256 of the secret."""
    return hashlib.sha256(secret.encode()).digest()


def shown_prefix(secret: str) -> str:
    """Prefix of a secret that may be shown, to recognise it."""
    return secret[:_SHOWN_CHARACTERS]
