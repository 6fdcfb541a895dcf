"""The registry's SQL. Rows in, domain values out."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.servicekit.calls.paging import Page
from libs.servicekit.database.identifiers import uuid7
from libs.servicekit.database.queries import newest_first, one_or_raise
from libs.servicekit.errors import PersonaNotFound
from libs.servicekit.watching.change_log import ChangeCursor, ChangeLog, RecordedChange
from libs.servicekit.watching.watch import Progress
from services.registry.domain import (
    ApiKey,
    ApiKeyId,
    Content,
    FingerprintRef,
    Identity,
    Persona,
    PersonaId,
    TenantId,
    Term,
    TermRule,
    Version,
    VersionId,
)
from services.registry.errors import VersionNotFound
from services.registry.ports import PersonaEvents
from services.registry.tables import api_key, persona, persona_version, tenant, term

_PERSONA = select(*persona.c)
_VERSION = select(*persona_version.c)
_API_KEY = select(*api_key.c)


class ApiKeyTable:
    """API keys, of the tenants that the transaction sees."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def api_keys(self, page: Page) -> Sequence[ApiKey]:
        return [_api_key(row) for row in await self._connection.execute(newest_first(_API_KEY, api_key.c.id, page))]

    async def api_keys_for_change(self, api_key_ids: Collection[ApiKeyId]) -> Mapping[ApiKeyId, ApiKey]:
        # Locked in one order, so that two keys that revoke each other do not wait for each other.
        query = _API_KEY.where(api_key.c.id.in_(api_key_ids)).order_by(api_key.c.id).with_for_update(key_share=True)
        return {ApiKeyId(row.id): _api_key(row) for row in await self._connection.execute(query)}

    async def insert_api_key(self, new: ApiKey) -> None:
        await self._connection.execute(insert(api_key).values(**_api_key_values(new)))

    async def note_revocation(self, api_key_id: ApiKeyId, revoke_time: datetime) -> None:
        await self._connection.execute(
            update(api_key).where(api_key.c.id == api_key_id).values(revoke_time=revoke_time)
        )

    async def note_use(self, api_key_id: ApiKeyId, last_use_time: datetime) -> None:
        await self._connection.execute(
            update(api_key).where(api_key.c.id == api_key_id).values(last_use_time=last_use_time)
        )


class RegistryRows(ApiKeyTable):
    """Rows of one tenant in one transaction, and the events that are published with it.

    Row-level security adds the tenant to every statement.
    """

    def __init__(self, connection: AsyncConnection, tenant_id: UUID, changes: ChangeLog, events: PersonaEvents) -> None:
        super().__init__(connection)
        self._tenant_id = tenant_id
        self._changes = changes
        self.events = events

    async def persona(self, persona_id: PersonaId) -> Persona:
        return await self._persona(_PERSONA, persona_id)

    async def persona_for_change(self, persona_id: PersonaId) -> Persona:
        return await self._persona(_PERSONA.with_for_update(), persona_id)

    async def personas(self, page: Page) -> Sequence[Persona]:
        return [_persona(row) for row in await self._connection.execute(newest_first(_PERSONA, persona.c.id, page))]

    async def personas_by_id(self, persona_ids: Collection[PersonaId]) -> Mapping[PersonaId, Persona]:
        rows = await self._connection.execute(_PERSONA.where(persona.c.id.in_(persona_ids)))
        return {PersonaId(row.id): _persona(row) for row in rows}

    async def latest_change(self) -> ChangeCursor:
        return await self._changes.now(self._connection)

    async def changes_after(self, cursor: ChangeCursor) -> Progress[RecordedChange, ChangeCursor]:
        return await self._changes.read_after(self._connection, cursor)

    async def insert_persona(self, new: Persona) -> None:
        await self._connection.execute(insert(persona).values(tenant_id=self._tenant_id, **_persona_values(new)))

    async def update_persona(self, changed: Persona) -> None:
        await self._connection.execute(
            update(persona).where(persona.c.id == changed.id).values(**_persona_values(changed))
        )

    async def delete_persona(self, persona_id: PersonaId) -> None:
        await self._connection.execute(delete(persona).where(persona.c.id == persona_id))

    async def version(self, persona_id: PersonaId, version_id: VersionId) -> Version:
        query = _VERSION.where(persona_version.c.id == version_id, persona_version.c.persona_id == persona_id)
        rows = (await self._connection.execute(query)).all()
        if not rows:
            raise VersionNotFound(version_id)
        return (await self._versions(rows))[0]

    async def versions(self, persona_id: PersonaId, page: Page) -> Sequence[Version]:
        query = _VERSION.where(persona_version.c.persona_id == persona_id)
        rows = await self._connection.execute(newest_first(query, persona_version.c.id, page))
        return await self._versions(rows.all())

    async def last_number(self, persona_id: PersonaId) -> int:
        query = select(func.max(persona_version.c.number)).where(persona_version.c.persona_id == persona_id)
        return (await self._connection.execute(query)).scalar_one() or 0

    async def insert_version(self, new: Version) -> None:
        voice = new.content.fingerprint
        await self._connection.execute(
            insert(persona_version).values(
                tenant_id=self._tenant_id,
                id=new.id,
                persona_id=new.persona_id,
                number=new.number,
                parent_id=new.parent_id,
                restored_id=new.restored_id,
                author=new.author,
                reason=new.reason,
                fingerprint_revision=voice and voice.revision,
                fingerprint_samples=voice and voice.sample_count,
                fingerprint_words=voice and voice.word_count,
                create_time=new.create_time,
            )
        )
        if new.content.terms:
            await self._connection.execute(insert(term), self._term_values(new))

    async def _persona(self, query: Select[*tuple[Any, ...]], persona_id: PersonaId) -> Persona:
        result = await self._connection.execute(query.where(persona.c.id == persona_id))
        return _persona(one_or_raise(result, PersonaNotFound(persona_id)))

    async def _versions(self, rows: Sequence[Row[*tuple[Any, ...]]]) -> list[Version]:
        query = select(*term.c).where(term.c.version_id.in_([row.id for row in rows])).order_by(term.c.position)
        terms: dict[UUID, list[Term]] = {}
        for each in await self._connection.execute(query):
            terms.setdefault(each.version_id, []).append(Term(each.text, TermRule(each.rule), each.note))
        return [_version(row, tuple(terms.get(row.id, ()))) for row in rows]

    def _term_values(self, version: Version) -> list[dict[str, object]]:
        return [
            {
                "tenant_id": self._tenant_id,
                "version_id": version.id,
                "position": position,
                "text": each.text,
                "rule": int(each.rule),
                "note": each.note,
            }
            for position, each in enumerate(version.content.terms)
        ]


