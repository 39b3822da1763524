"""The crawl under way in the store."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from crawler.pages_kept import FetchedPage, text_hash
from crawler.report import Disposition, Outcome
from crawler.store import PageStore

NOW = datetime(2026, 5, 1, tzinfo=UTC)
URL = "http://h.example/"


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


def test_what_was_staged_twice_counts_as_it_was_last(store: PageStore) -> None:
    crawl, _ = store.open_crawl("f", kind="site", now=NOW, resume=True)
    store.stage(crawl, FetchedPage(URL, NOW, status=203), "<p>one")
    store.stage(crawl, FetchedPage(URL, NOW), "<p>two")
    store.stage(crawl + 1, FetchedPage(URL, NOW), "<p>of another crawl")
    assert store.staged(crawl) == {URL: (FetchedPage(URL, NOW), text_hash("<p>two"))}
