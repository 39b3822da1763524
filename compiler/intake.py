"""From one record to one fact: neutral, capped, without foreign contacts and disputed fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from compiler.contacts import Allowed
from compiler.disputes import Disputes
from compiler.neutral import neutral
from compiler.notes import Why
from compiler.overruled import Overruled
from compiler.reader import Reader, pattern_of
from compiler.sameness import joined, statement, told_once
from crawler.records import (
    CompanyInfo,
    ContactInfo,
    Faq,
    KnowledgeBase,
    Person,
    Price,
    Qualifier,
    Record,
    Service,
    Testimonial,
)

NAME, LINE, TEXT, QUOTE, ANSWER = 120, 240, 480, 420, 600
"""Caps in characters: names and labels, one-line values, prose, a customer's words, an answer."""
_FEATURES = 8
_PEOPLE = 8

_R = TypeVar("_R", bound=Record)


class Intake:
    """Takes records in one by one, neutral and capped, noting what it leaves out."""

    def __init__(self, may: Allowed, disputes: Disputes, overruled: Overruled) -> None:
        self.may = may
        self.disputes = disputes
        self.read = Reader(may, disputes, overruled)

    def note_all(self, knowledge: KnowledgeBase, lost: Sequence[str]) -> None:
        """Note what is wrong with the site as a whole."""
        for c in self.disputes.open:
            url = c.sources[0].url if c.sources else None
            self.read.note(Why.DISPUTED, c.about, f"{c.field}: {' / '.join(c.values)}", url)
        for p in knowledge.placeholders:
            url = p.sources[0].url if p.sources else None
            self.read.note(Why.PLACEHOLDER, "site", p.text, url)
        for line in lost:
            self.read.note(Why.CORRECTION, "corrections.toml", line, None)
        self.read.placeholders = pattern_of(p.text for p in knowledge.placeholders)

    def records(self, records: Sequence[_R], read: Callable[[_R], _R | None]) -> tuple[_R, ...]:
        """Those that can be told, by key; one for each content, with the sources of all that say
        the same on another page.
        """
        kept: dict[str, _R] = {}
        for record in sorted(records, key=lambda r: (r.key, -r.confidence, r.id)):
            if (fact := read(record)) is None:
                continue
            twin = kept.get(said := statement(fact))
            kept[said] = joined(twin, fact) if twin else fact
        return tuple(kept.values())

    def service(self, service: Service) -> Service | None:
        """A service without its disputed fields; None without a name."""
        text = self._reader(service)
        name = text("name", service.name, NAME)
        if not name:
            return None
        update = {
            "name": name,
            "description": text("description", service.description, TEXT),
            "features": self._features(service, service.features),
            "audience": text("audience", service.audience, LINE),
            "duration": text("duration", service.duration, NAME),
        }
        return service.model_copy(update=update)

    def price(self, price: Price) -> Price | None:
        """A price that nobody disputes; half a price is no price."""
        if any(self.disputes.field(price.key, f) for f in _PRICE_FIELDS):
            return None
        text = self._reader(price)
        name = text("name", price.name, NAME)
        says = price.amount or price.qualifier in (Qualifier.FREE, Qualifier.ON_REQUEST)
        if not name or not says:
            return None
        update = {
            "name": name,
            "service": text("service", price.service, NAME),
            "features": self._features(price, price.features),
        }
        return price.model_copy(update=update)

    def faq(self, faq: Faq) -> Faq | None:
        """A question with an answer that fits whole."""
        question = self._reader(faq)("question", faq.question, LINE)
        answer = self.read.whole(faq.key, "answer", faq.answer, ANSWER, _first_url(faq))
        if not question or not answer:
            return None
        return faq.model_copy(update={"question": question, "answer": answer})

    def testimonial(self, testimonial: Testimonial) -> Testimonial | None:
        """A customer's words and who said them."""
        text = self._reader(testimonial)
        quote = text("quote", testimonial.quote, QUOTE)
        if not quote:
            return None
        names = {f: text(f, getattr(testimonial, f), NAME) for f in ("author", "role", "company")}
        return testimonial.model_copy(update={"quote": quote, **names})

    def company(self, company: CompanyInfo) -> CompanyInfo:
        """Who the company is."""
        key = "company_info"
        caps = {
            "name": NAME,
            "legal_name": NAME,
            "tagline": LINE,
            "description": TEXT,
            "founded": 10,
        }
        update: dict[str, object] = {
            field: self.read.text(key, field, getattr(company, field), cap, None)
            for field, cap in caps.items()
        }
        people = [
            Person(name=name, role=self.read.text(key, "people", p.role, NAME, None))
            for p in self.read.first(key, "people", company.people, _PEOPLE)
            if (name := self.read.text(key, "people", p.name, NAME, None))
        ]
        locations = (self.read.text(key, "locations", v, NAME, None) for v in company.locations)
        update |= {"people": tuple(people), "locations": tuple(v for v in locations if v)}
        return company.model_copy(update=update)

    def contact(self, contact: ContactInfo) -> ContactInfo:
        """Own and approved contacts that are not in dispute."""
        own = {
            "emails": self.may.mail,
            "phones": self.may.phone,
            "booking_urls": self.may.link,
        }
        update: dict[str, object] = {}
        for field, accepts in own.items():
            update[field] = self._own(contact, field, accepts)
        for field in ("addresses", "opening_hours"):
            values = (
                self.read.text("contact_info", field, value, LINE, None)
                for value in getattr(contact, field)
                if value not in self.disputes.values("contact_info", field)
            )
            update[field] = told_once(value for value in values if value)
        return contact.model_copy(update=update)

    def _own(
        self, contact: ContactInfo, field: str, accepts: Callable[[str], bool]
    ) -> tuple[str, ...]:
        disputed = self.disputes.values("contact_info", field)
        kept = []
        for value in getattr(contact, field):
            if value in disputed:
                continue
            if accepts(value) and neutral(value, LINE) == value:
                kept.append(value)
            else:
                url = next((s.url for s in contact.sources if s.value == value), None)
                self.read.note(Why.FOREIGN, f"contact_info.{field}", value, url)
        return tuple(kept)

    def _features(self, record: Record, features: Sequence[str]) -> tuple[str, ...]:
        text = self._reader(record)
        some = self.read.first(record.key, "features", features, _FEATURES)
        read = (text("features", feature, LINE) for feature in some)
        return tuple(dict.fromkeys(feature for feature in read if feature))

    def _reader(self, record: Record) -> Callable[[str, str | None, int], str | None]:
        url = _first_url(record)
        return lambda field, value, cap: self.read.text(record.key, field, value, cap, url)


def _first_url(record: Record) -> str | None:
    return record.sources[0].url if record.sources else None


_PRICE_FIELDS = ("amount", "amount_max", "currency", "period", "qualifier")
