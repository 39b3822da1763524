"""What a lookup asked for and what it found, without the visitor's words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the columns; rows of before carry none of it."""
    with op.batch_alter_table("lookups") as table:
        table.add_column(sa.Column("question_hash", sa.String(32)))
        table.add_column(sa.Column("language", sa.String(16)))
        table.add_column(sa.Column("asks", sa.String(200)))
        table.add_column(sa.Column("kinds", sa.String(200)))
        table.add_column(sa.Column("topics", sa.Text))
        table.add_column(sa.Column("certainty", sa.Float))
    op.create_index("lookups_by_answered", "lookups", ["answered", "at"])


def downgrade() -> None:
    """Take them away."""
    op.drop_index("lookups_by_answered", "lookups")
    with op.batch_alter_table("lookups") as table:
        for name in ("question_hash", "language", "asks", "kinds", "topics", "certainty"):
            table.drop_column(name)
