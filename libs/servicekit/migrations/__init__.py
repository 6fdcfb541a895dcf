"""Migrations of the services' schemas: one Alembic environment, versions beside each service.

    await migrate("registry", owner_url)                   # at start-up; safe when several start at once
    assert await differences("registry", owner_url) == []  # in a test: the versions lead to what tables.py says

    python -m libs.servicekit.migrations new registry "add teams" --url OWNER_URL
    python -m libs.servicekit.migrations up registry --url OWNER_URL

Versions only go forward: a change is taken back by a further version, and code must run before and after each.
"""

from libs.servicekit.migrations.comparison import differences
from libs.servicekit.migrations.runner import migrate, new_version

__all__ = ["differences", "migrate", "new_version"]
