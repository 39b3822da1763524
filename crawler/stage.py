"""The crawl under way, as the store keeps it: what was fetched and how each URL ended.

Killed, it is continued from here. Nothing of it is live before the store settles it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from crawler.pages_kept import FetchedPage, dump_page, load_page
from crawler.report import Outcome
from crawler.store_file import StoreFile

CrawlKind = Literal["site", "page"]


class Stage(StoreFile):
    """What a crawl reads and writes while it runs."""

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

    def _abandon(self, where: str) -> None:
        for (crawl,) in self._db.execute(f"select id from crawl where {where}").fetchall():  # noqa: S608
            self._db.execute("update crawl set state = 'abandoned' where id = ?", (crawl,))
            self._forget_stage(crawl)

    def _forget_stage(self, crawl: int) -> None:
        """Drop what `crawl` has brought."""
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
