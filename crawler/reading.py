"""What one page says, before the pages are merged: the value that is cached by the page's content
hash.
"""

from __future__ import annotations

from crawler.records import Faq, Knowledge, Placeholder, Price, Service, Source, Testimonial


class Candidate(Knowledge):
    """One possible value of a contact or company field, as one place on one page gives it."""

    field: str
    """Name of the field in ContactInfo or CompanyInfo, such as "phones" or "people"."""
    value: str
    """The value, normalised as far as one page allows (a phone may still lack its country)."""
    source: Source
    weight: float = 1.0
    """How strong the evidence is, 0..1."""
    detail: str | None = None
    """What belongs to the value, such as a person's role."""


class Passage(Knowledge):
    """A run of prose under one heading, for lookup."""

    url: str
    title: str
    """Title of the page."""
    heading_path: tuple[str, ...] = ()
    text: str
    """Whole sentences; paragraphs joined by newlines."""
    language: str | None = None


class Signals(Knowledge):
    """Hints that only together tell the site's country, currency and language."""

    countries: tuple[str, ...] = ()
    """ISO 3166-1 alpha-2, one entry per hint (lang regions, addresses, +NN phones, schema
    addressCountry)."""
    currencies: tuple[str, ...] = ()
    """ISO 4217, one entry per unambiguous hint."""
    language: str | None = None


class Trace(Knowledge):
    """Why a block became a record or not, for `inspect --why`."""

    path: str
    """DOM path of the block."""
    text: str
    """Its first 300 characters."""
    verdict: str
    """Kind it became, or "none"."""
    reason: str
    """One line a person understands."""


class PageReading(Knowledge):
    """Everything read from one page."""

    url: str
    canonical: str | None = None
    title: str = ""
    language: str | None = None
    content_hash: str
    services: tuple[Service, ...] = ()
    likely_offers: tuple[tuple[Service, ...], ...] = ()
    """Groups of cards that look like a list of services though no word says so, likeliest first;
    the confidence is how much they do."""
    testimonials: tuple[Testimonial, ...] = ()
    pricing: tuple[Price, ...] = ()
    faq: tuple[Faq, ...] = ()
    contacts: tuple[Candidate, ...] = ()
    company: tuple[Candidate, ...] = ()
    placeholders: tuple[Placeholder, ...] = ()
    passages: tuple[Passage, ...] = ()
    signals: Signals = Signals()
    trace: tuple[Trace, ...] = ()
