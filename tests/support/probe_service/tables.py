"""The probe's tables, schema "probe"."""

from uuid import UUID

from sqlalchemy import Column, Named, PrimaryKeyConstraint, String, Table

from libs.servicekit.database import tables
from libs.servicekit.database.idempotency import request_log_table
from libs.servicekit.database.tables import TenantRow
from libs.servicekit.events.inbox import event_log_table

metadata = tables.metadata("probe")


class CountColumns(TenantRow):
    tenant_id: Named[UUID]
    name: Named[str] = Column(String)
    value: Named[int]


count = Table("count", metadata, CountColumns, PrimaryKeyConstraint("tenant_id", "name"), info=tables.SYSTEM_ACCESS)
request_log = request_log_table(metadata)
event_log = event_log_table(metadata)
