"""tell the revision of a voice in one round trip."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The statement is a transaction of its own: the setting, and with it what row-level security lets through, ends
    # with it.
    op.execute(
        """
        CREATE FUNCTION analyzer.voice_revision(tenant uuid, persona uuid) RETURNS bigint LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM set_config('app.tenant_id', tenant::text, true);
          RETURN (SELECT revision FROM analyzer.voice WHERE persona_id = persona);
        END
        $$
        """
    )
