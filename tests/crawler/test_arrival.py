"""What an answer turns out to be, and what it leads to."""

from __future__ import annotations

from crawler.dom import parse
from crawler.report import Disposition
from tests.crawler.conftest import Crawls, ended, outcome
from tests.crawler.fixture_server import (
    FixtureSite,
    Reply,
    page,
    redirect,
    sitemap,
    validated,
)

D = Disposition


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


def test_a_folder_without_an_index_is_asked_for_by_its_file(
    site: FixtureSite, walks: Crawls
) -> None:
    site.pages = {"/": page("Home", "/docs/index.html"), "/docs/index.html": page("Docs")}
    walks()
    assert walks.live() == ["/", "/docs/"]


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
