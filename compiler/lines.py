"""From facts to the lines of the fact blocks: one fact a line, exact digits, spoken form, page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from compiler.contacts import allowed
from compiler.facts import Facts
from compiler.foreign import without_foreign
from compiler.neutral import neutral
from compiler.paths import first_path
from compiler.prompts import Prompts
from compiler.spoken import spoken_mail, spoken_phone, spoken_price, written_phone, written_price
from crawler.records import Faq, Price, Record, Service, Source, Testimonial, normalised

BLOCKS = ("company", "contact", "services", "prices", "questions", "testimonials")
"""Names of the fact blocks, in the order in which they stand."""
_PATH = 60
_NOBODY = allowed((), ())


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


def fact_lines(facts: Facts, prompts: Prompts, language: str) -> tuple[Line, ...]:
    """Every fact as a line, in the order of the blocks.

    Labels are in the language of the instructions, digits as the page has them, spoken forms in
    `language`.
    """
    writer = _Writer(facts, prompts, language)
    return (
        *writer.company(),
        *writer.contact(),
        *(writer.service(s) for s in facts.services),
        *(writer.price(p) for p in facts.prices),
        *(writer.faq(f) for f in facts.faqs),
        *(writer.testimonial(t) for t in facts.testimonials),
    )


class _Writer:
    """Writes the lines of one language."""

    def __init__(self, facts: Facts, prompts: Prompts, language: str) -> None:
        self.facts = facts
        self.words = prompts.words
        self.locale = prompts.locales[language]
        self.english = prompts.locales["en"].spoken
        self.offered = {normalised(s.name): set(s.features) for s in facts.services}

    def company(self) -> Iterable[Line]:
        company = self.facts.company
        for field in ("name", "tagline", "description", "founded"):
            if value := getattr(company, field):
                yield self._value("company_info", field, value)
        if company.people:
            people = [f"{p.name} ({p.role})" if p.role else p.name for p in company.people]
            told = self._listed("company_info", "people", people)
            yield self._value("company_info", "people", told)
        if company.locations:
            yield self._value("company_info", "locations", "; ".join(company.locations))

    def contact(self) -> Iterable[Line]:
        contact, spoken = self.facts.contact, self.locale.spoken
        for mail in contact.emails:
            yield self._value("contact_info", "emails", self._say(mail, spoken_mail(mail, spoken)))
        for phone in contact.phones:
            own = [s for s in contact.sources if s.value == phone]
            said = self._say(written_phone(phone, own), spoken_phone(phone, spoken))
            yield self._value("contact_info", "phones", said)
        for address in contact.addresses:
            yield self._value("contact_info", "addresses", address)
        if contact.opening_hours:
            yield self._value("contact_info", "opening_hours", "; ".join(contact.opening_hours))

    def service(self, service: Service) -> Line:
        parts = (
            service.description,
            self._labelled("duration", service.duration),
            self._labelled("audience", service.audience),
        )
        said = " ".join(_stopped(part) for part in parts if part)
        short = f"{service.name}: {said}" if said else service.name
        return self._record("services", service, short, service.features)

    def price(self, price: Price) -> Line:
        name = price.name
        alone = normalised(name) in self.offered  # a service's own name needs no other
        if price.service and not alone and normalised(price.service) not in normalised(name):
            name = f"{price.service}, {name}"
        written, spoken = written_price(price, self.english), spoken_price(price, self.locale)
        known = self.offered.get(normalised(price.name), set())
        new = [feature for feature in price.features if feature not in known]
        return self._record("prices", price, f"{name}: {self._say(written, spoken)}", new)

    def faq(self, faq: Faq) -> Line:
        return self._record("questions", faq, f"{_asked(faq.question)} {faq.answer}")

    def testimonial(self, said: Testimonial) -> Line:
        who = ", ".join(v for v in (said.author, said.role, said.company) if v)
        quote = said.quote.strip('"“”„«» ')
        name = who or self.words.labels["customer"]
        return self._record("testimonials", said, f'{name}: "{quote}"')

    def _say(self, written: str, spoken: str) -> str:
        """The exact form and, where it differs, how it is said."""
        if written == spoken:
            return written
        return f"{written} {self.words.say.format(spoken=spoken)}"

    def _labelled(self, label: str, value: str | None) -> str | None:
        return f"{self.words.labels[label]}: {value}" if value else None

    def _listed(self, key: str, field: str, items: Sequence[str]) -> str:
        """The items, and how many more there are."""
        beyond = self.facts.beyond.get((key, field), 0)
        more = [self.words.labels["more"].format(count=beyond)] if beyond else []
        return "; ".join((*items, *more))

    def _record(self, block: str, record: Record, short: str, details: Sequence[str] = ()) -> Line:
        page = _page(record.sources)
        items = [item.rstrip(".; ") for item in details]
        label = "includes" if block == "prices" else "points"
        listed = self._labelled(label, self._listed(record.key, "features", items))
        return Line(
            block=block,
            key=record.key,
            id=record.id,
            text=short + page,
            more=f"{_stopped(short)} {listed}.{page}" if details else None,
            sources=record.sources,
            pinned=record.key in self.facts.pinned,
        )

    def _value(self, owner: str, field: str, value: str) -> Line:
        company = owner == "company_info"
        holder = self.facts.company if company else self.facts.contact
        sources = tuple(
            Source(url=s.url, quote=s.quote, channel=s.channel)
            for s in holder.sources
            if s.field == field
        )
        key = f"{owner}.{field}"
        return Line(
            block="company" if company else "contact",
            key=key,
            id=None,
            text=f"{self.words.labels[field]}: {value}",
            more=None,
            sources=sources,
            pinned=key in self.facts.pinned,
        )


def _stopped(text: str) -> str:
    return text if text.endswith((*'.!?…:"؟।。！？：',)) else f"{text}."


def _asked(question: str) -> str:
    """A heading that asks nothing gets a colon: "Minimum term: 6 months"."""
    return question if question.endswith((*"?!:.？！：؟؛",)) else f"{question}:"


def _page(sources: Sequence[Source]) -> str:
    """The path of the first page that says it, in square brackets; nothing for the home page."""
    path = first_path(sources)
    path = re.sub(r"(?:^index)?\.(?:html?|php|aspx?)$", "", path)
    safe = path == neutral(path, _PATH) and re.fullmatch(r"[\w%/-]+", path)
    texts = (path, re.sub("[_-]", " ", path))
    contact = re.search(r"\d{5}", path) or any(without_foreign(t, _NOBODY)[1] for t in texts)
    return f" [{path}]" if safe and not contact else ""
