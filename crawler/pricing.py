"""Offers with a price."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.dom import Document
from crawler.reading import PageReading
from crawler.records import Contradiction, Price
from crawler.site import SiteIdentity


def prices(document: Document, site: SiteIdentity) -> tuple[Price, ...]:
    """Read every prices record of one page."""
    return ()


def merge_prices(
    readings: Sequence[PageReading], site: SiteIdentity
) -> tuple[tuple[Price, ...], tuple[Contradiction, ...]]:
    """One record per real thing over all pages, and what is in dispute."""
    return (), ()
