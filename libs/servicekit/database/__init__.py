"""PostgreSQL for a service: transactions of a tenant, tables, migrations and what can go wrong."""

from libs.servicekit.database.constraints import violated
from libs.servicekit.database.engine import Database, tenant_of
from libs.servicekit.database.faults import ConcurrentChange
from libs.servicekit.database.identifiers import uuid7

__all__ = ["ConcurrentChange", "Database", "tenant_of", "uuid7", "violated"]
