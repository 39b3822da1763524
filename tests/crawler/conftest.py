"""A site to crawl, and the crawl of it: in this process, or as it really runs."""

from __future__ import annotations

import asyncio
import http.client
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from w3lib.encoding import html_to_unicode

from crawler.crawl import crawl
from crawler.fetch import Answer, FetchError
from crawler.finish import finish
from crawler.job import Job
from crawler.report import CrawlReport, Disposition, Outcome
from crawler.rules import CrawlRules
from crawler.site import SiteIdentity
from crawler.store import PageStore
from crawler.walk import Walk
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
    """Crawls one fixture site again and again, an hour and a half apart, as `crawl()` does it."""

    site: FixtureSite
    store: PageStore
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self, *, full: bool = False, only: str | None = None, **rules: Any) -> CrawlReport:
        rules.setdefault("allow_private_hosts", (self.site.host,))
        rules.setdefault("timeout", 5)
        self.now += timedelta(minutes=90)
        url = self.site.url + only if only else None
        return self.run(CrawlRules(**rules), full=full, only=url)

    def run(self, rules: CrawlRules, *, full: bool, only: str | None) -> CrawlReport:
        identity = SiteIdentity(start_urls=(self.site.url + "/",))
        return crawl(identity, rules, store=self.store, now=self.now, full=full, only=only)

    def live(self) -> list[str]:
        """Paths of the live pages."""
        return [p.url.removeprefix(self.site.url) for p in self.store.pages()]


class Walks(Crawls):
    """The same without a process of its own: the walk over plain HTTP, to try many crawls fast."""

    def run(self, rules: CrawlRules, *, full: bool, only: str | None) -> CrawlReport:
        number, resumed = self.store.open_crawl("f", kind="site", now=self.now, resume=False)
        job = Job(
            crawl=number,
            resumed=resumed,
            store=self.store.path,
            site=SiteIdentity(start_urls=(self.site.url + "/",)),
            rules=rules,
            now=self.now,
            full=full,
            only=only,
        )
        walk = Walk(job, self.store, get, token="SitebriefBot", concurrency=6, tell=lambda _: None)
        asyncio.run(walk.run())
        return finish(walk, self.store, seconds=1.0)


async def get(url: str, headers: Mapping[str, str], *, browser: bool = False) -> Answer:
    """A Fetch through http.client."""
    return await asyncio.to_thread(_get, url, headers)


def _get(url: str, headers: Mapping[str, str]) -> Answer:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=5)
    try:
        connection.request("GET", f"{parts.path}?{parts.query}".rstrip("?"), headers=dict(headers))
        response = connection.getresponse()
        body = response.read()
    except (OSError, http.client.HTTPException) as exc:
        raise FetchError(Disposition.UNREACHABLE, str(exc)) from exc
    finally:
        connection.close()
    found = {name.lower(): value for name, value in response.getheaders()}
    _, text = html_to_unicode(found.get("content-type"), body)
    return Answer(url, response.status, found, body, text)


@pytest.fixture
def crawls(site: FixtureSite, store: PageStore) -> Crawls:
    """The crawl of `site` into `store` as it really runs, through Scrapy in its own process."""
    return Crawls(site, store)


@pytest.fixture
def walks(site: FixtureSite, store: PageStore) -> Crawls:
    """The crawl of `site` into `store` within this process."""
    return Walks(site, store)


def ended(report: CrawlReport, site: FixtureSite) -> dict[str, Disposition]:
    """Disposition by path (by URL off the site)."""
    return {o.url.removeprefix(site.url): o.disposition for o in report.outcomes}


def outcome(report: CrawlReport, url: str) -> Outcome:
    """The one outcome of `url`."""
    found = report.why(url)
    assert found is not None
    return found
