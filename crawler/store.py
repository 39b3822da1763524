"""What is kept between crawls: the live pages, cached readings, reports.

A crawl stages what it fetches; only `settle` makes it live, in one transaction. Whoever reads, and
whenever the crawl is killed, sees the old pages or the new ones. Bodies are stored once, by hash.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from crawler.errors import StoreError
from crawler.pages import Page
from crawler.pages_kept import KeptSheet, LivePage, dump_live, load_live, page_of, styles_of
from crawler.reading import PageReading
from crawler.report import CrawlReport
from crawler.stage import Stage


class PageStore(Stage):
    """The pages of one site on disk; one writer (a crawl), any number of readers. Close it or use
    `with`.
    """

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

    # What a crawl compares with, and leaves

    def live(self) -> dict[str, LivePage]:
        """The live pages' records by URL, sorted."""
        rows = self._db.execute(
            "select page, body, sheets, content_hash, first_seen, confirmed_at,"
            " missing_since, stale"
            " from page order by url"
        )
        return {live.page.url: live for live in map(load_live, rows)}

    def followed(self) -> str | None:
        """The fingerprint of the last finished crawl of the whole site; None when there is none."""
        row = self._db.execute(
            "select fingerprint from crawl where state = 'finished' and kind = 'site'"
            " order by id desc limit 1"
        ).fetchone()
        return row[0] if row else None

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
