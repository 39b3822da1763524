"""What the company does for customers."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.dom import Document
from crawler.reading import PageReading
from crawler.records import Contradiction, Service
from crawler.site import SiteIdentity


def services(document: Document, site: SiteIdentity) -> tuple[Service, ...]:
    """Read every services record of one page."""
    return ()


def merge_services(
    readings: Sequence[PageReading], site: SiteIdentity
) -> tuple[tuple[Service, ...], tuple[Contradiction, ...]]:
    """One record per real thing over all pages, and what is in dispute."""
    return (), ()
