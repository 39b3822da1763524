"""Which pages are live after a crawl."""

from __future__ import annotations

from crawler.report import Disposition
from tests.crawler.conftest import Crawls, ended, outcome
from tests.crawler.fixture_server import (
    FixtureSite,
    Reply,
    page,
    redirect,
)

D = Disposition


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
