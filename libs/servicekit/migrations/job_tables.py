"""The tables of background jobs, which PgQueuer describes itself."""

from alembic import op
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment
from sqlalchemy import text
from sqlalchemy.util import await_only

from libs.servicekit.jobs.queue import job_settings


def install_jobs(schema: str) -> None:
    """Create the job tables, inside a version:

    def upgrade() -> None:
        install_jobs("registry")
    """
    connection = op.get_bind()
    # The driver's connection has a transaction only after SQLAlchemy's first statement.
    connection.execute(text("SELECT 1"))
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("the migration has no connection")
    await_only(driver.execute(QueryBuilderEnvironment(job_settings(schema)).build_install_query(create_schema=False)))
