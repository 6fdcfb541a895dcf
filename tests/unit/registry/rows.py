"""The registry's rows in dictionaries, for its use cases. As in a store, the newest come first in lists."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from persona.access.v1 import access_pb2

from libs.servicekit.calls.call_context import Caller
from libs.servicekit.calls.paging import Identified, Page
from libs.servicekit.errors import PersonaNotFound
from services.registry.domain import ApiKey, ApiKeyId, Persona, PersonaId, Version, VersionId
from services.registry.errors import VersionNotFound

Row = TypeVar("Row", bound=Identified)
CALLER = Caller(
    uuid.UUID(int=7), "key:test", frozenset((access_pb2.SCOPE_WRITE,)), "token", datetime(2026, 1, 2, tzinfo=UTC)
)


class Clock:
    """A clock that stands still between ticks."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def tick(self, seconds: float = 1) -> datetime:
        """The time after it went on."""
        self.now += timedelta(seconds=seconds)
        return self.now


class RecordedEvents:
    """PersonaEvents, as they were published."""

    def __init__(self) -> None:
        self.published: list[tuple[str, PersonaId]] = []

    async def changed(self, persona_id: PersonaId) -> None:
        self.published.append(("changed", persona_id))

    async def erased(self, persona_id: PersonaId) -> None:
        self.published.append(("erased", persona_id))


class MemoryRows:
    """PersonaRows and VersionRows of one tenant."""

    def __init__(self) -> None:
        self.events = RecordedEvents()
        self.personas_by_id: dict[PersonaId, Persona] = {}
        self.versions_by_id: dict[VersionId, Version] = {}

    async def persona(self, persona_id: PersonaId) -> Persona:
        if persona_id not in self.personas_by_id:
            raise PersonaNotFound(persona_id)
        return self.personas_by_id[persona_id]

    persona_for_change = persona

    async def personas(self, page: Page) -> Sequence[Persona]:
        return newest(self.personas_by_id.values(), page)

    async def insert_persona(self, new: Persona) -> None:
        self.personas_by_id[new.id] = new

    async def update_persona(self, changed: Persona) -> None:
        self.personas_by_id[changed.id] = changed

    async def delete_persona(self, persona_id: PersonaId) -> None:
        del self.personas_by_id[persona_id]

    async def version(self, persona_id: PersonaId, version_id: VersionId) -> Version:
        found = self.versions_by_id.get(version_id)
        if found is None or found.persona_id != persona_id:
            raise VersionNotFound(version_id)
        return found

    async def versions(self, persona_id: PersonaId, page: Page) -> Sequence[Version]:
        return newest((each for each in self.versions_by_id.values() if each.persona_id == persona_id), page)

    async def last_number(self, persona_id: PersonaId) -> int:
        numbers = [each.number for each in self.versions_by_id.values() if each.persona_id == persona_id]
        return max(numbers, default=0)

    async def insert_version(self, new: Version) -> None:
        self.versions_by_id[new.id] = new


class MemoryKeys:
    """ApiKeyRows and ApiKeySearch."""

    def __init__(self) -> None:
        self.keys: dict[ApiKeyId, ApiKey] = {}

    async def api_keys(self, page: Page) -> Sequence[ApiKey]:
        return newest(self.keys.values(), page)

    async def api_keys_for_change(self, api_key_ids: Collection[ApiKeyId]) -> Mapping[ApiKeyId, ApiKey]:
        return {key_id: self.keys[key_id] for key_id in api_key_ids if key_id in self.keys}

    async def api_key_by_hash(self, secret_hash: bytes) -> ApiKey | None:
        return next((each for each in self.keys.values() if each.secret_hash == secret_hash), None)

    async def insert_api_key(self, new: ApiKey) -> None:
        self.keys[new.id] = new

    async def note_revocation(self, api_key_id: ApiKeyId, revoke_time: datetime) -> None:
        self.keys[api_key_id] = replace(self.keys[api_key_id], revoke_time=revoke_time)

    async def note_use(self, api_key_id: ApiKeyId, last_use_time: datetime) -> None:
        self.keys[api_key_id] = replace(self.keys[api_key_id], last_use_time=last_use_time)


def newest(rows: Iterable[Row], page: Page) -> Sequence[Row]:
    """The rows of a page, as a store reads them."""
    ordered = sorted(rows, key=lambda row: row.id, reverse=True)
    return [row for row in ordered if page.before is None or row.id < page.before][: page.limit]
