"""The SQLite file that a site's pages are kept in: its tables, its format, its texts by hash."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from crawler.errors import StoreError
from crawler.pages_kept import text_hash

_SCHEMA_VERSION = 2
_SCHEMA = """
create table if not exists crawl (
    id integer primary key, kind text not null, fingerprint text not null, started_at text not null,
    state text not null, report text);
create table if not exists body (hash text primary key, data blob not null) without rowid;
create table if not exists stage (
    crawl integer not null, url text not null, page text not null, body text not null,
    primary key (crawl, url)) without rowid;
create table if not exists outcome (
    crawl integer not null, url text not null, outcome text not null,
    primary key (crawl, url)) without rowid;
create table if not exists stage_sheet (
    crawl integer not null, url text not null, body text not null,
    primary key (crawl, url)) without rowid;
create table if not exists page (
    url text primary key, page text not null, body text not null, sheets text not null,
    content_hash text not null, first_seen text not null, confirmed_at text not null,
    missing_since text, stale text) without rowid;
create table if not exists sheet (url text primary key, body text not null) without rowid;
create table if not exists reading (
    content_hash text not null, version text not null, url text not null, reading text not null,
    primary key (content_hash, version, url)) without rowid;
create table if not exists liar (host text primary key, caught_at text not null) without rowid;
"""
_TO_2 = """
update page set sheets =
    (select json_group_array(json_array(value, '')) from json_each(page.sheets));
update crawl set fingerprint = '';
"""
"""Stylesheets got their media. Which ones the pages link them for was not kept: the next crawl
follows other rules than the last one, so that it looks at every page again."""


class StoreFile:
    """One such file; one writer, any number of readers. Close it or use `with`."""

    def __init__(self, path: Path) -> None:
        """Open or create the file `path`. Raises StoreError."""
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(
                path, timeout=30, isolation_level=None, check_same_thread=False
            )
            self._db.execute("pragma journal_mode = wal")
            self._db.execute("pragma synchronous = normal")
            self._migrate()
        except (sqlite3.Error, OSError) as exc:
            raise StoreError(f"page store {path}: {exc}; delete it to crawl from scratch") from exc

    def _migrate(self) -> None:
        version = self._db.execute("pragma user_version").fetchone()[0]
        if version > _SCHEMA_VERSION:
            raise StoreError(
                f"page store {self.path} was written by a newer sitebrief (format {version})"
            )
        if version == 1:
            self._upgrade()
        elif version < _SCHEMA_VERSION:
            self._db.executescript(_SCHEMA)
            self._db.execute(f"pragma user_version = {_SCHEMA_VERSION}")

    def _upgrade(self) -> None:
        """From format 1, unless another process has just done it."""
        with self.transaction():
            if self._db.execute("pragma user_version").fetchone()[0] == 1:
                for statement in _TO_2.split(";"):
                    self._db.execute(statement)
                self._db.execute(f"pragma user_version = {_SCHEMA_VERSION}")

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes inside, or none. May be nested: the outermost one counts."""
        if self._db.in_transaction:
            yield
            return
        self._db.execute("begin immediate")
        try:
            yield
        except BaseException:
            self._db.execute("rollback")
            raise
        self._db.execute("commit")

    def body(self, digest: str) -> str:
        """The text stored under a hash. Raises StoreError when the file lost it."""
        row = self._db.execute("select data from body where hash = ?", (digest,)).fetchone()
        if row is None:
            raise StoreError(
                f'page store {self.path} has lost a page body; run "sitebrief build --full"'
            )
        return bytes(row[0]).decode("utf-8", "surrogatepass")

    def _keep_body(self, text: str) -> str:
        """Keep a text once, under its hash, which is returned."""
        digest = text_hash(text)
        self._db.execute(
            "insert or ignore into body values (?, ?)",
            (digest, text.encode("utf-8", "surrogatepass")),
        )
        return digest
