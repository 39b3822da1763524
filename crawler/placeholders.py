"""What was never filled in: lorem ipsum, XXX digits, your@email."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.dom import Document
from crawler.reading import PageReading
from crawler.records import Placeholder


def placeholders(document: Document) -> tuple[Placeholder, ...]:
    """Every placeholder of one page."""
    return ()


def merge_placeholders(readings: Sequence[PageReading]) -> tuple[Placeholder, ...]:
    """Each placeholder once, with all pages that show it."""
    return ()