class SystemRows(ApiKeyTable):
    """Rows of all tenants, for what happens before the tenant is known."""

    async def api_key_by_hash(self, secret_hash: bytes) -> ApiKey | None:
        row = (await self._connection.execute(_API_KEY.where(api_key.c.secret_hash == secret_hash))).one_or_none()
        return None if row is None else _api_key(row)

    async def revoked_since(self, moment: datetime) -> Sequence[ApiKeyId]:
        # A key that was never exchanged has no tokens.
        query = select(api_key.c.id).where(api_key.c.revoke_time >= moment, api_key.c.last_use_time.is_not(None))
        rows = await self._connection.execute(query)
        return [ApiKeyId(row.id) for row in rows]

    async def ensure_tenant(self, name: str, now: datetime) -> TenantId:
        """The tenant of that name, made if there is none."""
        new = upsert(tenant).values(id=uuid7(), name=name, create_time=now).on_conflict_do_nothing()
        await self._connection.execute(new)
        found = await self._connection.execute(select(tenant.c.id).where(tenant.c.name == name))
        return TenantId(found.scalar_one())


def _persona(row: Row[*tuple[Any, ...]]) -> Persona:
    identity = Identity(row.display_name, row.description, row.archetype, row.core_belief, row.brand_voice)
    return Persona(
        id=PersonaId(row.id),
        identity=identity,
        language=row.language,
        current_version_id=row.current_version_id,
        revision=row.revision,
        create_principal=row.create_principal,
        create_time=row.create_time,
        update_time=row.update_time,
    )


def _persona_values(value: Persona) -> dict[str, object]:
    return {
        "id": value.id,
        "display_name": value.identity.display_name,
        "description": value.identity.description,
        "archetype": value.identity.archetype,
        "core_belief": value.identity.core_belief,
        "brand_voice": value.identity.brand_voice,
        "language": value.language,
        "current_version_id": value.current_version_id,
        "revision": value.revision,
        "create_principal": value.create_principal,
        "create_time": value.create_time,
        "update_time": value.update_time,
    }


def _version(row: Row[*tuple[Any, ...]], terms: tuple[Term, ...]) -> Version:
    voice = None
    if row.fingerprint_revision is not None:
        voice = FingerprintRef(row.fingerprint_revision, row.fingerprint_samples, row.fingerprint_words)
    return Version(
        id=VersionId(row.id),
        persona_id=PersonaId(row.persona_id),
        number=row.number,
        parent_id=row.parent_id,
        restored_id=row.restored_id,
        author=row.author,
        reason=row.reason,
        content=Content(voice, terms),
        create_time=row.create_time,
    )


def _api_key(row: Row[*tuple[Any, ...]]) -> ApiKey:
    return ApiKey(
        id=ApiKeyId(row.id),
        tenant_id=TenantId(row.tenant_id),
        display_name=row.display_name,
        prefix=row.prefix,
        secret_hash=row.secret_hash,
        scopes=frozenset(row.scopes),
        create_time=row.create_time,
        expire_time=row.expire_time,
        last_use_time=row.last_use_time,
        revoke_time=row.revoke_time,
        create_principal=row.create_principal,
    )


def _api_key_values(value: ApiKey) -> dict[str, object]:
    return {
        "tenant_id": value.tenant_id,
        "id": value.id,
        "display_name": value.display_name,
        "prefix": value.prefix,
        "secret_hash": value.secret_hash,
        "scopes": sorted(value.scopes),
        "create_time": value.create_time,
        "expire_time": value.expire_time,
        "last_use_time": value.last_use_time,
        "revoke_time": value.revoke_time,
        "create_principal": value.create_principal,
    }
