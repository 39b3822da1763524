from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.errors import StoreError
from crawler.pages_kept import FetchedPage, KeptSheet, LivePage, text_hash
from crawler.reading import PageReading
from crawler.report import CrawlReport
from crawler.store import PageStore

NOW = datetime(2026, 5, 1, tzinfo=UTC)
URL = "http://h.example/"


def report(crawl: int) -> CrawlReport:
    return CrawlReport(crawl=crawl, site=URL, started_at=NOW, seconds=1, pages=1)


def settle(store: PageStore, crawl: int, html: str) -> LivePage:
    page = FetchedPage(
        URL, NOW, links=(("x", "link"),), sheets=("s",), media={"s": "tv"}, headers={"etag": "1"}
    )
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


def test_a_page_that_is_not_live_is_an_error_that_says_what_to_do(store: PageStore) -> None:
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


def test_stylesheets_stay_as_long_as_a_live_page_is_shown_by_them(store: PageStore) -> None:
    crawl, _ = store.open_crawl("f", kind="site", now=NOW, resume=True)
    page = FetchedPage(URL, NOW, sheets=("s", "t"))
    store.stage(crawl, page, "<p>one")
    store.stage_sheet(crawl, "s", ".a{}")
    sheets = (KeptSheet(text_hash(".a{}"), "(width < 9px)"), KeptSheet(text_hash(".a{}")))
    live = LivePage(page, text_hash("<p>one"), sheets, "hash", NOW, NOW)
    store.settle(crawl, [live], report(crawl))
    again, _ = store.open_crawl("f", kind="site", now=NOW, resume=True)
    store.stage_sheet(again, "s", ".b{}")
    store.settle(again, [live], report(again))
    assert store.live()[URL].sheets == sheets
    assert store.pages()[0].styles == "@media (width < 9px){.a{}}\n.a{}"


def test_a_store_of_format_1_keeps_its_pages_and_looks_at_each_again(tmp_path: Path) -> None:
    path = tmp_path / "pages.db"
    with PageStore(path) as store:
        crawl, _ = store.open_crawl("f", kind="site", now=NOW, resume=True)
        store.stage_sheet(crawl, "s", ".a{}")
        live = settle(store, crawl, "<p>one")
    before = sqlite3.connect(path, isolation_level=None)
    before.execute("update page set sheets = ?", (f'["{text_hash(".a{}")}"]',))
    before.execute("update page set page = json_remove(page, '$.media')")
    before.execute("pragma user_version = 1")
    before.close()
    for _ in range(2):
        with PageStore(path) as store:
            assert store.live()[URL].sheets == (KeptSheet(text_hash(".a{}")),)
            assert store.live()[URL].content_hash == live.content_hash
            assert store.pages()[0].styles == ".a{}"
            assert store.followed() == ""  # no crawl's own: the next one counts as under new rules
