"""What was never filled in."""

import pytest

from crawler.placeholders import merge_placeholders, placeholders
from crawler.reading import PageReading
from tests.crawler.reading_pages import document


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Lorem ipsum dolor sit</p>", "Lorem ipsum dolor sit"),
        ("<p>Call 1-800-XXX-XXXX</p>", "1-800-XXX-XXXX"),
        ("<p>Welcome to [Company Name]</p>", "[Company Name]"),
        ("<p>Hello {{first_name}}!</p>", "{{first_name}}"),
        ("<p>Je suis Prénom (à personnaliser), ici</p>", "Je suis Prénom (à personnaliser)"),
        ("<p>mail you@yourdomain.com</p>", "you@yourdomain.com"),
    ],
)
def test_found(html: str, text: str) -> None:
    assert [p.text for p in placeholders(document(html))] == [text]


@pytest.mark.parametrize(
    "html",
    [
        "<p>Size XXL, XXX Olympiad (30th), tax exempt</p>",
        "<p>[email protected] and [1] and (see below)</p>",
        "<form>[Your name]<input></form><p>Write to us about your chairs.</p>",
        "<p>jane@acme.com</p>",
    ],
)
def test_not_found(html: str) -> None:
    assert placeholders(document(html)) == ()


def test_structured_data_too_and_once_per_site() -> None:
    head = (
        '<script type="application/ld+json">{"@type": "Store", "telephone": "+1-XXX-XXX-XXXX"}'
        "</script>"
    )
    readings = [
        PageReading(
            url=u, content_hash="x", placeholders=placeholders(document("", url=u, head=head))
        )
        for u in ("https://example.com/", "https://example.com/a")
    ]
    (merged,) = merge_placeholders(readings)
    assert merged.text == "+1-XXX-XXX-XXXX"
    assert [s.url for s in merged.sources] == ["https://example.com/", "https://example.com/a"]
