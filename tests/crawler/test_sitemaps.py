from __future__ import annotations

import gzip

from hypothesis import given
from hypothesis import strategies as st

from crawler.sitemaps import Sitemap, SitemapEntry, read_sitemap

SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def read(body: bytes | str) -> Sitemap:
    return read_sitemap(body.encode() if isinstance(body, str) else body, max_bytes=1_000_000)


def test_pages_dates_and_twins_in_other_languages() -> None:
    found = read(
        f"""<?xml version="1.0"?><!-- c --><urlset {SPACE} xmlns:xhtml="http://www.w3.org/1999/xhtml"
        xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url><loc> https://h/a?b=1&amp;c=2
        </loc><lastmod>2026-01-02</lastmod><image:image><image:loc>https://h/i.jpg</image:loc>
        </image:image><xhtml:link rel="alternate" hreflang="de" href="https://h/de"/></url>
        <url><loc>https://h/b</loc></url><url><priority>1</priority></url></urlset>"""
    )
    assert found.trouble == ""
    assert found.pages == (
        SitemapEntry("https://h/a?b=1&c=2", "2026-01-02", ("https://h/de",)),
        SitemapEntry("https://h/b"),
    )


def test_an_index_gzip_plain_text_and_feeds() -> None:
    index = f"<sitemapindex {SPACE}><sitemap><loc>/a.xml</loc></sitemap></sitemapindex>"
    assert read(gzip.compress(index.encode())).indexed == ("/a.xml",)
    assert [e.loc for e in read("\ufeffhttps://h/a\nhttps://h/b\nnonsense\n").pages] == [
        "https://h/a",
        "https://h/b",
    ]
    rss = "<rss><channel><item><link>https://h/post</link></item></channel></rss>"
    assert [e.loc for e in read(rss).pages] == ["https://h/post"]
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="https://h/p"/></entry></feed>'
    )
    assert [e.loc for e in read(atom).pages] == ["https://h/p"]


def test_what_is_broken_is_said_and_the_rest_kept() -> None:
    assert read("").trouble == "empty file"
    assert read("<!DOCTYPE html><html>").trouble == "an HTML page, not a sitemap"
    assert read("<urlset></urlset>").trouble == "names no page"
    assert read(b"\x1f\x8bnonsense").trouble.startswith("broken gzip")
    cut = read(f"<urlset {SPACE}><url><loc>https://h/a</loc></url><url><loc>https://h/b")
    assert [e.loc for e in cut.pages][:1] == ["https://h/a"]
    bomb = gzip.compress(b"<urlset>" + b" " * 3_000_000)
    assert "larger than 1000000 bytes" in read(bomb).trouble


def test_no_entity_is_expanded() -> None:
    body = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><urlset><url><loc>h&f;</loc></url></urlset>'
    assert not any("root" in e.loc for e in read(body).pages)


@given(st.binary(max_size=300))
def test_no_file_is_too_broken(body: bytes) -> None:
    read(body)
    read(b"<urlset>" + body)
