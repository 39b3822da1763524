"""What a crawl takes over from the one before it."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from crawler.report import Disposition
from tests.crawler.conftest import Crawls, ended
from tests.crawler.fixture_server import (
    FixtureSite,
    Reply,
    page,
    validated,
)

D = Disposition


def test_nothing_changed_costs_no_page_and_keeps_what_was_first_seen(
    site: FixtureSite, crawls: Crawls
) -> None:
    site.pages = {
        "/": validated(page("Home", "/tagged", "/dated", "/plain", "/nonce"), etag='"1"'),
        "/tagged": validated(page("Tagged"), etag='W/"7"'),
        "/dated": validated(page("Dated", "/behind"), modified=datetime(2026, 1, 2, tzinfo=UTC)),
        "/behind": page("Behind"),
        "/plain": page("Plain"),
        "/nonce": lambda _: page(
            "Nonce", head=f'<script nonce="{time.time()}">x={time.time()}</script>'
        ),
    }
    crawls()
    before = {p.url: (p.content_hash, crawls.store.first_seen(p.url)) for p in crawls.store.pages()}
    site.paths()
    report = crawls()
    assert set(ended(report, site).values()) == {D.UNCHANGED}
    after = {p.url: (p.content_hash, crawls.store.first_seen(p.url)) for p in crawls.store.pages()}
    assert after == before
    assert len(after) == 6
    full = crawls(full=True)
    assert set(ended(full, site).values()) == {D.FETCHED}
    assert {p.url: crawls.store.first_seen(p.url) for p in crawls.store.pages()} == {
        url: seen for url, (_, seen) in before.items()
    }


def test_a_host_whose_validators_lie_loses_them(site: FixtureSite, walks: Crawls) -> None:
    def lying(text: str) -> object:
        return lambda asked: (
            Reply(status=304)
            if "If-None-Match" in asked.headers
            else Reply(text, headers={"ETag": '"e"'})
        )

    names = [f"/p{n}" for n in range(6)]
    site.pages = {"/": page("Home", *names)} | {name: lying(page(f"Old {name}")) for name in names}  # type: ignore[assignment]
    walks()
    site.pages |= {name: lying(page(f"New {name}")) for name in names}  # type: ignore[arg-type]
    report = walks()
    assert sum("New" in p.html for p in walks.store.pages()) == 6
    assert any("validators" in note for note in report.notes)
    site.asked.clear()
    walks()
    assert not any("If-None-Match" in asked.headers for asked in site.asked)


def test_one_page_is_recrawled_alone(site: FixtureSite, walks: Crawls) -> None:
    site.pages = {"/": page("Home", "/a", "/b"), "/a": page("A"), "/b": page("B")}
    walks()
    site.pages |= {"/a": page("A changed", "/new"), "/b": page("B changed"), "/new": page("New")}
    site.paths()
    report = walks(only="/a")
    assert site.paths() == ["/robots.txt", "/a"]
    assert [o.disposition for o in report.outcomes] == [D.FETCHED]
    assert walks.live() == ["/", "/a", "/b"]
    assert ["changed" in p.html for p in walks.store.pages()] == [False, True, False]
    del site.pages["/a"]
    walks(only="/a")
    assert walks.live() == ["/", "/a", "/b"]
