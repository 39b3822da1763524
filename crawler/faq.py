"""Questions with the site's own answers."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.dom import Document
from crawler.reading import PageReading
from crawler.records import Contradiction, Faq
from crawler.site import SiteIdentity


def faqs(document: Document, site: SiteIdentity) -> tuple[Faq, ...]:
    """Read every faqs record of one page."""
    return ()


def merge_faqs(
    readings: Sequence[PageReading], site: SiteIdentity
) -> tuple[tuple[Faq, ...], tuple[Contradiction, ...]]:
    """One record per real thing over all pages, and what is in dispute."""
    return (), ()
