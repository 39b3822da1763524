"""The SQL tables; times are UTC in ISO 8601 text: sortable, and the same in every database."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()

labels = Table(
    "labels",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("release_id", String(32)),  # null: points nowhere yet
    Column("version", Integer, nullable=False),  # counts the moves: what compare-and-swap compares
    Column("pinned", Boolean, nullable=False),  # builds leave a pinned label alone
)
"""production, previous and candidate: three rows that exist from the first migration on."""

refusals = Table(
    "refusals",
    metadata,
    Column("release_id", String(32), primary_key=True),
    Column("kept_id", String(32)),  # what served instead; null when nothing did
    Column("action", String(16), nullable=False),  # rollback or reject
    Column("at", String(32), nullable=False),
    Column("who", String(200), nullable=False),
    Column("why", Text, nullable=False),
)
"""Releases that a person took down or turned away; a build that repeats their changes is held."""

audit = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("who", String(200), nullable=False),
    Column("action", String(64), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("why", Text, nullable=False),
    Column("details", Text, nullable=False),  # canonical JSON
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)
"""What was done, by whom and why; each row's hash covers the row before it."""

audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
    Column("seq", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)
"""One row: the newest entry. Locks the chain while one is added, and betrays a cut-off tail."""

sessions = Table(
    "sessions",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("release_id", String(32), nullable=False),
    Column("goal", String(64), nullable=False),
    Column("language", String(16), nullable=False),
    Column("variant", String(64), nullable=False),
    Column("model", String(100), nullable=False),
    Column("state", String(16), nullable=False),  # minted, connected, ended
    Column("created_at", String(32), nullable=False),
    Column("ends_at", String(32), nullable=False),  # at the latest
    Column("max_seconds", Integer, nullable=False),
    Column("call_id", String(200)),
    Column("last_seen_at", String(32)),
    Column("ended_at", String(32)),
    Column("end_reason", String(64)),
    Column("phase", String(16)),  # of the conversation, as the agent noted it last
    Column("result", String(32)),  # why the agent ended the call
    Index("sessions_by_release", "release_id"),
    Index("sessions_by_created_at", "created_at"),
)
"""One row a minted session; no address, no words of the visitor."""

lookups = Table(
    "lookups",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String(32), nullable=False),
    Column("release_id", String(32), nullable=False),
    Column("session_id", String(40)),
    Column("question", Text),  # null where keeping it is not allowed
    Column("question_hash", String(32)),  # keyed: equal questions meet, nobody can guess back
    Column("language", String(16)),
    Column("asks", String(200)),  # what kind of thing was wanted, such as "hours price"
    Column("kinds", String(200)),  # kinds of the hits, in their order
    Column("record_key", Text),  # of the first hit that is a record, when it answers
    Column("topics", Text),  # the site's own words nearest to the question, one a line
    Column("certainty", Float),  # 0..1
    Column("answered", Boolean, nullable=False),
    Column("degraded", Boolean, nullable=False),
    Column("hits", Integer, nullable=False),
    Column("ms", Float, nullable=False),
    Index("lookups_by_at", "at"),
    Index("lookups_by_answered", "answered", "at"),
)
"""What was asked of a release and whether it could answer."""

leads = Table(
    "leads",
    metadata,
    Column("id", String(40), primary_key=True),  # hash of session and words: a repeat is no other
    Column("session_id", String(40), nullable=False),
    Column("release_id", String(32), nullable=False),
    Column("at", String(32), nullable=False),
    Column("kind", String(16), nullable=False),  # contact or call
    Column("name", String(120), nullable=False),
    Column("email", String(254)),
    Column("phone", String(40)),
    Column("company", String(160)),
    Column("request", Text),
    Column("preferred_times", String(200)),
    Column("timezone", String(64)),
    Index("leads_by_at", "at"),
    Index("leads_by_session_id", "session_id"),
)
"""Visitors who asked to be contacted and agreed to it; nobody else is in here."""

jobs = Table(
    "jobs",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("last_due", String(32), nullable=False),  # the latest due time that somebody took
)
"""Scheduled jobs: moved forward by compare-and-swap, so that each due time runs once."""
