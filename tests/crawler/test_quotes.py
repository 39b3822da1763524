from datetime import UTC, datetime

from crawler.dom import parse
from crawler.pages import Page
from crawler.quotes import Quote, labels, quotes

URL = "https://x.test/"


def read(html: str) -> tuple[Quote, ...]:
    page = Page(url=URL, html=html, fetched_at=datetime(2026, 1, 1, tzinfo=UTC))
    return quotes(parse(page))


def test_the_card_is_the_largest_part_without_another_quote():
    one, two = read(
        "<ul><li><div><p>“The first of two quotes here.”</p></div><p>Ann</p></li>"
        "<li><div><p>“The second of two quotes here.”</p></div><p>Bob</p></li></ul>"
    )
    assert [labels(q.after, URL) for q in (one, two)] == [["Ann"], ["Bob"]]


def test_authors_may_stand_before_or_after_in_a_flat_list():
    first, second = "<p>“The first quote of two.”</p>", "<p>“The second quote of two.”</p>"
    after = read(f"{first}<b>Ann</b>{second}<b>Bob</b>")
    before = read(f"<b>Ann</b>{first}<b>Bob</b>{second}")
    assert [labels(q.after, URL) for q in after] == [["Ann"], ["Bob"]]
    assert [labels(q.before, URL) for q in before] == [["Ann"], ["Bob"]]


def test_a_heading_of_a_section_is_not_beside_a_quote():
    html = "<h2>Prices</h2><p>“The one quote of this page.”</p><h2>Contact Us</h2><p>Call.</p>"
    (quote,) = read(html)
    assert (quote.before, quote.after) == ((), ())


def test_parts_of_another_look_are_apart():
    author = "<p><b>Ann Lee</b><i>Sailor</i> <a href='/x'>More</a></p>"
    (quote,) = read(f"<div><p>“The one quote of this page.”</p>{author}</div>")
    assert labels(quote.after, URL) == ["Ann Lee", "Sailor"]
