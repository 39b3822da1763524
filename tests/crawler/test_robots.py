from __future__ import annotations

from crawler.robots import read_robots


def test_the_most_specific_group_and_the_longest_rule_win() -> None:
    robots = read_robots(
        b"User-agent: *\nDisallow: /\n\nUser-agent: SitebriefBot\nDisallow: /private\n"
        b"Allow: /private/ok$\n"
        b"Crawl-delay: 2\nSitemap: https://h.example/map.xml\n",
        "SitebriefBot",
    )
    assert robots.allows("https://h.example/")
    assert not robots.allows("https://h.example/private/x")
    assert robots.allows("https://h.example/private/ok")
    assert robots.crawl_delay == 2
    assert robots.sitemaps == ("https://h.example/map.xml",)
    assert not read_robots(b"User-agent: *\nDisallow: /", "SitebriefBot").allows(
        "https://h.example/"
    )


def test_garbage_and_html_allow_everything_and_html_is_noted() -> None:
    for body in (b"", b"\xff\xfe\x00", b"\xef\xbb\xbfnonsense\n:::\n"):
        assert read_robots(body, "SitebriefBot").allows("https://h.example/x")
    page = read_robots(b"<!doctype html><p>Disallow: /", "SitebriefBot")
    assert page.allows("https://h.example/")
    assert "HTML" in page.note
