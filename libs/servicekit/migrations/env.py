"""Alembic's environment, run by Alembic itself for every service."""

from alembic import context

from libs.servicekit.migrations.options import options
from libs.servicekit.migrations.policies import guard_new_tables

context.configure(
    connection=context.config.attributes["connection"],
    process_revision_directives=guard_new_tables,
    **options(context.config.attributes["service"]),
)
with context.begin_transaction():
    context.run_migrations()
