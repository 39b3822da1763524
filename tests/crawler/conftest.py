"""A site to crawl, and the crawl of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.crawl import crawl
from crawler.report import CrawlReport, Disposition, Outcome
from crawler.rules import CrawlRules
from crawler.site import SiteIdentity
from crawler.store import PageStore
from tests.crawler.fixture_server import FixtureSite, serve


@pytest.fixture
def site() -> Iterator[FixtureSite]:
    """A server without a page."""
    with serve() as found:
        yield found


@pytest.fixture
def store(tmp_path: Path) -> Iterator[PageStore]:
    """An empty page store."""
    with PageStore(tmp_path / "pages.db") as found:
        yield found


@dataclass
class Crawls:
    """Crawls one fixture site, again and again, an hour and a half apart."""

    site: FixtureSite
    store: PageStore
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    identity: dict[str, Any] = field(default_factory=dict)

    def __call__(
        self, *, path: str = "/", full: bool = False, only: str | None = None, **rules: Any
    ) -> CrawlReport:
        rules.setdefault("allow_private_hosts", (self.site.host,))
        rules.setdefault("timeout", 5)
        start = self.site.url + path
        self.now += timedelta(minutes=90)
        return crawl(
            SiteIdentity(start_urls=(start,), **self.identity),
            CrawlRules(**rules),
            store=self.store,
            now=self.now,
            full=full,
            only=self.site.url + only if only else None,
        )

    def live(self) -> list[str]:
        """Paths of the live pages."""
        return [p.url.removeprefix(self.site.url) for p in self.store.pages()]


@pytest.fixture
def crawls(site: FixtureSite, store: PageStore) -> Crawls:
    """The crawl of `site` into `store`."""
    return Crawls(site, store)


def ended(report: CrawlReport, site: FixtureSite) -> dict[str, Disposition]:
    """Disposition by path (by URL off the site)."""
    return {o.url.removeprefix(site.url): o.disposition for o in report.outcomes}


def outcome(report: CrawlReport, url: str) -> Outcome:
    """The one outcome of `url`."""
    found = report.why(url)
    assert found is not None
    return found
