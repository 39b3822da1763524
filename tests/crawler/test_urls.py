from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.urls import BadUrlError, SiteUrls, is_asset, normal, path_of

SAME = [
    ("HTTP://Example.COM:80/a", "http://example.com/a"),
    ("https://example.com:443", "https://example.com/"),
    ("http://example.com./a#top", "http://example.com/a"),
    ("http://user:secret@example.com/", "http://example.com/"),
    ("http://example.com/a/./b/../c//d", "http://example.com/a/c/d"),
    ("http://example.com/../../x", "http://example.com/x"),
    ("http://example.com/index.html", "http://example.com/"),
    ("http://example.com/shop/Index.PHP?id=1", "http://example.com/shop/?id=1"),
    ("http://example.com/default.aspx", "http://example.com/"),
    ("http://example.com/?", "http://example.com/"),
    ("http://example.com/a?b=2&a=1&a=0", "http://example.com/a?a=0&a=1&b=2"),
    ("http://example.com/a?utm_source=x&gclid=1&page=2&fbclid=3", "http://example.com/a?page=2"),
    ("http://example.com/a;jsessionid=1F?sid=9", "http://example.com/a"),
    ("http://bücher.example/ä%7e%2F", "http://xn--bcher-kva.example/%C3%A4~%2F"),
    (" \n http:\\\\example.com\\a\tb ", "http://example.com/ab"),
    ("http://[::1]:8000/x", "http://[::1]:8000/x"),
]


@pytest.mark.parametrize(("written", "expected"), SAME)
def test_one_spelling_of_a_page(written: str, expected: str) -> None:
    assert normal(written) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [("/a", "/a/"), ("/A", "/a"), ("/a?x=1", "/a"), ("/a.html", "/a"), ("/index", "/")],
)
def test_what_servers_tell_apart_stays_apart(one: str, other: str) -> None:
    assert normal(one, "http://h.example/") != normal(other, "http://h.example/")


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("b", "http://h.example/dir/b"),
        ("../b", "http://h.example/b"),
        ("?q=1", "http://h.example/dir/page?q=1"),
        ("#x", "http://h.example/dir/page"),
        ("//o.example/x", "http://o.example/x"),
        ("", "http://h.example/dir/page"),
    ],
)
def test_relative_to_a_page(href: str, expected: str) -> None:
    assert normal(href, "http://h.example/dir/page") == expected


@pytest.mark.parametrize(
    "bad",
    [
        "javascript:void(0)",
        "mailto:a@b.example",
        "ftp://h.example/",
        "file:///etc/passwd",
        "data:text/html,x",
        "http://",
        "http://h.example:99999/",
        "http://[broken/",
        "http://h.example/" + "a" * 3_000,
        "/no-host",
    ],
)
def test_what_names_no_page(bad: str) -> None:
    with pytest.raises(BadUrlError):
        normal(bad)


@given(st.text(max_size=80))
def test_never_another_error_and_always_stable(text: str) -> None:
    try:
        url = normal(text, "http://h.example/a/b?c=d")
    except BadUrlError:
        return
    assert normal(url) == url
    assert url.startswith(("http://", "https://"))
    assert "#" not in url


def test_one_site_under_several_names() -> None:
    site = SiteUrls(
        "http://127.0.0.1:8000",
        aliases=["acme.example", "www.acme.example"],
        hosts=["blog.acme.example"],
    )
    assert site.name("https://www.acme.example/a?x=1") == "http://127.0.0.1:8000/a?x=1"
    assert site.holds(site.name("http://acme.example/"))
    assert site.holds("https://blog.acme.example/x")
    assert not site.holds("http://127.0.0.1:8001/")
    assert not site.holds("https://127.0.0.1/")
    assert site.is_foreign("evil.example")
    assert site.written("x/index.html", "http://acme.example/", "http://127.0.0.1:8000/x/") == (
        "http://127.0.0.1:8000/x/index.html"
    )


def test_www_and_scheme_twins_are_the_site_and_a_move_keeps_the_old_name() -> None:
    site = SiteUrls("http://acme.example")
    assert site.name("https://www.acme.example/a") == "http://acme.example/a"
    site.move("https://www.acme.example")
    assert site.name("http://acme.example/a") == "https://www.acme.example/a"
    assert site.served == "https://www.acme.example"


def test_small_parts() -> None:
    assert path_of("http://h.example") == "/"
    assert path_of("http://h.example/a/b?c=d") == "/a/b?c=d"
    assert is_asset("http://h.example/x.PDF?v=1")
    assert not is_asset("http://h.example/x.html")
    assert not is_asset("http://h.example/v1.0/about")
