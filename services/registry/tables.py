"""The registry's tables, schema "registry"."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    Named,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    TypedColumns,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import ARRAY

from libs.servicekit.database import tables
from libs.servicekit.database.idempotency import request_log_table
from libs.servicekit.database.tables import Instant, TenantRow
from libs.servicekit.watching.change_log import change_log_table

metadata = tables.metadata("registry")


class TenantColumns(TypedColumns):
    """Tenants are known before anybody has called: no row-level security, and no data but the name."""

    id: Named[UUID] = Column(primary_key=True)
    name: Named[str] = Column(String)
    create_time: Named[datetime] = Column(Instant)


tenant = Table("tenant", metadata, TenantColumns, UniqueConstraint("name"))


class ApiKeyColumns(TenantRow):
    id: Named[UUID]
    display_name: Named[str] = Column(String)
    prefix: Named[str] = Column(String)
    secret_hash: Named[bytes] = Column(LargeBinary)
    scopes: Named[list[int]] = Column(ARRAY(SmallInteger))
    create_time: Named[datetime] = Column(Instant)
    expire_time: Named[datetime | None] = Column(Instant)
    last_use_time: Named[datetime | None] = Column(Instant)
    revoke_time: Named[datetime | None] = Column(Instant)
    create_principal: Named[str] = Column(String, server_default="")


api_key = Table(
    "api_key",
    metadata,
    ApiKeyColumns,
    PrimaryKeyConstraint("tenant_id", "id"),
    ForeignKeyConstraint(["tenant_id"], [tenant.c.id], ondelete="CASCADE"),
    UniqueConstraint("secret_hash"),
    Index(None, "revoke_time"),
    info=tables.SYSTEM_ACCESS,
)


class PersonaColumns(TenantRow):
    id: Named[UUID]
    display_name: Named[str] = Column(String)
    description: Named[str] = Column(String)
    archetype: Named[str] = Column(String)
    core_belief: Named[str] = Column(String)
    brand_voice: Named[str] = Column(String)
    language: Named[str] = Column(String)
    current_version_id: Named[UUID | None]
    revision: Named[int]
    create_principal: Named[str] = Column(String)
    create_time: Named[datetime] = Column(Instant)
    update_time: Named[datetime] = Column(Instant)


persona = Table(
    "persona",
    metadata,
    PersonaColumns,
    PrimaryKeyConstraint("tenant_id", "id"),
    ForeignKeyConstraint(["tenant_id"], [tenant.c.id], ondelete="CASCADE"),
    CheckConstraint("display_name <> ''", name="named"),
)


class PersonaVersionColumns(TenantRow):
    id: Named[UUID]
    persona_id: Named[UUID]
    number: Named[int]
    parent_id: Named[UUID | None]
    restored_id: Named[UUID | None]
    author: Named[str] = Column(String)
    reason: Named[str] = Column(String)
    fingerprint_revision: Named[int | None] = Column(BigInteger)
    fingerprint_samples: Named[int | None]
    fingerprint_words: Named[int | None] = Column(BigInteger)
    create_time: Named[datetime] = Column(Instant)


persona_version = Table(
    "persona_version",
    metadata,
    PersonaVersionColumns,
    PrimaryKeyConstraint("tenant_id", "id"),
    UniqueConstraint("tenant_id", "persona_id", "number"),
    ForeignKeyConstraint(["tenant_id", "persona_id"], [persona.c.tenant_id, persona.c.id], ondelete="CASCADE"),
    Index("ix_persona_version_tenant_id_persona_id_id", "tenant_id", "persona_id", "id"),
)


class TermColumns(TenantRow):
    version_id: Named[UUID]
    position: Named[int]
    text: Named[str] = Column(String)
    rule: Named[int] = Column(SmallInteger)
    note: Named[str] = Column(String)


term = Table(
    "term",
    metadata,
    TermColumns,
    PrimaryKeyConstraint("tenant_id", "version_id", "position"),
    ForeignKeyConstraint(
        ["tenant_id", "version_id"], [persona_version.c.tenant_id, persona_version.c.id], ondelete="CASCADE"
    ),
)

request_log = request_log_table(metadata)
change_log = change_log_table(metadata)
