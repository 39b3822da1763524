"""How to reach the company: every contact value of a page, and which of them are the site's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crawler.booking import bookings
from crawler.contact_disputes import disputed, rivals
from crawler.contact_settle import (
    settle_addresses,
    settle_bookings,
    settle_hours,
    settle_mails,
    settle_phones,
    settle_profiles,
)
from crawler.dom import Document
from crawler.hours import opening_hours
from crawler.mails import clean_mail, is_example, mails
from crawler.organizations import organizations
from crawler.phones import phones
from crawler.postal import addresses
from crawler.reading import Candidate, PageReading
from crawler.records import ContactInfo, Contradiction, Source, ValueSource
from crawler.site import SiteIdentity
from crawler.social import is_profile, profiles, tidy
from crawler.structured import Item
from crawler.timetables import structured_hours

MOST_PER_PAGE = 400
"""Candidates of one page that are kept; a page with more is a directory of other people."""


def contacts(document: Document, site: SiteIdentity) -> tuple[Candidate, ...]:  # noqa: ARG001
    """Every contact value of one page, in page order by field."""
    found = [
        *mails(document),
        *phones(document),
        *addresses(document),
        *opening_hours(document),
        *bookings(document),
        *profiles(document),
        *_structured(document),
    ]
    return tuple(found[:MOST_PER_PAGE])


def _structured(document: Document) -> Iterator[Candidate]:
    """The contact fields of the page's own schema.org organisation."""
    for item in organizations(document):
        for field, value, quote in _fields(item):
            source = Source(url=document.url, quote=quote[:300], channel=item.channel)
            yield Candidate(field=field, value=value, source=source, weight=0.7)


def _fields(item: Item) -> Iterator[tuple[str, str, str]]:
    """Field, value and quote of each contact property of `item`."""
    for place in (item, *item.items("contactPoint")):
        yield from (("phones", phone, phone) for phone in place.texts("telephone"))
        for text in place.texts("email"):
            mail = clean_mail(text.removeprefix("mailto:"))
            if mail and not is_example(mail):
                yield "emails", mail, text
    for place in (item, *item.items("location"), *item.items("department")):
        yield from (("addresses", line, line) for line in _postal_lines(place))
    yield from (("opening_hours", text, text) for text in structured_hours(item))
    yield from (("social_urls", tidy(u), u) for u in item.texts("sameAs") if is_profile(u))


def _postal_lines(place: Item) -> Iterator[str]:
    for address in place.properties.get("address", ()):
        line = postal_line(address) if isinstance(address, Item) else address
        if line and len(line) > 5:
            yield line


def postal_line(address: Item) -> str | None:
    """A schema.org PostalAddress on one line; None when it names no street, code or town."""
    street, code, town, region = (
        address.text(name)
        for name in ("streetAddress", "postalCode", "addressLocality", "addressRegion")
    )
    if not (street or code or town):
        return None
    if region and len(region) <= 3 and region.isupper():
        place = f"{town}, {region} {code or ''}" if town else f"{region} {code or ''}"
    else:
        place = " ".join(p for p in (code, town) if p) + (
            f", {region}" if region and region != town else ""
        )
    return ", ".join(p for p in (street, place.strip(" ,")) if p)


def merge_contacts(
    readings: Sequence[PageReading], site: SiteIdentity
) -> tuple[ContactInfo, tuple[Contradiction, ...]]:
    """The site's contact values, best supported first, and what is in dispute."""
    by_field: dict[str, list[Candidate]] = {}
    for reading in readings:
        for candidate in reading.contacts:
            by_field.setdefault(candidate.field, []).append(candidate)
    hints = [code for reading in readings for code in reading.signals.countries]
    kept = {
        "emails": settle_mails(by_field.get("emails", ())),
        "phones": settle_phones(by_field.get("phones", ()), site, hints),
        "addresses": settle_addresses(by_field.get("addresses", ())),
        "booking_urls": settle_bookings(by_field.get("booking_urls", ()), readings),
        "opening_hours": settle_hours(by_field.get("opening_hours", ())),
        "social_urls": settle_profiles(by_field.get("social_urls", ())),
    }
    sources: list[ValueSource] = []
    values: dict[str, tuple[str, ...]] = {}
    for name, settled in kept.items():
        values[name] = tuple(value for value, _ in settled)
        sources += [s for value, vote in settled for s in vote.sources(name, value)]
    disputes = (
        *rivals("phones", kept["phones"]),
        *rivals("emails", kept["emails"]),
        *disputed(by_field.get("phones", ()), "phones", kept["phones"]),
        *disputed(by_field.get("emails", ()), "emails", kept["emails"]),
    )
    return ContactInfo(**values, sources=tuple(sources)), disputes
