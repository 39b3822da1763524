"""The audit log: an append-only table whose rows are chained by hash.

Each row's hash is SHA-256 over the row and the hash of the row before, so a changed, removed or
reordered row shows; the one-row table `audit_head` betrays a cut-off tail. Someone who may write
to the database can forge the whole chain: keep the head that `sitebrief audit verify` prints
somewhere else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, insert, select, update

from server.db.engine import stamp
from server.db.tables import audit, audit_head
from server.errors import DatabaseError

GENESIS = "0" * 64
"""What the first row names as the hash before it."""

_COVERED = ("seq", "at", "who", "action", "subject", "why", "details", "previous")


@dataclass(frozen=True)
class Deed:
    """Something that a person or the system did."""

    who: str
    """Login, or "system:<job>"."""
    action: str
    """Such as "publish"."""
    subject: str
    """What it was done to, such as a release id."""
    why: str = ""

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            object.__setattr__(self, name, _storable(value))


@dataclass(frozen=True)
class Verdict:
    """What checking the chain found."""

    entries: int
    head: str
    broken_at: int | None
    """Number of the first row that does not fit; None when all do."""


def record(
    connection: Connection,
    deed: Deed,
    *,
    at: datetime,
    details: Mapping[str, str | None] | None = None,
) -> str:
    """Append `deed` within the caller's transaction and return the new head.

    The head row is locked first, so that two writers chain one after the other.
    """
    head = connection.execute(select(audit_head).with_for_update()).mappings().one_or_none()
    if head is None:
        raise DatabaseError('the audit log has no head; run "sitebrief audit verify"')
    row = {
        "seq": head["seq"] + 1,
        "at": stamp(at),
        "who": deed.who[:200],
        "action": deed.action,
        "subject": deed.subject[:200],
        "why": deed.why,
        "details": json.dumps(dict(details or {}), sort_keys=True, ensure_ascii=False),
        "previous": head["hash"],
    }
    digest = _digest(row)
    connection.execute(insert(audit).values(**row, hash=digest))
    connection.execute(update(audit_head).values(seq=row["seq"], hash=digest))
    return digest


def verify(connection: Connection) -> Verdict:
    """Walk the chain from its first row to its head."""
    previous, count = GENESIS, 0
    for row in connection.execute(select(audit).order_by(audit.c.seq)).mappings():
        fits = row["seq"] == count + 1 and row["previous"] == previous
        if not fits or _digest(row) != row["hash"]:
            return Verdict(count, previous, broken_at=count + 1)
        previous, count = row["hash"], count + 1
    head = connection.execute(select(audit_head)).mappings().one_or_none()
    whole = head is not None and (head["seq"], head["hash"]) == (count, previous)
    return Verdict(count, previous, broken_at=None if whole else count + 1)


def _storable(text: str) -> str:
    """Return `text` without what a database cannot hold: lone surrogates (from argv) and NUL."""
    return text.encode("utf-8", "replace").decode().replace("\0", "?")


def _digest(row: Mapping[str, object] | RowMapping) -> str:
    covered = json.dumps(
        [row[name] for name in _COVERED], ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(covered.encode("utf-8", "surrogatepass")).hexdigest()
