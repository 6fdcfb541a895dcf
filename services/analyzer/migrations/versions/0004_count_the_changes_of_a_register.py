"""count the changes of what a tenant's personas are scored against, and tell them with the revision of a voice."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "register_part",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("shard", sa.SmallInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "shard", name=op.f("pk_register_part")),
        schema="analyzer",
    )
    op.execute('ALTER TABLE "analyzer"."register_part" ENABLE ROW LEVEL SECURITY')
    op.execute(
        "CREATE POLICY tenant ON \"analyzer\".\"register_part\" USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid)"
    )
    # A register reads the head of each measure: without compression no more than that is fetched.
    op.execute("ALTER TABLE analyzer.sample ALTER COLUMN measure SET STORAGE EXTERNAL")
    op.execute("DROP FUNCTION analyzer.voice_revision(uuid, uuid)")
    # The statement is a transaction of its own: the setting, and with it what row-level security lets through, ends
    # with it.
    op.execute(
        """
        CREATE FUNCTION analyzer.revisions(tenant uuid, persona uuid, OUT voice bigint, OUT register bigint)
        LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM set_config('app.tenant_id', tenant::text, true);
          voice := (SELECT revision FROM analyzer.voice v WHERE v.persona_id = persona);
          register := (SELECT coalesce(sum(revision), 0) FROM analyzer.register_part);
        END
        $$
        """
    )
