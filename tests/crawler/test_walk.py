"""The crawl of hosts that a test cannot have: public names, TLS, www; pages in memory."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest

from crawler.errors import StartUrlError
from crawler.fetch import Answer, FetchError
from crawler.finish import finish
from crawler.job import Job
from crawler.report import CrawlReport, Disposition
from crawler.rules import CrawlRules
from crawler.site import SiteIdentity
from crawler.store import PageStore
from crawler.walk import Walk
from tests.crawler.fixture_server import page

D = Disposition
HTML = {"content-type": "text/html"}


@dataclass
class Web:
    """A Fetch over pages in memory: URL to HTML, to a redirect's target, or to a status."""

    pages: dict[str, str | int | tuple[str, Mapping[str, str]]]
    asked: list[tuple[str, Mapping[str, str], float]] = field(default_factory=list)

    async def __call__(
        self, url: str, headers: Mapping[str, str], *, browser: bool = False
    ) -> Answer:
        self.asked.append((url, headers, time.monotonic()))
        await asyncio.sleep(0)
        found = self.pages.get(url, 404)
        if isinstance(found, int):
            return Answer(url, found, HTML, b"", "")
        if isinstance(found, tuple):
            text, more = found
            return Answer(url, 200, {**HTML, **more}, text.encode(), text)
        if found.startswith("→"):
            return Answer(url, 301, {"location": found[1:].strip()}, b"", "")
        if found.startswith("!"):
            raise FetchError(Disposition(found[1:]), "as the test wants it")
        return Answer(url, 200, HTML, found.encode(), found)

    def paths(self) -> list[str]:
        return [url for url, _, _ in self.asked]


def walk(
    web: Web, store: PageStore, *starts: str, only: str | None = None, **rules: Any
) -> CrawlReport:
    identity = SiteIdentity(start_urls=starts)
    now = datetime.now(UTC)
    number, resumed = store.open_crawl("f", kind="site", now=now, resume=False)
    job = Job(
        crawl=number,
        resumed=resumed,
        store=store.path,
        site=identity,
        rules=CrawlRules(**rules),
        now=now,
        only=only,
    )
    under_way = Walk(job, store, web, token="SitebriefBot", concurrency=4, tell=lambda _: None)
    asyncio.run(under_way.run())
    return finish(under_way, store, seconds=1.0)


def ends(report: CrawlReport) -> dict[str, Disposition]:
    return {o.url: o.disposition for o in report.outcomes}


def test_http_moves_to_https_and_www_and_every_spelling_is_one_page(store: PageStore) -> None:
    web = Web(
        {
            "http://acme.example/": "→ https://acme.example/",
            "https://acme.example/": "→ https://www.acme.example/",
            "https://www.acme.example/": page(
                "Home", "http://acme.example/a", "//acme.example/a", "/a"
            ),
            "https://www.acme.example/a": page("A"),
        }
    )
    report = walk(web, store, "http://acme.example")
    assert [p.url for p in store.pages()] == [
        "https://www.acme.example/",
        "https://www.acme.example/a",
    ]
    assert report.site == "https://www.acme.example"
    assert "https://acme.example/a" not in web.paths()


def test_a_site_that_redirects_to_another_owner_is_not_followed(store: PageStore) -> None:
    web = Web(
        {
            "https://acme.example/": "→ https://parking.example/",
            "https://parking.example/": page("Ads"),
        }
    )
    with pytest.raises(StartUrlError, match=r"https://parking\.example/: off-site"):
        walk(web, store, "https://acme.example/")
    assert "https://parking.example/" not in web.paths()


def test_further_hosts_have_their_own_robots_and_may_be_down(store: PageStore) -> None:
    web = Web(
        {
            "https://acme.example/": page(
                "Home",
                "https://blog.acme.example/p",
                "https://shop.acme.example/",
                "https://x.acme.example/",
            ),
            "https://blog.acme.example/robots.txt": "User-agent: *\nDisallow: /private",
            "https://blog.acme.example/p": page("Post", "/private"),
            "https://shop.acme.example/robots.txt": 503,
        }
    )
    report = walk(
        web, store, "https://acme.example/", hosts=("blog.acme.example", "shop.acme.example")
    )
    found = ends(report)
    assert found["https://blog.acme.example/p"] is D.FETCHED
    assert found["https://blog.acme.example/private"] is D.ROBOTS
    assert found["https://shop.acme.example/"] is D.ROBOTS
    assert found["https://x.acme.example/"] is D.OFF_SITE
    assert any("shop.acme.example is left out" in note for note in report.notes)


def test_nofollow_counts_until_another_link_follows(store: PageStore) -> None:
    links = '<a rel="nofollow" href="/a">a</a><a rel="nofollow" href="/b">b</a>'
    web = Web(
        {
            "https://acme.example/": page("Home", "/c", body=links),
            "https://acme.example/a": page("A"),
            "https://acme.example/b": page("B"),
            "https://acme.example/c": page("C", "/b"),
            "https://acme.example/d": page(
                "D", "/a", head='<meta name="robots" content="nofollow">'
            ),
        }
    )
    found = ends(walk(web, store, "https://acme.example/", extra_urls=("/d",)))
    assert found["https://acme.example/a"] is D.NOFOLLOW
    assert found["https://acme.example/b"] is found["https://acme.example/d"] is D.FETCHED
    report = walk(web, store, "https://acme.example/", ignore_noindex=True)
    assert ends(report)["https://acme.example/a"] is D.FETCHED
    assert any("ignore_noindex" in note for note in report.notes)


