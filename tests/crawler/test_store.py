from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.errors import StoreError
from crawler.pages_kept import FetchedPage, LivePage, text_hash
from crawler.reading import PageReading
from crawler.report import CrawlReport, Disposition, Outcome
from crawler.store import PageStore

NOW = datetime(2026, 5, 1, tzinfo=UTC)
URL = "http://h.example/"


def report(crawl: int) -> CrawlReport:
    return CrawlReport(crawl=crawl, site=URL, started_at=NOW, seconds=1, pages=1)


def settle(store: PageStore, crawl: int, html: str) -> LivePage:
    page = FetchedPage(URL, NOW, links=(("x", "link"),), sheets=("s",), headers={"etag": "1"})
    store.stage(crawl, page, html)
    live = LivePage(page, text_hash(html), (), text_hash(html), NOW, NOW)
    store.settle(crawl, [live], report(crawl))
    return live


def test_staged_pages_are_live_when_the_crawl_has_settled(store: PageStore) -> None:
    crawl, resumed = store.open_crawl("f", kind="site", now=NOW, resume=True)
    assert not resumed
    store.stage(crawl, FetchedPage(URL, NOW), "<p>one")
    assert store.pages() == []
    live = settle(store, crawl, "<p>two \ud800")
    assert store.live() == {URL: live}
    assert store.pages()[0].html == "<p>two \ud800"
    assert store.first_seen(URL) == NOW
    assert store.report() == report(crawl)
    assert store.staged(crawl) == {}


def test_an_unfinished_crawl_is_continued_within_a_day(store: PageStore) -> None:
    first, _ = store.open_crawl("f", kind="site", now=NOW, resume=True)
    store.note(first, Outcome(url=URL, disposition=Disposition.FETCHED))
    assert store.open_crawl("f", kind="site", now=NOW, resume=True) == (first, True)
    assert store.outcomes(first)[URL].disposition is Disposition.FETCHED
    later = NOW + timedelta(hours=25)
    assert store.open_crawl("f", kind="site", now=later, resume=True) == (first + 1, False)
    assert store.outcomes(first) == {}
    assert store.open_crawl("other", kind="site", now=later, resume=True) == (first + 2, False)
    assert store.open_crawl("other", kind="site", now=later, resume=False) == (first + 3, False)


def test_a_settled_crawl_drops_bodies_and_readings_of_the_past(store: PageStore) -> None:
    for html in ("<p>one", "<p>two"):
        crawl, _ = store.open_crawl("f", kind="site", now=NOW, resume=True)
        settle(store, crawl, html)
        store.keep_reading(PageReading(url=URL, content_hash=text_hash(html)), "v1")
    settle(store, store.open_crawl("f", kind="site", now=NOW, resume=True)[0], "<p>two")
    with pytest.raises(StoreError, match="lost a page body"):
        store.body(text_hash("<p>one"))
    assert store.reading(text_hash("<p>one"), "v1") is None
    assert store.reading(text_hash("<p>two"), "v1", URL) is not None
    assert store.reading(text_hash("<p>two"), "v2") is None
    assert store.reading(text_hash("<p>two"), "v1", "http://other.example/") is None


def test_a_failed_settle_leaves_the_old_pages(store: PageStore) -> None:
    crawl, _ = store.open_crawl("f", kind="site", now=NOW, resume=True)
    live = settle(store, crawl, "<p>one")
    with pytest.raises(Exception, match="UNIQUE"):
        store.settle(crawl, [live, live], report(crawl))
    assert list(store.live()) == [URL]


def test_errors_say_which_file_and_what_to_do(tmp_path: Path, store: PageStore) -> None:
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"this is not a database, but it is long enough to be taken for one" * 20)
    with pytest.raises(StoreError, match=r"broken\.db"):
        PageStore(broken)
    with pytest.raises(StoreError, match="crawl why"):
        store.first_seen(URL)


def test_a_page_recrawled_alone_leaves_an_interrupted_crawl_to_be_continued(
    store: PageStore,
) -> None:
    site, _ = store.open_crawl("f", kind="site", now=NOW, resume=True)
    store.stage(site, FetchedPage(URL, NOW), "<p>one")
    alone, _ = store.open_crawl("g", kind="page", now=NOW, resume=True)
    settle(store, alone, "<p>two")
    assert store.open_crawl("f", kind="site", now=NOW, resume=True) == (site, True)
    assert list(store.staged(site)) == [URL]
    assert store.body(text_hash("<p>one")) == "<p>one"
