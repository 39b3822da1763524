"""The headings above each element."""

from datetime import UTC, datetime

from crawler.dom import heading_path, parse, text_of
from crawler.pages import Page


def paths(body: str) -> dict[str, tuple[str, ...]]:
    """Heading path by the words of each element that holds no other."""
    html = f"<html lang=en><body>{body}</body></html>"
    fetched = datetime(2026, 1, 1, tzinfo=UTC)
    doc = parse(Page(url="https://example.com/", html=html, fetched_at=fetched))
    return {text_of(e): heading_path(e) for e in doc.root.iter() if len(e) == 0}


LONG = "Words enough that this is a section with a text of its own, and not a title row."


def test_ranks_nest() -> None:
    found = paths("<h1>A</h1><p>1</p><h2>B</h2><p>2</p><h3>C</h3><p>3</p><h2>D</h2><p>4</p>")
    assert found["1"] == ("A",)
    assert found["2"] == ("A", "B")
    assert found["3"] == ("A", "B", "C")
    assert found["4"] == ("A", "D")


def test_its_own_heading_is_not_above_it() -> None:
    found = paths("<h1>A</h1><h2>B</h2><h2>C</h2>")
    assert found["C"] == ("A",)


def test_a_card_is_not_below_the_card_before() -> None:
    found = paths(
        "<h2>Plans</h2><div><h3>One</h3><p>1</p></div><div><i>new</i><h3>Two</h3><p>2</p></div>"
    )
    assert found["1"] == ("Plans", "One")
    assert found["new"] == ("Plans",)
    assert found["2"] == ("Plans", "Two")


def test_a_section_keeps_its_headings() -> None:
    found = paths(f"<h1>A</h1><section><h2>B</h2><p>{LONG}</p></section><p>after</p>")
    assert found[LONG] == ("A", "B")
    assert found["after"] == ("A",)


def test_a_title_row_goes_on() -> None:
    found = paths("<section><h2>Prices</h2></section><section><p>1</p></section>")
    assert found["1"] == ("Prices",)
