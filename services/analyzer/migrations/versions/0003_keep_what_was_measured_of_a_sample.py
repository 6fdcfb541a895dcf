"""keep what was measured of a sample rather than a voice made of it: a seventh of the size."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("sample", "voice", new_column_name="measure", schema="analyzer")
    # What is there is in the old form: every voice is measured anew from the texts, as after a change of definitions.
    op.execute("UPDATE analyzer.voice SET definitions = '' WHERE NOT erased")
