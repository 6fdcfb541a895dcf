"""tell with the revisions which of the texts to be scored are samples themselves."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DROP FUNCTION analyzer.revisions(uuid, uuid)")
    # The statement is a transaction of its own: the setting, and with it what row-level security lets through, ends
    # with it. A machine's text (provenance 3) and one that could not be measured again count for no voice.
    op.execute(
        """
        CREATE FUNCTION analyzer.standing(
          tenant uuid, persona uuid, digests bytea[], OUT voice bigint, OUT register bigint, OUT samples bytea[]
        )
        LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM set_config('app.tenant_id', tenant::text, true);
          voice := (SELECT revision FROM analyzer.voice v WHERE v.persona_id = persona);
          register := (SELECT coalesce(sum(revision), 0) FROM analyzer.register_part);
          samples := ARRAY(
            SELECT digest FROM analyzer.sample s
            WHERE s.tenant_id = tenant AND s.persona_id = persona AND s.digest = ANY(digests)
              AND s.provenance <> 3 AND s.measure IS NOT NULL
          );
        END
        $$
        """
    )
