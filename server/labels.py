"""The labels production, previous and candidate: which release is live, which was, which waits.

A label is a row that is moved by compare-and-swap: whoever read an older version than the one in
the table loses and looks again. Every move is in the audit log, in the same transaction. An
unknown label is an error, never a fallback.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, Engine, delete, insert, select, update

from compiler.failpoint import reach
from server.audit import Deed, record
from server.db.engine import reading, stamp, writing
from server.db.tables import audit, labels, refusals
from server.errors import LabelConflictError, LabelError

_MOVES = ("build", "publish", "approve", "rollback")
"""Deeds that move production."""


class Label(StrEnum):
    """The three names."""

    PRODUCTION = "production"
    PREVIOUS = "previous"
    CANDIDATE = "candidate"


@dataclass(frozen=True)
class Pointers:
    """Where the labels point, as read at one moment; a move needs that to be still so."""

    production: str | None
    previous: str | None
    candidate: str | None
    version: int
    """Version of the production label."""
    pinned: bool
    """Builds do not move production; only a person does."""


@dataclass(frozen=True)
class Refusal:
    """A release that a person took down or turned away."""

    release_id: str
    kept_id: str | None
    """What served instead."""
    action: str
    who: str
    why: str
    at: str


def read_labels(engine: Engine) -> Pointers:
    """Read all three labels in one statement."""
    with reading(engine) as connection:
        return _read(connection)


def pointed(pointers: Pointers, name: str) -> str:
    """Return the release that the label `name` points at.

    Raises LabelError for a name that is not a label, and for a label that points nowhere.
    """
    if name not in set(Label):
        raise LabelError(f'no label "{name}"; the labels are {", ".join(Label)}')
    target: str | None = getattr(pointers, name)
    if target is None:
        raise LabelError(f'no release is labelled {name} yet; run "sitebrief build"')
    return target


def publish(engine: Engine, release_id: str, deed: Deed, *, seen: Pointers, at: datetime) -> None:
    """Make `release_id` production and what was production previous.

    A publication by hand (any deed but a build's) also lifts earlier refusals: a person has looked.
    Raises LabelConflictError when production moved since `seen` was read.
    """
    with writing(engine) as connection:
        _swap(connection, seen, production=release_id)
        if release_id != seen.production:
            _set(connection, Label.PREVIOUS, seen.production)
        if release_id == _read(connection).candidate:
            _set(connection, Label.CANDIDATE, None)
        if deed.action != "build":
            connection.execute(delete(refusals))
        record(connection, deed, at=at, details={"from": seen.production, "to": release_id})
        reach("label")


def propose(engine: Engine, release_id: str, deed: Deed, *, at: datetime) -> None:
    """Make `release_id` the candidate that waits for a person."""
    with writing(engine) as connection:
        before = _read(connection).candidate
        _set(connection, Label.CANDIDATE, release_id)
        if before != release_id:
            record(connection, deed, at=at, details={"from": before, "to": release_id})


def reject(engine: Engine, deed: Deed, *, seen: Pointers, at: datetime) -> str:
    """Turn the candidate away and return its id; builds that repeat its changes are held."""
    target = pointed(seen, Label.CANDIDATE)
    with writing(engine) as connection:
        if _read(connection).candidate != target:
            raise LabelConflictError(
                'the candidate changed meanwhile; run "sitebrief releases list"'
            )
        _set(connection, Label.CANDIDATE, None)
        _refuse(connection, target, seen.production, deed, at)
        record(connection, deed, at=at, details={"candidate": target})
    return target


def roll_back(engine: Engine, deed: Deed, *, seen: Pointers, at: datetime) -> tuple[str, str]:
    """Make previous production again; return (the release taken down, the release that serves now).

    Previous becomes what was live before it and was not taken down: two rollbacks go back twice.
    The release taken down is refused: a build that brings its changes back is held for a person.
    Raises LabelError without a previous release, LabelConflictError when production moved.
    """
    down = pointed(seen, Label.PRODUCTION)
    if seen.previous is None:
        raise LabelError(
            f'{down} is the first release, there is none before it; run "sitebrief releases list"'
        )
    with writing(engine) as connection:
        _swap(connection, seen, production=seen.previous)
        _refuse(connection, down, seen.previous, deed, at)
        _set(connection, Label.PREVIOUS, _live_before(connection, seen.previous))
        record(connection, deed, at=at, details={"from": down, "to": seen.previous})
    return down, seen.previous


def pin(engine: Engine, deed: Deed, *, pinned: bool, at: datetime) -> None:
    """Set or lift the pin: while it is set, builds do not move production."""
    with writing(engine) as connection:
        connection.execute(
            update(labels).where(labels.c.name == Label.PRODUCTION).values(pinned=pinned)
        )
        record(connection, deed, at=at, details={"pinned": str(pinned).lower()})


def read_refusals(engine: Engine) -> tuple[Refusal, ...]:
    """Every release that was taken down or turned away and not published again, oldest first."""
    with reading(engine) as connection:
        rows = connection.execute(select(refusals).order_by(refusals.c.at)).mappings()
        return tuple(Refusal(**row) for row in rows)


def production_at(engine: Engine, moment: datetime) -> str | None:
    """Which release was production at `moment`, by the audit log."""
    query = (
        select(audit.c.details)
        .where(audit.c.action.in_(_MOVES), audit.c.at <= stamp(moment))
        .order_by(audit.c.seq.desc())
        .limit(1)
    )
    with reading(engine) as connection:
        details = connection.execute(query).scalar()
    return _to(details) if details else None


def _to(details: str) -> str:
    target: str = json.loads(details)["to"]
    return target


def _read(connection: Connection) -> Pointers:
    rows = connection.execute(select(labels)).mappings()
    by_name = {row["name"]: row for row in rows}
    missing = [name for name in Label if name not in by_name]
    if missing:
        raise LabelError(f"the database has lost the label {missing[0]}; restore a backup")
    production = by_name[Label.PRODUCTION]
    return Pointers(
        production=production["release_id"],
        previous=by_name[Label.PREVIOUS]["release_id"],
        candidate=by_name[Label.CANDIDATE]["release_id"],
        version=production["version"],
        pinned=bool(production["pinned"]),
    )


def _swap(connection: Connection, seen: Pointers, *, production: str) -> None:
    moved = connection.execute(
        update(labels)
        .where(labels.c.name == Label.PRODUCTION, labels.c.version == seen.version)
        .values(release_id=production, version=seen.version + 1)
    )
    if moved.rowcount != 1:
        now = _read(connection).production
        raise LabelConflictError(
            f"production moved from {seen.production} to {now} meanwhile; "
            'look at "sitebrief releases list" and try again'
        )


def _set(connection: Connection, label: Label, release_id: str | None) -> None:
    connection.execute(
        update(labels)
        .where(labels.c.name == label)
        .values(release_id=release_id, version=labels.c.version + 1)
    )


def _live_before(connection: Connection, release_id: str) -> str | None:
    """Return what was live last, before `release_id`, among what nobody refused."""
    refused = set(connection.execute(select(refusals.c.release_id)).scalars())
    moves = select(audit.c.details).where(audit.c.action.in_(_MOVES)).order_by(audit.c.seq.desc())
    history = [_to(details) for details in connection.execute(moves).scalars()]
    older = history[history.index(release_id) + 1 :] if release_id in history else []
    return next((id_ for id_ in older if id_ != release_id and id_ not in refused), None)


def _refuse(
    connection: Connection, release_id: str, kept_id: str | None, deed: Deed, at: datetime
) -> None:
    connection.execute(delete(refusals).where(refusals.c.release_id == release_id))
    connection.execute(
        insert(refusals).values(
            release_id=release_id,
            kept_id=kept_id,
            action=deed.action,
            at=stamp(at),
            who=deed.who,
            why=deed.why,
        )
    )
