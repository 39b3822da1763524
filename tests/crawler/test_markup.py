from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crawler.linked_sheets import LinkedSheet
from crawler.markup import Link, read_markup

URL = "http://h.example/a"


def test_what_a_page_leads_to() -> None:
    found = read_markup(
        """<html><head><base href="/sub/"><title> A
        page </title><link rel="Canonical" href="/c"><link rel="alternate" hreflang="de" href="/de">
        <link rel="alternate" type="application/rss+xml" href="/feed">
        <link rel="stylesheet" href="a.css"><link rel="stylesheet" media="print" href="p.css">
        </head>
        <body><h1>Hi <b>you</b></h1><a href="x">x</a><a href="#f">f</a><a href="tel:1">t</a>
        <a rel="noopener NoFollow" href="y">y</a><area href="z"><iframe src="/frame"></iframe>
        <script>var hidden = 1</script><p>words</p></body></html>""",
        URL,
    )
    assert found.base == "/sub/"
    assert found.title == "A page"
    assert found.heading == "Hi you"
    assert found.canonical == "/c"
    assert found.sheets == (LinkedSheet("a.css", ""),)
    assert found.text == "Hi you x f t y words"
    assert set(found.links) == {
        Link("/c", "canonical"),
        Link("/de", "hreflang"),
        Link("x", "link"),
        Link("y", "link", nofollow=True),
        Link("z", "link"),
        Link("/frame", "frame"),
    }


def test_robots_directives_for_all_and_for_us() -> None:
    def read(head: str, tag: str = "") -> tuple[bool, bool]:
        found = read_markup(f"<head>{head}</head>", URL, robots_tag=tag, token="sitebriefbot")
        return found.noindex, found.nofollow

    assert read('<meta name="ROBOTS" content="NOINDEX, follow">') == (True, False)
    assert read('<meta name="robots" content="none">') == (True, True)
    assert read('<meta name="googlebot" content="noindex">') == (False, False)
    assert read('<meta name="sitebriefbot" content="noindex">') == (True, False)
    assert read("", "noindex, nofollow") == (True, True)
    assert read("", "otherbot: noindex") == (False, False)
    assert read("", "otherbot: noindex, sitebriefbot: nofollow") == (False, True)
    assert read("", "unavailable_after: 25 Jun 2030 15:00:00 PST") == (False, False)


def test_meta_refresh_that_is_a_redirect() -> None:
    def refresh(content: str, wrap: str = "{}") -> str | None:
        return read_markup(
            wrap.format(f'<meta http-equiv="refresh" content="{content}">'), URL
        ).refresh

    assert refresh("0; url=/new") == "/new"
    assert refresh("5;URL='/new?a=1;b'") == "/new?a=1;b"
    assert refresh("0,/new") == "/new"
    assert refresh("300; url=/ticker") is None
    assert refresh("30") is None
    assert refresh("0; url=/new", "<noscript>{}</noscript>") is None


@given(st.text(max_size=300))
def test_no_markup_is_too_broken(text: str) -> None:
    read_markup(text, URL)
    read_markup(f"<a href='{text}'><meta http-equiv=refresh content='{text}'>{text}", URL)
