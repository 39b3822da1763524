"""Labels, refusals, the audit log, sessions, lookups and jobs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

GENESIS = "0" * 64


def upgrade() -> None:
    """Create the tables and the rows that are always there."""
    labels = op.create_table(
        "labels",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("release_id", sa.String(32)),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("pinned", sa.Boolean, nullable=False),
    )
    op.bulk_insert(
        labels,
        [
            {"name": name, "release_id": None, "version": 0, "pinned": False}
            for name in ("production", "previous", "candidate")
        ],
    )
    op.create_table(
        "refusals",
        sa.Column("release_id", sa.String(32), primary_key=True),
        sa.Column("kept_id", sa.String(32)),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("details", sa.Text, nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    head = op.create_table(
        "audit_head",
        sa.Column(
            "id", sa.Integer, sa.CheckConstraint("id = 1"), primary_key=True, autoincrement=False
        ),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.bulk_insert(head, [{"id": 1, "seq": 0, "hash": GENESIS}])
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("release_id", sa.String(32), nullable=False),
        sa.Column("goal", sa.String(64), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("variant", sa.String(64), nullable=False),
        sa.Column("model", sa.String(100), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("ends_at", sa.String(32), nullable=False),
        sa.Column("max_seconds", sa.Integer, nullable=False),
        sa.Column("call_id", sa.String(200)),
        sa.Column("last_seen_at", sa.String(32)),
        sa.Column("ended_at", sa.String(32)),
        sa.Column("end_reason", sa.String(64)),
    )
    op.create_index("sessions_by_release", "sessions", ["release_id"])
    op.create_index("sessions_by_created_at", "sessions", ["created_at"])
    op.create_table(
        "lookups",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("release_id", sa.String(32), nullable=False),
        sa.Column("session_id", sa.String(40)),
        sa.Column("question", sa.Text),
        sa.Column("answered", sa.Boolean, nullable=False),
        sa.Column("degraded", sa.Boolean, nullable=False),
        sa.Column("hits", sa.Integer, nullable=False),
        sa.Column("ms", sa.Float, nullable=False),
    )
    op.create_index("lookups_by_at", "lookups", ["at"])
    op.create_table(
        "jobs",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("last_due", sa.String(32), nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("jobs", "lookups", "sessions", "audit_head", "audit", "refusals", "labels"):
        op.drop_table(table)
