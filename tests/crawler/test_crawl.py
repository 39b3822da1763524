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
from crawler.dom import parse
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
    redirect,
    sitemap,
    validated,
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


def test_styles_hold_what_a_screen_takes_each_in_its_media(
    site: FixtureSite, walks: Crawls
) -> None:
    def css(text: str) -> Reply:
        return Reply(text, headers={"Content-Type": "text/css"})

    links = (
        '<link rel="stylesheet" href="/print.css" media=" Print">'
        '<link rel="stylesheet" href="/phone.css" media="(max-width: 600px)">'
        '<link rel="stylesheet" href="/either.css" media="screen and (max-width: 600px)">'
        '<link rel="stylesheet" href="/either.css" media="(orientation: portrait)">'
        '<link rel="stylesheet" href="/all.css" media="all">'
        """<link rel="stylesheet" href="/late.css" media="print" onload="this.media='all'">"""
    )
    names = ("print", "phone", "either", "all", "late")
    site.pages = {f"/{name}.css": css(f".{name}{{display:none}}") for name in names}
    words = "".join(f'<p class="{name}">The {name} words.</p>' for name in names)
    site.pages["/"] = validated(page("Home", head=links, body=words), etag='"1"')
    walks()
    (home,) = walks.store.pages()
    assert home.styles.split("\n") == [
        "@media (max-width: 600px){.phone{display:none}}",
        "@media screen and (max-width: 600px), (orientation: portrait){.either{display:none}}",
        ".all{display:none}",
        ".late{display:none}",
    ]
    assert "/print.css" not in site.paths()
    assert walks.store.live()[home.url].content_hash == home.content_hash
    seen = parse(home).root.text_content()
    assert [name for name in names if f"The {name} words." in seen] == ["print", "phone", "either"]
    walks()
    assert walks.store.pages()[0].styles == home.styles


def test_a_copy_is_crawled_where_it_is_served_under_its_public_names(
    site: FixtureSite, walks: Crawls
) -> None:
    canonical = '<link rel="canonical" href="https://acme.example{}">'
    site.pages = {
        "/": page(
            "Home",
            "https://acme.example/by-link",
            "https://www.acme.example/www",
            head=canonical.format("/"),
        ),
        "/by-link": page("By link"),
        "/orphan": page("Orphan"),
        "/copy": page(
            "Elsewhere", head='<link rel="canonical" href="https://other.example/article">'
        ),
        "/robots.txt": Reply("Sitemap: https://acme.example/map.xml"),
        "/sitemap.xml": sitemap("https://acme.example/orphan", "https://acme.example/copy"),
    }
    report = walks()
    assert walks.live() == ["/", "/by-link", "/copy", "/orphan"]
    assert report.aliases == ("acme.example",)
    assert any("map.xml: HTTP 404" in note for note in report.notes)


def test_redirects_of_every_kind(site: FixtureSite, walks: Crawls) -> None:
    refresh = '<meta http-equiv="Refresh" content="0; URL=\'/new\'">'
    site.pages = {
        "/": page("Home", "/old", "/stub", "/loop-a", "/far", "/dir", "/chain0", "/self"),
        "/old": redirect("/new", 302),
        "/stub": page("Moved", head=refresh),
        "/new": page("New"),
        "/loop-a": redirect("/loop-b"),
        "/loop-b": redirect("/loop-a"),
        "/far": redirect("https://else.example/x"),
        "/dir": redirect("/dir/"),
        "/dir/": redirect("/dir/index.html"),
        "/dir/index.html": page("Folder"),
        "/self": redirect("/self"),
    } | {f"/chain{n}": redirect(f"/chain{n + 1}") for n in range(20)}
    report = walks()
    found = ended(report, site)
    assert walks.live() == ["/", "/dir/", "/new"]
    assert found["/old"] is found["/stub"] is found["/dir"] is found["/far"] is D.REDIRECTED
    assert outcome(report, f"{site.url}/old").target == f"{site.url}/new"
    assert D.REDIRECT_LOOP in (found["/loop-a"], found["/loop-b"])
    assert found["/self"] is D.REDIRECT_LOOP
    assert found["/chain10"] is D.REDIRECT_LOOP
    assert "/chain12" not in site.paths()
    assert found["https://else.example/x"] is D.OFF_SITE


def test_twins_are_read_once(site: FixtureSite, walks: Crawls) -> None:
    about = page("About")
    site.pages = {
        "/": page(
            "Home",
            "/a",
            "/a/",
            "/a.html",
            "/index.html",
            "/b?x=1",
            "/b",
            "/wrong",
            "/p?b=2&a=1",
            "/p?a=1&b=2",
        ),
        "/index.html": page("Home"),
        "/a": about,
        "/a/": about,
        "/a.html": about,
        "/b": page("B", head='<link rel="canonical" href="/b">'),
        "/b?x=1": page("B", head='<link rel="canonical" href="/b">', body="<p>filtered</p>"),
        "/wrong": page("Wrong canonical", head='<link rel="canonical" href="/">'),
        "/p?a=1&b=2": page("Query"),
    }
    report = walks()
    assert walks.live() == ["/", "/a", "/b", "/p?a=1&b=2", "/wrong"]
    assert outcome(report, f"{site.url}/a.html").target == f"{site.url}/a"
    assert outcome(report, f"{site.url}/b?x=1").disposition is D.DUPLICATE
    assert "/index.html" not in site.paths()


