"""Which record answered a lookup best, so that facts in demand can move into the instructions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the column."""
    with op.batch_alter_table("lookups") as table:
        table.add_column(sa.Column("record_key", sa.Text))


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("lookups") as table:
        table.drop_column("record_key")
