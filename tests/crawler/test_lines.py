"""Lines as a visitor reads them."""

from crawler.lines import page_lines
from tests.crawler.reading_pages import document


def test_blocks_and_breaks_end_a_line() -> None:
    page = document("<div>one<p>two <b>three</b></p>four<br>five</div>")
    assert [line.text for line in page_lines(page)] == ["one", "two three", "four", "five"]


def test_neighbouring_inline_elements_stay_apart() -> None:
    page = document("<li><span>Mon</span><span>9–5</span></li><p>Wo<b>rd</b>s</p>")
    assert [line.text for line in page_lines(page)] == ["Mon 9–5", "Words"]


def test_headings_links_and_digits() -> None:
    page = document('<h2>Visit</h2><p>Call <a href="tel:1">12 3</a></p>')
    heading, line = page_lines(page)
    assert heading.is_heading
    assert heading.heading == "Visit"
    assert (line.heading, line.digits, len(line.links)) == ("Visit", 3, 1)


def test_links_without_words_are_not_lost() -> None:
    page = document('<p>x</p><a href="tel:1"><i></i></a>')
    assert [len(line.links) for line in page_lines(page)] == [0, 1]


def test_deep_and_empty_pages() -> None:
    assert page_lines(document("")) == ()
    deep = document("<div>" * 3000 + "x" + "</div>" * 3000)
    assert [line.text for line in page_lines(deep)] in (["x"], [])
