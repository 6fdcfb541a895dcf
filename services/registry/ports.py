"""Ports of the use cases, by caller. All rows are those of one tenant, in one transaction."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from libs.servicekit.calls.paging import Page
from libs.servicekit.watching.change_log import ChangeCursor, RecordedChange
from libs.servicekit.watching.watch import Progress
from services.registry.domain import ApiKey, ApiKeyId, Persona, PersonaId, Version, VersionId


class PersonaEvents(Protocol):
    """Publishes changes of personas, in the transaction that makes them."""

    async def changed(self, persona_id: PersonaId) -> None:
        """Notifies watchers."""
        ...

    async def erased(self, persona_id: PersonaId) -> None:
        """Notifies watchers, and publishes PersonaErased to subscribers, which remove their data of the persona."""
        ...


class PersonaRows(Protocol):
    """Personas."""

    @property
    def events(self) -> PersonaEvents: ...

    async def persona(self, persona_id: PersonaId) -> Persona:
        """Raises PersonaNotFound."""
        ...

    async def persona_for_change(self, persona_id: PersonaId) -> Persona:
        """As `persona`; no other caller can change it until the transaction ends."""
        ...

    async def personas(self, page: Page) -> Sequence[Persona]:
        """The newest first."""
        ...

    async def insert_persona(self, new: Persona) -> None: ...

    async def update_persona(self, changed: Persona) -> None: ...

    async def delete_persona(self, persona_id: PersonaId) -> None: ...


class VersionRows(PersonaRows, Protocol):
    """Versions of personas."""

    async def version(self, persona_id: PersonaId, version_id: VersionId) -> Version:
        """Raises VersionNotFound."""
        ...

    async def versions(self, persona_id: PersonaId, page: Page) -> Sequence[Version]:
        """The newest first."""
        ...

    async def last_number(self, persona_id: PersonaId) -> int:
        """The number of the newest version; 0 if there is none."""
        ...

    async def insert_version(self, new: Version) -> None: ...


class ChangeWork(Protocol):
    """Transactions in which changes are read."""

    def read(self) -> AbstractAsyncContextManager["ChangeRows"]: ...


class ChangeRows(Protocol):
    """The log of changes of personas."""

    async def latest_change(self) -> ChangeCursor: ...

    async def changes_after(self, cursor: ChangeCursor) -> Progress[RecordedChange, ChangeCursor]: ...

    async def personas_by_id(self, persona_ids: Collection[PersonaId]) -> Mapping[PersonaId, Persona]:
        """Those of the personas that exist."""
        ...


class ApiKeyRows(Protocol):
    """API keys of a tenant."""

    async def api_keys(self, page: Page) -> Sequence[ApiKey]:
        """The newest first."""
        ...

    async def api_keys_for_change(self, api_key_ids: Collection[ApiKeyId]) -> Mapping[ApiKeyId, ApiKey]:
        """Those of the keys that exist; no other caller can change them until the transaction ends."""
        ...

    async def insert_api_key(self, new: ApiKey) -> None: ...

    async def note_revocation(self, api_key_id: ApiKeyId, revoke_time: datetime) -> None: ...


class ApiKeySearch(Protocol):
    """API keys of all tenants, for what happens before the tenant is known."""

    async def api_key_by_hash(self, secret_hash: bytes) -> ApiKey | None: ...

    async def note_use(self, api_key_id: ApiKeyId, last_use_time: datetime) -> None:
        """Changes nothing else: the key may be revoked meanwhile."""
        ...


class RevokedKeyRows(Protocol):
    """Revoked API keys of all tenants."""

    async def revoked_since(self, moment: datetime) -> Sequence[ApiKeyId]:
        """Those that were exchanged for tokens."""
        ...
