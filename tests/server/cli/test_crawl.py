from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.crawl import crawl
from crawler.rules import CrawlRules
from crawler.site import SiteIdentity
from crawler.store import PageStore
from server.wiring import pages_path
from tests.crawler.fixture_server import FixtureSite, page, redirect, serve
from tests.server.cli.conftest import Sitebrief, only_line


@pytest.fixture
def crawled(tmp_path: Path) -> Iterator[FixtureSite]:
    """A site whose last crawl is in the test's data folder."""
    with serve() as site:
        site.pages = {
            "/": page("Home", "/a", "/old", "/broken"),
            "/a": page("A"),
            "/old": redirect("/a"),
        }
        identity = SiteIdentity(start_urls=(site.url,))
        path = pages_path(tmp_path / "data" / "store", identity)
        rules = CrawlRules(allow_private_hosts=(site.host,))
        with PageStore(path) as store:
            crawl(identity, rules, store=store, now=datetime.now(UTC))
        yield site


def test_the_report_for_people_and_for_programs(crawled: FixtureSite, sitebrief: Sitebrief) -> None:
    done = sitebrief("crawl", "--url", crawled.url, "report")
    assert done.returncode == 0, done.stderr
    assert "2 live pages" in done.stdout
    assert f"{crawled.url}/broken (linked on {crawled.url}/)" in done.stdout
    whole = sitebrief("crawl", "--url", crawled.url, "report", "--all")
    assert f"redirected\t{crawled.url}/old" in whole.stdout
    found = json.loads(sitebrief("crawl", "--url", crawled.url, "report", "--json").stdout)
    assert found["counts"] == {"fetched": 2, "not-found": 1, "redirected": 1}


def test_why_a_page_is_or_is_not_there(crawled: FixtureSite, sitebrief: Sitebrief) -> None:
    done = sitebrief("crawl", "--url", crawled.url, "why", "/old")
    assert done.stdout.splitlines() == [
        f"{crawled.url}/old: redirected",
        f"HTTP 301; → {crawled.url}/a; met as link on {crawled.url}/",
    ]
    found = json.loads(
        sitebrief("crawl", "--url", crawled.url, "why", "--json", f"{crawled.url}/a").stdout
    )
    assert found["disposition"] == "fetched"
    assert "extra_urls" in only_line(sitebrief("crawl", "--url", crawled.url, "why", "/never"))


def test_a_site_that_was_never_crawled(sitebrief: Sitebrief) -> None:
    done = sitebrief("crawl", "--url", "http://127.0.0.1:9/", "report")
    assert "never crawled" in only_line(done)
