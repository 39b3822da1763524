"""Opening the database: SQLite (WAL) or PostgreSQL, at this version's schema or refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from server.errors import DatabaseError

NEWEST_REVISION = "0004"
"""The last file in migrations/versions; a test keeps the two together."""

_MIGRATIONS = Path(__file__).with_name("migrations")
_BUSY_SECONDS = 10
_NOTE_SECONDS = 1
_CONNECT_SECONDS = 3
_MIGRATION_LOCK = 7_734_210_001  # any constant: names our advisory lock among PostgreSQL's


def open_database(url: str) -> Engine:
    """Connect to `url` and bring its schema to this version.

    Raises DatabaseError when it cannot be reached or was migrated by a newer sitebrief.
    """
    engine = _sqlite(url) if url.startswith("sqlite") else _postgres(url)
    try:
        with engine.connect() as connection:
            revision = current_revision(connection)
        if revision != NEWEST_REVISION:
            _migrate(engine, revision)
    except SQLAlchemyError as exc:
        raise DatabaseError(f"cannot use the database {shown(url)}: {reason(exc)}") from exc
    return engine


def current_revision(connection: Connection) -> str | None:
    """Revision that the database stands at; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Yield a connection that only reads; on SQLite it never waits for a writer."""
    with engine.connect().execution_options(sitebrief_reads=True) as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Yield a connection in a transaction that commits; SQLite takes the write lock at once."""
    with engine.begin() as connection:
        yield connection


@contextmanager
def noting(engine: Engine) -> Iterator[Connection]:
    """Yield a connection in a transaction that commits without waiting for the disk.

    It survives the death of the process, not the loss of power: for the many small rows of running
    sessions, where the wait (10 ms) would be most of a mint.
    """
    with engine.connect().execution_options(sitebrief_notes=True) as connection, connection.begin():
        yield connection


def stamp(moment: datetime) -> str:
    """UTC time as it stands in the tables: 2026-11-22T17:00:00.123456Z."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def shown(url: str) -> str:
    """Return `url` without its password."""
    return make_url(url).render_as_string(hide_password=True)


def reason(error: SQLAlchemyError) -> str:
    """First line of what the driver says, without the SQL."""
    return str(getattr(error, "orig", None) or error).strip().splitlines()[0]


def _sqlite(url: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        _set_patience(connection, notes=bool(options.get("sitebrief_notes")))
        # A deferred transaction that turns into a writer fails at once when another writes; an
        # immediate one waits its turn: https://www.sqlite.org/lang_transaction.html
        connection.exec_driver_sql("BEGIN" if options.get("sitebrief_reads") else "BEGIN IMMEDIATE")

    return engine


def _set_patience(connection: Connection, *, notes: bool) -> None:
    """Set how long this SQLite connection waits, for the disk and for another writer."""
    if connection.info.get("sitebrief_notes") == notes:
        return
    lasting, seconds = ("NORMAL", _NOTE_SECONDS) if notes else ("FULL", _BUSY_SECONDS)
    connection.exec_driver_sql(f"PRAGMA synchronous={lasting}")
    connection.exec_driver_sql(f"PRAGMA busy_timeout={seconds * 1000}")
    connection.info["sitebrief_notes"] = notes


def _postgres(url: str) -> Engine:
    return create_engine(
        url,
        pool_size=10,
        max_overflow=20,
        pool_timeout=5,
        pool_pre_ping=True,
        connect_args={"connect_timeout": _CONNECT_SECONDS, "application_name": "sitebrief"},
    )


def _migrate(engine: Engine, revision: str | None) -> None:
    from alembic import command
    from alembic.config import Config

    known = {re.sub(r"_.*", "", path.name) for path in (_MIGRATIONS / "versions").glob("0*.py")}
    if revision is not None and revision not in known:
        raise DatabaseError(
            f"the database {shown(str(engine.url))} is at revision {revision}, newer "
            f"than this sitebrief knows ({NEWEST_REVISION}); "
            "install the newer sitebrief or restore a backup"
        )
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
