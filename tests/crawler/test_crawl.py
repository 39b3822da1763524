"""A crawl from its call to its report."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.crawl import crawl
from crawler.errors import CrawlBusyError, RobotsError, StartUrlError
from crawler.report import Disposition, Progress
from crawler.rules import CrawlRules
from crawler.site import SiteIdentity
from crawler.store import PageStore
from tests.crawler.conftest import Crawls, ended, outcome
from tests.crawler.fixture_server import (
    Asked,
    FixtureSite,
    Reply,
    page,
    sitemap,
)

D = Disposition


def test_every_page_that_a_link_or_a_sitemap_names_is_read(
    site: FixtureSite, crawls: Crawls
) -> None:
    site.pages = {
        "/": page(
            "Home",
            "/about",
            "/about#team",
            "about?utm_source=x",
            "/broken",
            "https://else.example/",
        ),
        "/about": page("About", "/deep/one/", "/"),
        "/deep/one/": page("One", "../two", "/img/logo.png"),
        "/deep/two": page("Two"),
        "/orphan": page("Orphan"),
        "/feed": Reply("%PDF", headers={"Content-Type": "application/pdf"}),
        "/robots.txt": Reply("User-agent: *\nDisallow: /private\nSitemap: /map.xml\n"),
        "/map.xml": sitemap(f"{site.url}/orphan", f"{site.url}/", f"{site.url}/feed"),
        "/noindex": page("Hidden", "/behind", head='<meta name="robots" content="noindex">'),
        "/behind": page("Behind"),
        "/deep/two2": "",
    }
    site.pages["/deep/two"] = page("Two", "/noindex", "/private/x", "mailto:a@b.example")
    report = crawls()
    assert crawls.live() == ["/", "/about", "/behind", "/deep/one/", "/deep/two", "/orphan"]
    assert ended(report, site) == {
        "/": D.FETCHED,
        "/about": D.FETCHED,
        "/behind": D.FETCHED,
        "/deep/one/": D.FETCHED,
        "/deep/two": D.FETCHED,
        "/orphan": D.FETCHED,
        "/broken": D.NOT_FOUND,
        "/feed": D.NOT_A_PAGE,
        "/img/logo.png": D.NOT_A_PAGE,
        "/noindex": D.NOINDEX,
        "/private/x": D.ROBOTS,
        "https://else.example/": D.OFF_SITE,
    }
    assert report.only_in_sitemap == (f"{site.url}/orphan",)
    assert f"{site.url}/about" in report.not_in_sitemap
    assert [(b.url, b.found_on) for b in report.broken_links] == [
        (f"{site.url}/broken", (f"{site.url}/",))
    ]
    assert "/private/x" not in site.paths()
    assert report.complete
    assert report == crawls.store.report()


def test_the_fetched_page_holds_what_later_stages_read(site: FixtureSite, crawls: Crawls) -> None:
    sheet = '<link rel="stylesheet" href="/a.css?v=1"><link rel="stylesheet" href="https://cdn.example/x.css">'
    site.pages = {
        "/": Reply(
            page("Home", "/two", head=sheet + '<link rel="canonical" href="/">'),
            headers={"ETag": '"x"', "X-Powered-By": "nothing", "Content-Language": "en"},
        ),
        "/two": page("Two", head=sheet),
        "/a.css?v=1": Reply(".hidden{display:none}", headers={"Content-Type": "text/css"}),
    }
    crawls()
    home, two = crawls.store.pages()
    assert (home.url, home.canonical, home.status) == (f"{site.url}/", f"{site.url}/", 200)
    assert home.headers == {"etag": '"x"', "content-language": "en"}
    assert home.styles == two.styles == ".hidden{display:none}"
    assert home.html.startswith("<!doctype html>")
    assert site.paths().count("/a.css?v=1") == 1
    live = crawls.store.live()
    assert live[home.url].content_hash == home.content_hash


def test_rules_of_the_owner(site: FixtureSite, walks: Crawls) -> None:
    site.pages = {
        "/": page("Home", "/blog/1", "/blog/2", "/shop/1", "/tag/x"),
        "/blog/1": page("Blog 1", "/far/1"),
        "/blog/2": page("Blog 2"),
        "/shop/1": page("Shop"),
        "/extra": page("Extra"),
    }
    report = walks(include=("/blog/*",), exclude=("/blog/2$",), extra_urls=("/extra",))
    assert walks.live() == ["/", "/blog/1", "/extra"]
    assert outcome(report, f"{site.url}/blog/2").detail == 'exclude rule 1: "/blog/2$"'
    assert outcome(report, f"{site.url}/shop/1").detail == "matches no include rule"


def test_without_an_earlier_crawl_an_error_says_what_to_do(
    site: FixtureSite, crawls: Crawls
) -> None:
    site.pages = {"/robots.txt": Reply(status=500)}
    with pytest.raises(RobotsError, match=r"robots\.txt: HTTP 500"):
        crawls()
    site.pages = {"/": Reply("gone", status=404)}
    with pytest.raises(StartUrlError, match="no page could be read"):
        crawls()
    with pytest.raises(StartUrlError, match="allow_private_hosts"):
        crawls(allow_private_hosts=())
    assert crawls.store.pages() == []


def test_a_killed_crawl_is_continued(site: FixtureSite, tmp_path: Path) -> None:
    names = [f"/p{n:02}" for n in range(60)]
    slow = threading.Event()

    def answer(text: str) -> object:
        def later(_: Asked) -> str:
            if not slow.is_set():
                time.sleep(0.1)
            return text

        return later

    site.pages = {"/": page("Home", *names)} | {n: answer(page(f"Page {n}")) for n in names}  # type: ignore[assignment]
    path = tmp_path / "pages.db"
    rules = CrawlRules(allow_private_hosts=(site.host,))
    program = (
        "import sys, datetime; from pathlib import Path; from crawler.crawl import crawl;"
        "from crawler.rules import CrawlRules; from crawler.site import SiteIdentity;"
        "from crawler.store import PageStore;"
        f"crawl(SiteIdentity(start_urls=({site.url!r},)),"
        f"CrawlRules(allow_private_hosts=({site.host!r},)),"
        f"store=PageStore(Path({str(path)!r})), now=datetime.datetime.now(datetime.UTC))"
    )
    with subprocess.Popen([sys.executable, "-c", program]) as parent:
        while len(site.asked) < 30:
            time.sleep(0.02)
        os.kill(parent.pid, signal.SIGKILL)
    time.sleep(0.5)  # the crawl process sees that nobody waits, and ends
    first = site.paths()
    slow.set()
    with PageStore(path) as store:
        assert store.pages() == []
        report = crawl(
            SiteIdentity(start_urls=(site.url,)), rules, store=store, now=datetime.now(UTC)
        )
        assert report.resumed
        assert len(store.pages()) == 61
    again = [p for p in site.paths() if p.startswith("/p")]
    assert len(again) < 60
    assert len(set(again) & set(first)) <= 16  # at most those under way when it was killed


def test_two_crawls_of_one_store_do_not_meet(site: FixtureSite, crawls: Crawls) -> None:
    site.pages = {"/": lambda _: (time.sleep(2), page("Home"))[1]}
    thread = threading.Thread(target=crawls)
    thread.start()
    time.sleep(0.8)
    with (
        PageStore(crawls.store.path) as other,
        pytest.raises(CrawlBusyError, match="another crawl"),
    ):
        crawl(
            SiteIdentity(start_urls=(site.url,)),
            CrawlRules(allow_private_hosts=(site.host,)),
            store=other,
            now=datetime.now(UTC),
        )
    thread.join()
    assert crawls.live() == ["/"]


def test_progress_is_told(site: FixtureSite, store: PageStore) -> None:
    names = [f"/p{n}" for n in range(20)]
    site.pages = {"/": page("Home", *names)} | {name: page(f"Page {name}") for name in names}
    seen: list[Progress] = []
    crawl(
        SiteIdentity(start_urls=(site.url,)),
        CrawlRules(allow_private_hosts=(site.host,)),
        store=store,
        now=datetime.now(UTC),
        on_progress=seen.append,
    )
    assert seen
    assert all(p.done <= p.known for p in seen)


def test_limits_are_kept_and_reported(site: FixtureSite, crawls: Crawls) -> None:
    def calendar(asked: Asked) -> str:
        day = int(asked.path.rpartition("=")[2])
        return page(f"Day {day}", f"/cal?day={day + 1}", f"/cal?day={day + 2}")

    class Endless(dict):  # type: ignore[type-arg]
        def get(self, key: str, default: object = None) -> object:
            if key.startswith("/cal?day="):
                return calendar
            if key.startswith("/a/"):
                return page("Deep", "a/")
            return super().get(key, default)

    site.pages = Endless(
        {
            "/": page("Home", "/cal?day=1", "/a/", "/big", "/about"),
            "/about": page("About"),
            "/big": "x" * 50_000,
        }
    )
    report = crawls(max_per_pattern=20, max_depth=30, max_bytes=20_000)
    found = ended(report, site)
    assert sum(url.startswith("/cal") and d is D.FETCHED for url, d in found.items()) <= 20
    assert D.TOO_MANY in found.values()
    assert found["/a/a/a/"] is D.FETCHED or found["/a/a/a/"] is D.DUPLICATE
    assert found["/big"] is D.TOO_LARGE
    assert D.TOO_DEEP in found.values()
    report = crawls(max_pages=5)
    assert D.TOO_MANY in ended(report, site).values()
