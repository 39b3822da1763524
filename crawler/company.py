"""Who the company is."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.dom import Document
from crawler.reading import Candidate, PageReading
from crawler.records import CompanyInfo, Contradiction
from crawler.site import SiteIdentity


def company(document: Document, site: SiteIdentity) -> tuple[Candidate, ...]:
    """Every company value of one page."""
    return ()


def merge_company(
    readings: Sequence[PageReading], site: SiteIdentity
) -> tuple[CompanyInfo, tuple[Contradiction, ...]]:
    """The site's company values, and what is in dispute."""
    return CompanyInfo(), ()
