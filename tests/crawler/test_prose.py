"""Passages: the page's sentences under their headings."""

from datetime import UTC, datetime

from crawler.dom import parse
from crawler.pages import Page
from crawler.prose import passages


def texts(body: str) -> dict[tuple[str, ...], str]:
    html = f"<html lang=en><head><title>T</title></head><body>{body}</body></html>"
    fetched = datetime(2026, 1, 1, tzinfo=UTC)
    doc = parse(Page(url="https://example.com/", html=html, fetched_at=fetched))
    return {p.heading_path: p.text for p in passages(doc)}


def test_sentences_stand_under_their_headings() -> None:
    found = texts(
        "<main><h1>Clocks</h1><p>We mend clocks.</p><p>All of them.</p>"
        "<h2>How <br>long</h2><p>It takes two weeks.</p></main>"
    )
    assert found == {
        ("Clocks",): "We mend clocks.\nAll of them.",
        ("Clocks", "How long"): "It takes two weeks.",
    }


def test_furniture_is_left_out() -> None:
    found = texts(
        "<nav><a href=/>Every page has this menu</a></nav><main><p>We mend clocks here.</p>"
        "<a href=/book>Book a visit</a></main><footer><p>All rights are reserved here.</p></footer>"
    )
    assert list(found.values()) == ["We mend clocks here."]


def test_a_row_is_a_line() -> None:
    found = texts("<main><table><tr><th>Wall clock</th><td>80 €</td></tr></table></main>")
    assert list(found.values()) == ["Wall clock | 80 €"]


def test_headings_without_text_are_lines() -> None:
    found = texts("<main><h2>What we mend</h2><h3>Wall clocks</h3><h3>Pocket watches</h3></main>")
    assert any("Wall clocks" in t for t in found.values())


def test_what_stands_twice_is_read_once() -> None:
    sentence = "<p>We mend clocks of every kind in a small house.</p>"
    found = texts(f"<main>{sentence}{sentence}</main>")
    assert list(found.values()) == ["We mend clocks of every kind in a small house."]


def test_a_page_without_regions_keeps_its_sentences() -> None:
    found = texts("<div><p>We mend clocks of every kind in a small house.</p><p>Tower</p></div>")
    assert "We mend clocks of every kind" in " ".join(found.values())
