from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawler.pages_kept import FetchedPage, LivePage
from crawler.report import MISSING, OUTAGES, Disposition, Outcome
from crawler.settle import Crawled, Verdict, same_everywhere, settle_pages

NOW = datetime(2026, 5, 1, 3, tzinfo=UTC)
URL = "http://h.example/a"
HOME = "http://h.example/"


def live(url: str, *, missing_since: datetime | None = None) -> LivePage:
    page = FetchedPage(url, NOW - timedelta(days=9), text_hash=url)
    seen = NOW - timedelta(days=9)
    return LivePage(page, "body " + url, (), "hash", seen, seen, missing_since)


def settle(*outcomes: Outcome, missing: float | None = None, complete: bool = True) -> Verdict:
    since = NOW - timedelta(seconds=missing) if missing is not None else None
    crawled = Crawled({}, {o.url: o for o in outcomes}, frozenset({HOME}), complete)
    return settle_pages({URL: live(URL, missing_since=since)}, crawled, gone_after=3600, now=NOW)


@pytest.mark.parametrize("outage", sorted(OUTAGES))
def test_an_outage_keeps_a_page_however_long_it_lasts(outage: Disposition) -> None:
    found = settle(Outcome(url=URL, disposition=outage), missing=10_000_000)
    assert [p.stale for p in found.live] == [outage]
    assert found.kept[0].since == NOW - timedelta(days=9)


@pytest.mark.parametrize("missing", sorted(MISSING))
def test_a_missing_page_goes_the_second_time(missing: Disposition) -> None:
    outcome = Outcome(url=URL, disposition=missing)
    first = settle(outcome)
    assert first.live[0].missing_since == NOW
    assert settle(outcome, missing=60).live[0].missing_since == NOW - timedelta(seconds=60)
    second = settle(outcome, missing=3600)
    assert second.dropped == (URL,)
    assert second.outcomes[URL].disposition is Disposition.GONE


@pytest.mark.parametrize(
    "at_once",
    [
        Disposition.GONE,
        Disposition.EXCLUDED,
        Disposition.ROBOTS,
        Disposition.NOINDEX,
        Disposition.DUPLICATE,
    ],
)
def test_what_is_certain_drops_a_page_at_once(at_once: Disposition) -> None:
    assert settle(Outcome(url=URL, disposition=at_once)).dropped == (URL,)


def test_a_redirect_counts_as_what_it_ends_at() -> None:
    def to(target: str, *more: Outcome) -> Verdict:
        moved = Outcome(url=URL, disposition=Disposition.REDIRECTED, target=target)
        return settle(moved, *more)

    new = "http://h.example/new"
    assert to(new, Outcome(url=new, disposition=Disposition.FETCHED)).dropped == (URL,)
    assert to(HOME, Outcome(url=HOME, disposition=Disposition.FETCHED)).live[0].missing_since == NOW
    assert to("http://else.example/").live[0].missing_since == NOW
    down = to(new, Outcome(url=new, disposition=Disposition.SERVER_ERROR))
    assert down.live[0].stale is Disposition.SERVER_ERROR
    assert down.live[0].missing_since is None
    loop = Outcome(url=new, disposition=Disposition.REDIRECTED, target=URL)
    assert to(new, loop).live[0].missing_since == NOW


def test_a_page_that_was_not_met_is_missing_only_in_a_complete_crawl() -> None:
    assert settle().live[0].stale is Disposition.UNLINKED
    cut_short = settle(complete=False, missing=10_000)
    assert cut_short.live[0].stale is Disposition.NOT_REACHED


def test_one_text_on_most_known_pages_is_an_outage() -> None:
    known = {f"{HOME}{n}": live(f"{HOME}{n}") for n in range(6)}
    assert same_everywhere(known, dict.fromkeys(list(known)[:4], "new")) == set(list(known)[:4])
    assert same_everywhere(known, dict.fromkeys(list(known)[:3], "new")) == set()
    assert same_everywhere(known, dict.fromkeys(known, f"{HOME}0")) == set()
    assert same_everywhere({}, {"x": "new"}) == set()
