"""What became of a text, in words that a person understands."""

from datetime import UTC, datetime

import pytest

from crawler.extract import read_page
from crawler.pages import Page
from crawler.site import SiteIdentity
from crawler.why import explain

HTML = """<html lang=en><head><style>.old{text-decoration:line-through}</style></head><body>
<nav><a href=/>Start</a> <a href=/team>Who is here</a></nav><main><h1>Clocks</h1>
<p>Clocks that go right.</p><h2>Prices</h2>
<div class=card><h3>Wall clock</h3><p><span class=old>$95</span> $80</p></div>
<div class=card><h3>Pocket watch</h3><p>$60</p></div>
<p>We mend clocks of every kind in a small house.</p><p style="display:none">Ghost words</p>
</main></body></html>"""


@pytest.mark.parametrize(
    ("text", "verdict", "reason"),
    [
        ("Wall clock", "price", "quotes it"),
        ("We mend clocks", "passage", "lookup has it"),
        ("$95", "none", "crossed out"),
        ("Who is here", "none", "nav region"),
        ("ghost  words", "none", "display hides <p>"),
    ],
)
def test_explain(text: str, verdict: str, reason: str) -> None:
    page = Page(url="https://example.com/", html=HTML, fetched_at=datetime(2026, 1, 1, tzinfo=UTC))
    reading = read_page(page, SiteIdentity(start_urls=(page.url,)))
    traces = explain(page, reading, text)
    assert traces[0].verdict == verdict, traces
    assert reason in traces[0].reason


def test_a_text_that_is_not_there() -> None:
    page = Page(url="https://example.com/", html=HTML, fetched_at=datetime(2026, 1, 1, tzinfo=UTC))
    reading = read_page(page, SiteIdentity(start_urls=(page.url,)))
    assert explain(page, reading, "nowhere") == ()
