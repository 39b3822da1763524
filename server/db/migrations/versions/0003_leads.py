"""Leads, and what the agent notes of its conversation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the table and add the columns."""
    op.create_table(
        "leads",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("session_id", sa.String(40), nullable=False),
        sa.Column("release_id", sa.String(32), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("email", sa.String(254)),
        sa.Column("phone", sa.String(40)),
        sa.Column("company", sa.String(160)),
        sa.Column("request", sa.Text),
        sa.Column("preferred_times", sa.String(200)),
        sa.Column("timezone", sa.String(64)),
    )
    op.create_index("leads_by_at", "leads", ["at"])
    op.create_index("leads_by_session_id", "leads", ["session_id"])
    with op.batch_alter_table("sessions") as table:
        table.add_column(sa.Column("phase", sa.String(16)))
        table.add_column(sa.Column("result", sa.String(32)))


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("sessions") as table:
        table.drop_column("result")
        table.drop_column("phase")
    op.drop_table("leads")
