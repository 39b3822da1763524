"""From facts to the lines of the fact blocks: one fact a line, exact digits, its spoken form, its
page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from compiler.facts import Facts
from compiler.neutral import neutral
from compiler.prompts import Locale
from compiler.spoken import spoken_mail, spoken_phone, spoken_price, written_price
from crawler.records import Faq, Price, Record, Service, Source, Testimonial, normalised

BLOCKS = ("company", "contact", "services", "prices", "questions", "testimonials")
"""Names of the fact blocks, in the order in which they stand."""
_PATH = 60


@dataclass(frozen=True)
class Line:
    """One fact as it may stand in the instructions."""

    block: str
    key: str
    """Key of the record, or "contact_info.phones" and the like."""
    id: str | None
    """Id of the record; None for company and contact values."""
    text: str
    """The short form: enough to answer the first question."""
    more: str | None
    """The full form, when there is more to say."""
    sources: tuple[Source, ...]
    pinned: bool = False


def fact_lines(facts: Facts, locale: Locale, english: Locale) -> tuple[Line, ...]:
    """Every fact as a line, in the order of the blocks; `english` words the labels around the
    page's digits.
    """
    writer = _Writer(facts, locale, english)
    return (
        *writer.company(),
        *writer.contact(),
        *(writer.service(s) for s in facts.services),
        *(writer.price(p) for p in facts.prices),
        *(writer.faq(f) for f in facts.faqs),
        *(writer.testimonial(t) for t in facts.testimonials),
    )


class _Writer:
    def __init__(self, facts: Facts, locale: Locale, english: Locale) -> None:
        self.facts = facts
        self.locale = locale
        self.english = english
        self.offered = {normalised(s.name): set(s.features) for s in facts.services}

    def company(self) -> Iterable[Line]:
        company = self.facts.company
        plain = ("name", "tagline", "description", "founded")
        for field in plain:
            if value := getattr(company, field):
                yield self._value("company", "company_info", field, f"{field.title()}: {value}")
        if company.people:
            people = (f"{p.name} ({p.role})" if p.role else p.name for p in company.people)
            yield self._value("company", "company_info", "people", f"People: {'; '.join(people)}")
        if company.locations:
            text = f"Locations: {'; '.join(company.locations)}"
            yield self._value("company", "company_info", "locations", text)

    def contact(self) -> Iterable[Line]:
        contact, spoken = self.facts.contact, self.locale.spoken
        for mail in contact.emails:
            text = f'Mail: {mail} (say "{spoken_mail(mail, spoken)}")'
            yield self._value("contact", "contact_info", "emails", text)
        for phone in contact.phones:
            text = f'Phone: {phone} (say "{spoken_phone(phone, spoken)}")'
            yield self._value("contact", "contact_info", "phones", text)
        for address in contact.addresses:
            yield self._value("contact", "contact_info", "addresses", f"Address: {address}")
        if contact.opening_hours:
            text = f"Opening hours: {'; '.join(contact.opening_hours)}"
            yield self._value("contact", "contact_info", "opening_hours", text)

    def service(self, service: Service) -> Line:
        short = _joined(
            service.name,
            service.description,
            f"Duration: {service.duration}" if service.duration else None,
            f"For: {service.audience}" if service.audience else None,
        )
        return self._record("services", service, short, _list("Includes", service.features))

    def price(self, price: Price) -> Line:
        name = price.name
        if price.service and normalised(price.service) not in normalised(name):
            name = f"{price.service}, {name}"
        written = written_price(price, self.english.spoken)
        spoken = spoken_price(price, self.locale)
        short = f'{name}: {written} (say "{spoken}")'
        known = self.offered.get(normalised(price.name), set())
        return self._record(
            "prices", price, short, _list("Includes", [f for f in price.features if f not in known])
        )

    def faq(self, faq: Faq) -> Line:
        return self._record("questions", faq, f"{faq.question} {faq.answer}", None)

    def testimonial(self, testimonial: Testimonial) -> Line:
        who = ", ".join(v for v in (testimonial.author, testimonial.role, testimonial.company) if v)
        quote = testimonial.quote.strip('"“”„«» ')
        return self._record("testimonials", testimonial, f'{who or "A customer"}: "{quote}"', None)

    def _record(self, block: str, record: Record, short: str, details: str | None) -> Line:
        page = _page(record.sources)
        return Line(
            block=block,
            key=record.key,
            id=record.id,
            text=short + page,
            more=f"{_stopped(short)} {details}{page}" if details else None,
            sources=record.sources,
            pinned=record.key in self.facts.pinned,
        )

    def _value(self, block: str, owner: str, field: str, text: str) -> Line:
        holder = self.facts.company if owner == "company_info" else self.facts.contact
        sources = tuple(
            Source(url=s.url, quote=s.quote, channel=s.channel)
            for s in holder.sources
            if s.field == field
        )
        key = f"{owner}.{field}"
        return Line(
            block=block,
            key=key,
            id=None,
            text=text,
            more=None,
            sources=sources,
            pinned=key in self.facts.pinned,
        )


def _joined(name: str, *parts: str | None) -> str:
    said = [_stopped(part) for part in parts if part]
    return f"{name}: {' '.join(said)}" if said else name


def _list(label: str, items: Sequence[str]) -> str | None:
    return f"{label}: {'; '.join(item.rstrip('.;') for item in items)}." if items else None


def _stopped(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…", ":")) else f"{text}."


def _page(sources: Sequence[Source]) -> str:
    """The path of the first page that says it, in square brackets; nothing for the home page."""
    path = urlsplit(sources[0].url).path.strip("/") if sources else ""
    path = re.sub(r"(?:index)?\.html?$", "", path)
    safe = path == neutral(path, _PATH) and re.fullmatch(r"[\w%./-]+", path)
    return f" [{path}]" if safe else ""
