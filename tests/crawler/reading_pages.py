"""Pages from snippets of HTML, for tests of extractors."""

from __future__ import annotations

from datetime import UTC, datetime

from crawler.dom import Document, parse
from crawler.pages import Page

FETCHED = datetime(2026, 1, 1, tzinfo=UTC)


def document(
    html: str, *, language: str = "", url: str = "https://example.com/", head: str = ""
) -> Document:
    """A parsed page whose body is `html`."""
    return parse(
        Page(
            url=url,
            html=f'<html lang="{language}"><head>{head}</head><body>{html}</body></html>',
            fetched_at=FETCHED,
        )
    )
