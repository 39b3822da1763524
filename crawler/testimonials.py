"""Customers' words."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.dom import Document
from crawler.reading import PageReading
from crawler.records import Contradiction, Testimonial
from crawler.site import SiteIdentity


def testimonials(document: Document, site: SiteIdentity) -> tuple[Testimonial, ...]:
    """Read every testimonials record of one page."""
    return ()


def merge_testimonials(
    readings: Sequence[PageReading], site: SiteIdentity
) -> tuple[tuple[Testimonial, ...], tuple[Contradiction, ...]]:
    """One record per real thing over all pages, and what is in dispute."""
    return (), ()
