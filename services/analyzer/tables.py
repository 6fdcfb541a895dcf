"""The analyzer's tables, schema "analyzer"."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    LargeBinary,
    Named,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
)

from libs.servicekit.database import tables
from libs.servicekit.database.idempotency import request_log_table
from libs.servicekit.database.tables import Instant, TenantRow
from libs.servicekit.events.inbox import event_log_table

metadata = tables.metadata("analyzer")


class FingerprintColumns(TenantRow):
    """The fingerprint of a persona, as sums, and the definitions that it was measured by.

    A caller that changes the samples locks the row. After the persona was erased an empty row stays, so that a caller
    that adds samples late is refused.
    """

    persona_id: Named[UUID]
    revision: Named[int] = Column(BigInteger)
    voice: Named[bytes] = Column(LargeBinary)
    definitions: Named[str] = Column(String)
    erased: Named[bool] = Column(Boolean)
    update_time: Named[datetime] = Column(Instant)


fingerprint = Table(
    "voice",  # as the first version of the schema named it, and its column of sums
    metadata,
    FingerprintColumns,
    PrimaryKeyConstraint("tenant_id", "persona_id"),
    Index("ix_voice_definitions", "definitions"),
    info=tables.SYSTEM_ACCESS,
)


class SampleColumns(TenantRow):
    id: Named[UUID]
    persona_id: Named[UUID]
    title: Named[str] = Column(String)
    source: Named[str] = Column(String)
    provenance: Named[int] = Column(SmallInteger)
    word_count: Named[int]
    sentence_count: Named[int]
    digest: Named[bytes] = Column(LargeBinary)
    measure: Named[bytes | None] = Column(LargeBinary)
    text: Named[str | None] = Column(String)
    create_time: Named[datetime] = Column(Instant)


SAMPLE_TEXT_ONCE = "uq_sample_tenant_id_persona_id_digest"

sample = Table(
    "sample",
    metadata,
    SampleColumns,
    PrimaryKeyConstraint("tenant_id", "id"),
    UniqueConstraint("tenant_id", "persona_id", "digest", name=SAMPLE_TEXT_ONCE),
    Index("ix_sample_tenant_id_persona_id_id", "tenant_id", "persona_id", "id"),
)


class RegisterPartColumns(TenantRow):
    """Counts the changes of a tenant's samples, which other personas' scores depend on; the parts of a tenant add up.

    Parts, so that changes of different personas seldom wait for one another.
    """

    shard: Named[int] = Column(SmallInteger)
    revision: Named[int] = Column(BigInteger)


register_part = Table("register_part", metadata, RegisterPartColumns, PrimaryKeyConstraint("tenant_id", "shard"))

request_log = request_log_table(metadata)
event_log = event_log_table(metadata)