def test_the_owner_may_override_robots_and_the_report_says_so(store: PageStore) -> None:
    web = Web(
        {
            "https://acme.example/robots.txt": "User-agent: *\nDisallow: /",
            "https://acme.example/": page("Home"),
        }
    )
    with pytest.raises(StartUrlError, match="robots"):
        walk(web, store, "https://acme.example/")
    report = walk(web, store, "https://acme.example/", ignore_robots=True)
    assert report.pages == 1
    assert any("ignore_robots" in note for note in report.notes)


def test_crawl_delay_is_kept_and_capped(store: PageStore) -> None:
    web = Web(
        {
            "https://acme.example/robots.txt": "User-agent: *\nCrawl-delay: 60",
            "https://acme.example/": page("Home", "/a", "/b"),
            "https://acme.example/a": page("A"),
            "https://acme.example/b": page("B"),
        }
    )
    report = walk(web, store, "https://acme.example/", max_crawl_delay=0.1)
    times = [at for _, _, at in web.asked[1:]]
    assert min(b - a for a, b in pairwise(times)) > 0.09
    assert any("cut to max_crawl_delay" in note for note in report.notes)


def test_what_fails_in_passing_is_tried_once_more(store: PageStore) -> None:
    class Flaky(Web):
        async def __call__(
            self, url: str, headers: Mapping[str, str], *, browser: bool = False
        ) -> Answer:
            tried = url in self.paths()
            answer = await super().__call__(url, headers, browser=browser)
            return (
                answer
                if tried or not url.endswith("/a")
                else Answer(url, 503, {"retry-after": "0"}, b"")
            )

    web = Flaky({"https://acme.example/": page("Home", "/a"), "https://acme.example/a": page("A")})
    assert walk(web, store, "https://acme.example/").pages == 2
    assert web.paths().count("https://acme.example/a") == 2


def test_priority_and_touched_pages_are_fetched_whole_others_conditionally(
    store: PageStore,
) -> None:
    etag = {"etag": '"1"'}
    root = "https://acme.example"
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    web = Web(
        {
            f"{root}/": page("Home", "/pricing", "/kontakt", "/about", "/news"),
            f"{root}/sitemap.xml": f"<urlset><url><loc>{root}/news</loc>"
            f"<lastmod>{today}</lastmod></url></urlset>",
        }
        | {f"{root}/{n}": (page(n), etag) for n in ("pricing", "kontakt", "about", "news")}
    )
    walk(web, store, f"{root}/")
    web.asked.clear()
    walk(web, store, f"{root}/")
    conditional = {url for url, headers, _ in web.asked if "If-None-Match" in headers}
    assert conditional == {f"{root}/about"}


def test_one_page_on_the_moved_origin(store: PageStore) -> None:
    web = Web(
        {
            "http://acme.example/": "→ https://acme.example/",
            "https://acme.example/": page("Home", "/a"),
            "https://acme.example/a": page("A"),
        }
    )
    walk(web, store, "http://acme.example/")
    web.asked.clear()
    report = walk(web, store, "http://acme.example/", only="https://acme.example/a")
    assert web.paths() == ["https://acme.example/robots.txt", "https://acme.example/a"]
    assert ends(report) == {"https://acme.example/a": D.UNCHANGED}
    assert len(store.pages()) == 2


@pytest.mark.parametrize(
    ("pages", "advice"),
    [
        ({"/robots.txt": "User-agent: *\nDisallow: /"}, "ignore_robots"),
        ({"/": 403}, "firewall"),
        ({"/": "→ https://other.example/"}, "make it the start URL"),
        ({"/": "!timeout"}, "check start_urls"),
    ],
)
def test_a_start_page_that_cannot_be_read_comes_with_advice(
    store: PageStore, pages: dict[str, str | int], advice: str
) -> None:
    web = Web({f"https://acme.example{path}": found for path, found in pages.items()})
    with pytest.raises(StartUrlError, match=advice):
        walk(web, store, "https://acme.example/")


def test_addresses_that_act_are_never_asked_for(store: PageStore) -> None:
    links = ("/?add-to-cart=7", "/a?replytocom=1", "/wp-login.php", "/wp-admin/x", "/logout", "/a")
    web = Web({"https://acme.example/": page("Shop", *links), "https://acme.example/a": page("A")})
    found = ends(walk(web, store, "https://acme.example/"))
    assert sum(end is D.EXCLUDED for end in found.values()) == 5
    assert store.pages()[1].url == "https://acme.example/a"


def test_a_staging_copy_that_says_noindex_everywhere_is_read(store: PageStore) -> None:
    hidden = '<meta name="robots" content="noindex, nofollow">'
    web = Web(
        {
            "https://staging.example/": page("Home", "/a", head=hidden),
            "https://staging.example/a": page("A", head=hidden),
            "https://staging.example/sitemap.xml": "https://staging.example/",
        }
    )
    report = walk(web, store, "https://staging.example/")
    assert report.pages == 2
    assert any("says noindex" in note for note in report.notes)


def test_a_page_that_the_owner_names_is_read_although_it_says_noindex(store: PageStore) -> None:
    hidden = '<meta name="robots" content="noindex">'
    web = Web(
        {
            "https://acme.example/": page("Home", "/thanks", "/terms"),
            "https://acme.example/thanks": page("Thanks", head=hidden),
            "https://acme.example/terms": page("Terms", head=hidden),
        }
    )
    found = ends(walk(web, store, "https://acme.example/", extra_urls=("/terms",)))
    assert found["https://acme.example/thanks"] is D.NOINDEX
    assert found["https://acme.example/terms"] is D.FETCHED
