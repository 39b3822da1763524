"""How to reach the company."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.dom import Document
from crawler.reading import Candidate, PageReading
from crawler.records import ContactInfo, Contradiction
from crawler.site import SiteIdentity


def contacts(document: Document, site: SiteIdentity) -> tuple[Candidate, ...]:
    """Every contact value of one page."""
    return ()


def merge_contacts(
    readings: Sequence[PageReading], site: SiteIdentity
) -> tuple[ContactInfo, tuple[Contradiction, ...]]:
    """The site's contact values, and what is in dispute."""
    return ContactInfo(), ()
