"""From one record to one fact: neutral, capped, without foreign contacts and disputed fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from compiler.contacts import Allowed, without_foreign
from compiler.disputes import Disputes
from compiler.neutral import neutral
from compiler.notes import Note, Why
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
_UNCUT = 12_000
_FEATURES = 8
_PEOPLE = 8

_R = TypeVar("_R", bound=Record)


class Intake:
    """Takes records in one by one, neutral and capped, noting what it leaves out."""

    def __init__(self, may: Allowed, disputes: Disputes) -> None:
        self.may = may
        self.disputes = disputes
        self.notes: list[Note] = []
        self.placeholders: tuple[str, ...] = ()

    def note_all(self, knowledge: KnowledgeBase, lost: Sequence[str]) -> None:
        """Note what is wrong with the site as a whole."""
        for c in self.disputes.open:
            url = c.sources[0].url if c.sources else None
            self._note(Why.DISPUTED, c.about, f"{c.field}: {' / '.join(c.values)}", url)
        for p in knowledge.placeholders:
            url = p.sources[0].url if p.sources else None
            self._note(Why.PLACEHOLDER, "site", p.text, url)
        for line in lost:
            self._note(Why.CORRECTION, "corrections.toml", line, None)
        self.placeholders = tuple(p.text.casefold() for p in knowledge.placeholders if p.text)

    def records(self, records: Sequence[_R], read: Callable[[_R], _R | None]) -> tuple[_R, ...]:
        """Those that can be told, one for each key and content, by key."""
        kept: dict[tuple[str, str], _R] = {}
        for record in sorted(records, key=lambda r: (r.key, -r.confidence, r.id)):
            if (fact := read(record)) is not None:
                kept.setdefault((fact.key, fact.id), fact)
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
        answer = self._whole(faq, "answer", faq.answer, ANSWER)
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
            field: self._text(key, field, getattr(company, field), cap, None)
            for field, cap in caps.items()
        }
        people = [
            Person(name=name, role=self._text(key, "people", p.role, NAME, None))
            for p in company.people[:_PEOPLE]
            if (name := self._text(key, "people", p.name, NAME, None))
        ]
        locations = (self._text(key, "locations", v, NAME, None) for v in company.locations)
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
                self._text("contact_info", field, value, LINE, None)
                for value in getattr(contact, field)
                if value not in self.disputes.values("contact_info", field)
            )
            update[field] = tuple(value for value in values if value)
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
                self._note(Why.FOREIGN, f"contact_info.{field}", value, url)
        return tuple(kept)

    def _features(self, record: Record, features: Sequence[str]) -> tuple[str, ...]:
        text = self._reader(record)
        read = (text("features", feature, LINE) for feature in features[:_FEATURES])
        return tuple(dict.fromkeys(feature for feature in read if feature))

    def _reader(self, record: Record) -> Callable[[str, str | None, int], str | None]:
        url = _first_url(record)
        return lambda field, value, cap: self._text(record.key, field, value, cap, url)

    def _whole(self, record: Record, field: str, value: str, cap: int) -> str | None:
        """`value` all or not at all: half an answer misleads."""
        text = self._reader(record)(field, value, _UNCUT)
        if text and len(text) > cap:
            self._note(Why.TOO_LONG, record.key, field, _first_url(record))
            return None
        return text

    def _text(
        self, key: str, field: str, value: str | None, cap: int, url: str | None
    ) -> str | None:
        if not value or self.disputes.field(key, field):
            return None
        if any(p in value.casefold() for p in self.placeholders):
            return None
        line, taken = without_foreign(neutral(value, _UNCUT), self.may)
        for contact in taken:
            self._note(Why.FOREIGN, key, contact, url)
        short = neutral(line, cap)
        if not short:
            self._note(Why.TOO_LONG, key, field, url)
        return short or None

    def _note(self, why: Why, about: str, text: str, url: str | None) -> None:
        self.notes.append(Note(why=why, about=about, text=text, url=url))


def _first_url(record: Record) -> str | None:
    return record.sources[0].url if record.sources else None


_PRICE_FIELDS = ("amount", "amount_max", "currency", "period", "qualifier")
