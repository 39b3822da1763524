"""What is kept between crawls: the live pages, the crawl under way, cached readings, reports.
SQLite.

A crawl stages what it fetches; only `settle` makes it live, in one transaction. Whoever reads, and
whenever the crawl is killed, sees the old pages or the new ones. Bodies are stored once, by hash.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from crawler.errors import StoreError
from crawler.pages import Page
from crawler.pages_kept import (
    FetchedPage,
    KeptSheet,
    LivePage,
    dump_live,
    dump_page,
    load_live,
    load_page,
    page_of,
    styles_of,
    text_hash,
)
from crawler.reading import PageReading
from crawler.report import CrawlReport, Outcome

CrawlKind = Literal["site", "page"]

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


class PageStore:
    """The pages of one site on disk; one writer (a crawl), any number of readers. Close it or use
    `with`.
    """

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

    # What later stages read

    def pages(self) -> list[Page]:
        """The live pages, by URL: those of the last crawl and stale ones that are kept."""
        joined: dict[tuple[KeptSheet, ...], str] = {}
        found = []
        for live in self.live().values():
            if live.sheets not in joined:
                joined[live.sheets] = styles_of(live.sheets, self.body)
            found.append(page_of(live.page, self.body(live.body), joined[live.sheets]))
        return found

    def first_seen(self, url: str) -> datetime:
        """When the present content of the live page `url` was first seen. Raises StoreError."""
        row = self._db.execute("select first_seen from page where url = ?", (url,)).fetchone()
        if row is None:
            raise StoreError(
                f'no live page "{url}" in {self.path}; run "sitebrief crawl why {url}"'
            )
        return datetime.fromisoformat(row[0])

    def reading(
        self, content_hash: str, version: str, url: str | None = None
    ) -> PageReading | None:
        """The cached reading of a page with this content; of the page `url`, when given (its
        sources name it).

        `version` stands for everything else a reading depends on: the extractors and the site's
        identity.
        """
        row = self._db.execute(
            "select reading from reading where content_hash = ? and version = ?"
            " and (url = ? or ? is null)",
            (content_hash, version, url, url),
        ).fetchone()
        return PageReading.model_validate_json(row[0]) if row else None

    def keep_reading(self, reading: PageReading, version: str) -> None:
        """Cache a reading under its content hash, its URL and `version`."""
        self._db.execute(
            "insert or replace into reading values (?, ?, ?, ?)",
            (reading.content_hash, version, reading.url, reading.model_dump_json()),
        )

    def report(self, crawl: int | None = None) -> CrawlReport | None:
        """The report of the last finished crawl, or of the crawl with this number."""
        row = self._db.execute(
            "select report from crawl where report is not null and (id = ? or ? is null)"
            " order by id desc limit 1",
            (crawl, crawl),
        ).fetchone()
        return CrawlReport.model_validate_json(row[0]) if row else None

    # What a crawl reads and writes

    def live(self) -> dict[str, LivePage]:
        """The live pages' records by URL, sorted."""
        rows = self._db.execute(
            "select page, body, sheets, content_hash, first_seen, confirmed_at,"
            " missing_since, stale"
            " from page order by url"
        )
        return {live.page.url: live for live in map(load_live, rows)}

    def body(self, digest: str) -> str:
        """The text stored under a hash. Raises StoreError when the file lost it."""
        row = self._db.execute("select data from body where hash = ?", (digest,)).fetchone()
        if row is None:
            raise StoreError(
                f'page store {self.path} has lost a page body; run "sitebrief build --full"'
            )
        return bytes(row[0]).decode("utf-8", "surrogatepass")

    def open_crawl(
        self, fingerprint: str, *, kind: CrawlKind, now: datetime, resume: bool
    ) -> tuple[int, bool]:
        """Number of the crawl to run, and whether it continues an unfinished one.

        An unfinished crawl is continued when it asked for the same (`fingerprint`) less than a day
        ago.
        """
        oldest = (now - timedelta(days=1)).isoformat()
        with self.transaction():
            mine = f"state = 'running' and kind = '{kind}'"
            row = self._db.execute(
                "select id from crawl where state = 'running' and fingerprint = ? and kind = ?"
                " and started_at > ? order by id desc limit 1",
                (fingerprint, kind, oldest),
            ).fetchone()
            if row and resume:
                self._abandon(f"{mine} and id != {int(row[0])}")
                return int(row[0]), True
            self._abandon(mine)
            cursor = self._db.execute(
                "insert into crawl (kind, fingerprint, started_at, state)"
                " values (?, ?, ?, 'running')",
                (kind, fingerprint, now.isoformat()),
            )
        return int(cursor.lastrowid or 0), False

    def followed(self) -> str | None:
        """The fingerprint of the last finished crawl of the whole site; None when there is none."""
        row = self._db.execute(
            "select fingerprint from crawl where state = 'finished' and kind = 'site'"
            " order by id desc limit 1"
        ).fetchone()
        return row[0] if row else None

    def _abandon(self, where: str) -> None:
        for (crawl,) in self._db.execute(f"select id from crawl where {where}").fetchall():  # noqa: S608
            self._db.execute("update crawl set state = 'abandoned' where id = ?", (crawl,))
            self._forget_stage(crawl)

    def _forget_stage(self, crawl: int) -> None:
        for table in ("stage", "stage_sheet", "outcome"):
            self._db.execute(f"delete from {table} where crawl = ?", (crawl,))  # noqa: S608

    def stage(self, crawl: int, page: FetchedPage, html: str) -> None:
        """Keep a fetched page for `crawl`; it is not live before the crawl settles."""
        self.stage_as(crawl, page, self._keep_body(html))

    def stage_as(self, crawl: int, page: FetchedPage, body: str) -> None:
        """Keep a page for `crawl` whose HTML is stored already, under the hash `body`."""
        self._db.execute(
            "insert or replace into stage values (?, ?, ?, ?)",
            (crawl, page.url, dump_page(page), body),
        )

    def stage_sheet(self, crawl: int, url: str, text: str) -> None:
        """Keep a fetched stylesheet for `crawl`."""
        self._db.execute(
            "insert or replace into stage_sheet values (?, ?, ?)",
            (crawl, url, self._keep_body(text)),
        )

    def _keep_body(self, text: str) -> str:
        digest = text_hash(text)
        self._db.execute(
            "insert or ignore into body values (?, ?)",
            (digest, text.encode("utf-8", "surrogatepass")),
        )
        return digest

    def note(self, crawl: int, outcome: Outcome) -> None:
        """Keep how a URL ended."""
        self._db.execute(
            "insert or replace into outcome values (?, ?, ?)",
            (crawl, outcome.url, outcome.model_dump_json()),
        )

    def outcomes(self, crawl: int) -> dict[str, Outcome]:
        """How the URLs of `crawl` have ended so far, by URL, sorted."""
        rows = self._db.execute(
            "select url, outcome from outcome where crawl = ? order by url", (crawl,)
        )
        return {url: Outcome.model_validate_json(text) for url, text in rows}

    def staged(self, crawl: int) -> dict[str, tuple[FetchedPage, str]]:
        """The fetched pages of `crawl` with the hash of their HTML, by URL, sorted."""
        rows = self._db.execute(
            "select page, body from stage where crawl = ? order by url", (crawl,)
        )
        return {
            page.url: (page, body)
            for page, body in ((load_page(text), body) for text, body in rows)
        }

    def sheets(self, crawl: int | None = None) -> dict[str, str]:
        """Hash of each stylesheet's text by URL: those of `crawl`, else the last good ones."""
        rows = (
            self._db.execute("select url, body from sheet")
            if crawl is None
            else self._db.execute("select url, body from stage_sheet where crawl = ?", (crawl,))
        )
        return dict(rows.fetchall())

    def liars(self) -> frozenset[str]:
        """Hosts whose ETag or Last-Modified once said "not modified" of a page that was."""
        return frozenset(row[0] for row in self._db.execute("select host from liar"))

    def note_liar(self, host: str, now: datetime) -> None:
        """Trust this host's validators no more."""
        self._db.execute("insert or ignore into liar values (?, ?)", (host, now.isoformat()))

    def settle(
        self,
        crawl: int,
        pages: Iterable[LivePage],
        report: CrawlReport,
        *,
        keep_reports: int = 50,
    ) -> None:
        """Make `pages` the live ones, keep the report, and drop what nothing names any more: one
        transaction.
        """
        with self.transaction():
            self._db.execute("delete from page")
            self._db.executemany(
                "insert into page values (?, ?, ?, ?, ?, ?, ?, ?, ?)", map(dump_live, pages)
            )
            self._db.execute(
                "insert or replace into sheet select url, body from stage_sheet where crawl = ?",
                (crawl,),
            )
            self._db.execute(
                "update crawl set state = 'finished', report = ? where id = ?",
                (report.model_dump_json(), crawl),
            )
            self._forget_stage(crawl)
            self._db.execute(
                "delete from crawl where state != 'running' and id <= ?", (crawl - keep_reports,)
            )
            self._collect()

    def _collect(self) -> None:
        self._db.execute(
            "delete from reading where content_hash not in (select content_hash from page)"
        )
        self._db.execute(
            "delete from body where hash not in (select body from page union select body from sheet"
            " union select json_extract(value, '$[0]') from page, json_each(page.sheets)"
            " union select body from stage union select body from stage_sheet)"
        )