def test_a_folder_without_an_index_is_asked_for_by_its_file(
    site: FixtureSite, walks: Crawls
) -> None:
    site.pages = {"/": page("Home", "/docs/index.html"), "/docs/index.html": page("Docs")}
    walks()
    assert walks.live() == ["/", "/docs/"]


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


def test_a_night_of_503_changes_nothing(site: FixtureSite, walks: Crawls) -> None:
    names = [f"/p{n}" for n in range(40)]
    site.pages = {"/": page("Home", *names)} | {name: page(f"Page {name}") for name in names}
    walks()
    before = walks.live()
    day = dict(site.pages)
    site.pages = {"/robots.txt": Reply("")}
    site.otherwise = Reply("down", status=503, headers={"Retry-After": "3600"})
    site.paths()
    report = walks()
    assert walks.live() == before
    assert len(site.paths()) < 60  # the breaker: not 41 pages, twice each
    assert not report.complete
    assert {k.reason for k in report.kept} <= {D.SERVER_ERROR, D.NOT_REACHED}
    assert len(report.kept) == 41
    site.pages, site.otherwise = day, Reply(status=404)
    assert walks().kept == ()
    assert walks.live() == before


def test_robots_out_of_reach_stops_the_crawl_and_keeps_the_last_one(
    site: FixtureSite, walks: Crawls
) -> None:
    site.pages = {"/": page("Home", "/a"), "/a": page("A")}
    walks()
    site.pages["/robots.txt"] = Reply(status=503)
    site.paths()
    report = walks()
    assert walks.live() == ["/", "/a"]
    assert set(site.paths()) == {"/robots.txt"}
    assert any("robots.txt: HTTP 503" in note for note in report.notes)


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


def test_a_page_is_gone_after_two_observations_or_a_410(site: FixtureSite, walks: Crawls) -> None:
    names = [f"/p{n}" for n in range(8)]
    site.pages = {"/": page("Home", *names)} | {name: page(f"Page {name}") for name in names}
    walks()
    for name in names[:4]:
        del site.pages[name]
    site.pages["/p4"] = Reply(status=410)
    site.pages["/p5"] = redirect("/p6")
    site.pages["/p7"] = redirect("https://else.example/")
    report = walks()
    assert walks.live() == ["/", "/p0", "/p1", "/p2", "/p3", "/p6", "/p7"]
    assert {k.url.rpartition("/")[2] for k in report.kept} == {"p0", "p1", "p2", "p3", "p7"}
    site.pages["/p0"] = page("Page p0 is back")
    report = walks()
    assert walks.live() == ["/", "/p0", "/p6"]
    assert ended(report, site)["/p1"] is D.GONE
    assert len(report.dropped) == 4


def test_a_page_that_nothing_names_any_more_goes_the_second_time(
    site: FixtureSite, walks: Crawls
) -> None:
    site.pages = {
        "/": page("Home", "/a", "/b"),
        "/a": page("A"),
        "/b": page("B", "/c"),
        "/c": page("C"),
    }
    walks()
    site.pages["/"] = page("Home again", "/b")
    report = walks()
    assert ended(report, site)["/a"] is D.UNLINKED
    assert "/a" in walks.live()
    site.pages["/b"] = Reply(status=500)  # its links still count while it is down
    walks()
    assert walks.live() == ["/", "/b", "/c"]


def test_the_two_observations_must_be_apart_in_time(site: FixtureSite, walks: Crawls) -> None:
    site.pages = {"/": page("Home", "/a"), "/a": page("A")}
    walks()
    del site.pages["/a"]
    for _ in range(3):
        walks(gone_after=86_400)
    assert walks.live() == ["/", "/a"]


def test_one_maintenance_page_everywhere_is_an_outage(site: FixtureSite, walks: Crawls) -> None:
    names = [f"/p{n}" for n in range(6)]
    site.pages = {"/": page("Home", *names)} | {name: page(f"Page {name}") for name in names}
    walks()
    before = walks.live()
    site.otherwise = page("Acme rests today")  # no word that a list knows
    site.pages = {"/robots.txt": Reply("")}
    report = walks()
    assert walks.live() == before
    assert all("Page" in p.html or "Home" in p.html for p in walks.store.pages())
    assert report.kept


def test_pages_that_answer_200_and_are_none(site: FixtureSite, walks: Crawls) -> None:
    site.pages = {
        "/": page("Home", "/404", "/wartung", "/robot", "/shell", "/article", "/template-x"),
        "/404": page("Page not found | Acme"),
        "/wartung": "<title>Wartungsarbeiten</title><h1>Wir sind bald wieder da</h1>",
        "/robot": "<title>Just a moment...</title><script src=/challenge-platform/x></script>",
        "/shell": '<title>App</title><div id="root"></div><script src="/app.js"></script>',
        "/article": page("How to fix a page not found error on your own"),
    }
    site.otherwise = page("Nothing of interest here")
    report = walks()
    found = ended(report, site)
    assert found["/404"] is D.SOFT_404
    assert found["/wartung"] is D.MAINTENANCE
    assert found["/robot"] is D.CAPTCHA
    assert found["/shell"] is D.SCRIPT_SHELL
    assert found["/article"] is D.FETCHED
    assert found["/template-x"] is D.SOFT_404
    assert walks.live() == ["/", "/article", "/shell"]


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
