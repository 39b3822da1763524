"""From one record to one fact: neutral, capped, without foreign contacts and disputed fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from compiler.contacts import Allowed
from compiler.disputes import Disputes
from compiler.foreign import without_foreign
from compiler.neutral import neutral, sentence_spans
from compiler.notes import Note, Why
from compiler.overruled import Overruled
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
    normalised,
)

NAME, LINE, TEXT, QUOTE, ANSWER = 120, 240, 480, 420, 600
"""Caps in characters: names and labels, one-line values, prose, a customer's words, an answer."""
_UNCUT = 12_000
_OPENING = 24
"""Characters by which the first sentence of an answer is known again."""
_FEATURES = 8
_PEOPLE = 8

_R = TypeVar("_R", bound=Record)
_T = TypeVar("_T")


class Intake:
    """Takes records in one by one, neutral and capped, noting what it leaves out."""

    def __init__(self, may: Allowed, disputes: Disputes, overruled: Overruled) -> None:
        self.may = may
        self.disputes = disputes
        self.overruled = overruled
        self.notes: list[Note] = []
        self.placeholders: re.Pattern[str] | None = None
        self.beyond: dict[tuple[str, str], int] = {}
        """Key and field of a list to how many of its items were left out."""

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
        marks = [_as_pattern(p.text) for p in knowledge.placeholders if p.text.strip()]
        self.placeholders = re.compile("|".join(marks)) if marks else None

    def records(self, records: Sequence[_R], read: Callable[[_R], _R | None]) -> tuple[_R, ...]:
        """Those that can be told, by key; one for each content, with the sources of all that say
        the same on another page.
        """
        kept: dict[str, _R] = {}
        for record in sorted(records, key=lambda r: (r.key, -r.confidence, r.id)):
            if (fact := read(record)) is None:
                continue
            twin = kept.get(said := _said(fact))
            kept[said] = _joined(twin, fact) if twin else fact
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
            for p in self._first(key, "people", company.people, _PEOPLE)
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
            update[field] = _once(value for value in values if value)
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
        some = self._first(record.key, "features", features, _FEATURES)
        read = (text("features", feature, LINE) for feature in some)
        return tuple(dict.fromkeys(feature for feature in read if feature))

    def _reader(self, record: Record) -> Callable[[str, str | None, int], str | None]:
        url = _first_url(record)
        return lambda field, value, cap: self._text(record.key, field, value, cap, url)

    def _first(self, key: str, field: str, items: Sequence[_T], most: int) -> Sequence[_T]:
        """The first `most` items; what is beyond is counted and noted."""
        if len(items) > most:
            self.beyond[key, field] = len(items) - most
            self._note(Why.SHORTENED, key, f"{field}: {most} of {len(items)}", None)
        return items[:most]

    def _whole(self, record: Record, field: str, value: str, cap: int) -> str | None:
        """`value` all or not at all, as half an answer misleads; but for a sentence after the
        first that names a stranger.
        """
        url, whole = _first_url(record), neutral(value, _UNCUT)
        text = self._clean(record.key, field, value, url)
        if text and max(len(text), len(whole)) > cap:
            self._note(Why.TOO_LONG, record.key, field, url)
            return None
        return text if text and whole.startswith(text[:_OPENING]) else None

    def _text(
        self, key: str, field: str, value: str | None, cap: int, url: str | None
    ) -> str | None:
        """`value` as far as whole sentences of it fit under `cap`."""
        line = self._clean(key, field, value, url)
        short = neutral(line, cap)
        if line and not short:
            self._note(Why.TOO_LONG, key, field, url)
        elif value and len(short) < min(len(line), len(value)):
            told = f"{field}: {len(short):,} of {len(value):,} characters"
            self._note(Why.SHORTENED, key, told, url)
        return short or None

    def _clean(self, key: str, field: str, value: str | None, url: str | None) -> str:
        """`value` neutral, without what is foreign or in dispute; "" when nothing is left."""
        if not value or self.disputes.field(key, field):
            return ""
        if self.placeholders and (mark := self.placeholders.search(value)):
            self._note(Why.PLACEHOLDER, key, f"{field}: {mark[0]}", url)
            return ""
        line = neutral(value, _UNCUT)
        if not line and value.strip():
            self._note(Why.TOO_LONG, key, field, url)
        line = self._in_force(line, key, url)
        line, taken = without_foreign(line, self.may, address=field == "addresses")
        for contact in taken:
            self._note(Why.FOREIGN, key, contact, url)
        return neutral(line, _UNCUT)

    def _in_force(self, line: str, key: str, url: str | None) -> str:
        """`line` without the sentences that state a number of which the site has another one, or
        contact details that a correction replaced.
        """
        kept = []
        for start, end in sentence_spans(line):
            sentence = line[start:end]
            if number := self.disputes.claimed(sentence):
                self._note(Why.DISPUTED, key, number, url)
            elif self.overruled.states(sentence):
                self._note(Why.OVERRULED, key, sentence, url)
            else:
                kept.append(sentence)
        return " ".join(kept)

    def _note(self, why: Why, about: str, text: str, url: str | None) -> None:
        self.notes.append(Note(why=why, about=about, text=text, url=url))


def _as_pattern(placeholder: str) -> str:
    """`placeholder` as whole words, and in its own case where that is all it has: "TODO" is not
    the Spanish "todo".
    """
    mark = placeholder.strip()
    start = r"(?<!\w)" if mark[0].isalnum() else ""
    end = r"(?!\w)" if mark[-1].isalnum() else ""
    case = "(?-i:" if mark.isupper() else "(?i:"
    return f"{start}{case}{re.escape(mark)}){end}"


def _said(record: Record) -> str:
    """What two records must share to be one fact: all but the page, the details and the sources."""
    apart = {"id", "language", "confidence", "sources", "url", "features"}
    return record.model_dump_json(exclude=apart)


def _joined(one: _R, other: _R) -> _R:
    """`one` with the sources and details of `other`, which says the same."""
    update: dict[str, object] = {"sources": tuple(dict.fromkeys((*one.sources, *other.sources)))}
    if isinstance(one, (Service, Price)) and isinstance(other, (Service, Price)):
        update["features"] = tuple(dict.fromkeys((*one.features, *other.features)))[:_FEATURES]
    return one.model_copy(update=update)


def _once(values: Iterable[str]) -> tuple[str, ...]:
    """`values` without those whose every word another one has too: "1 Rose Lane, Leeds" beside
    "1 Rose Lane, Leeds LS1 4AB".
    """
    every = list(dict.fromkeys(values))
    words = [set(normalised(value).split("-")) for value in every]
    return tuple(
        value
        for i, value in enumerate(every)
        if not any(
            words[i] < other or (words[i] == other and j < i) for j, other in enumerate(words)
        )
    )


def _first_url(record: Record) -> str | None:
    return record.sources[0].url if record.sources else None


_PRICE_FIELDS = ("amount", "amount_max", "currency", "period", "qualifier")
