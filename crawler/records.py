"""The records that a site is read into: the types every later stage shares.

Records are frozen and refuse unknown fields. A record names itself: `key` is stable while values
change (corrections
and the diff go by it), `id` is a hash of the content. Amounts are decimal strings, currencies ISO
4217, phones E.164.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from enum import StrEnum
from functools import lru_cache
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Channel(StrEnum):
    """How the words of a source stand on the page."""

    VISIBLE = "visible"
    COLLAPSED = "collapsed"
    """Behind a control that the visitor opens: accordion, tab, modal, carousel."""
    JSONLD = "jsonld"
    MICRODATA = "microdata"
    META = "meta"


class Period(StrEnum):
    """What an amount buys again; `session` is one sitting, `once` only where the page says one-
    time.
    """

    HOUR = "hour"
    DAY = "day"
    NIGHT = "night"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    SESSION = "session"
    PERSON = "person"
    UNIT = "unit"
    ONCE = "once"


class Qualifier(StrEnum):
    """How binding an amount is."""

    EXACT = "exact"
    FROM = "from"
    UP_TO = "up_to"
    RANGE = "range"
    ON_REQUEST = "on_request"
    FREE = "free"


@lru_cache(maxsize=32768)
def normalised(text: str) -> str:
    """Case-folded words of `text` joined by single hyphens: the part of a key that a rewording of
    case or dots keeps.
    """
    return "-".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


def content_id(value: Any) -> str:
    """12 hex digits of the SHA-256 of the canonical JSON of `value`."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


class Knowledge(BaseModel):
    """The base of everything read from a site: frozen, and an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Source(Knowledge):
    """Where on the site a record was read."""

    url: str
    """URL of the page as it was crawled."""
    quote: str
    """The words on the page that support the record, white space squeezed."""
    channel: Channel = Channel.VISIBLE
    """visible, collapsed (accordion, tab, modal), jsonld, microdata or meta."""


class Record(Knowledge):
    """One thing that the site says, with its sources."""

    kind: ClassVar[str]
    named_by: ClassVar[tuple[str, ...]]
    """The fields whose words make the key."""

    key: str = ""
    """kind + normalised name + service: stable when values change. Filled in when left empty."""
    id: str = ""
    """Hash of the content (not of sources and confidence). Always computed."""
    language: str | None = None
    """BCP 47 primary tag of the words, such as "en"."""
    confidence: float = Field(default=1.0, ge=0, le=1)
    """How sure the reading is, 0..1."""
    sources: tuple[Source, ...] = ()
    """Every place that says it, best first."""

    @model_validator(mode="after")
    def _name_itself(self) -> Self:
        named = [
            normalised(str(getattr(self, field))) for field in self.named_by if getattr(self, field)
        ]
        if not self.key:
            object.__setattr__(self, "key", ":".join([self.kind, *named]))
        content = self.model_dump(mode="json", exclude={"key", "id", "confidence", "sources"})
        object.__setattr__(self, "id", content_id([self.kind, content]))
        return self


class Service(Record):
    """Something the company does for a customer and offers on its own."""

    kind: ClassVar[str] = "service"
    named_by: ClassVar[tuple[str, ...]] = ("name",)

    name: str
    description: str | None = None
    features: tuple[str, ...] = ()
    audience: str | None = None
    duration: str | None = None
    """As the page words it, such as "6 Weeks"."""
    url: str | None = None
    """The page about it, absolute."""


class Testimonial(Record):
    """A customer's words about the company."""

    kind: ClassVar[str] = "testimonial"
    named_by: ClassVar[tuple[str, ...]] = ("author", "quote_start")

    quote: str
    author: str | None = None
    role: str | None = None
    company: str | None = None
    rating: float | None = None
    """Stars out of five, when the page gives them."""

    @property
    def quote_start(self) -> str:
        """The first six words: tells two quotes of one author apart."""
        return " ".join(self.quote.split()[:6])


class Price(Record):
    """A named thing with what a customer pays for it."""

    kind: ClassVar[str] = "price"
    named_by: ClassVar[tuple[str, ...]] = ("name", "service")

    name: str
    service: str | None = None
    """The service that it belongs to, where the name alone does not tell ("Essential" of
    weddings)."""
    amount: str | None = None
    """Decimal string such as "15000" or "49.90"; null when free or on request."""
    amount_max: str | None = None
    currency: str | None = None
    """ISO 4217; null when it cannot be known."""
    period: Period | None = None
    qualifier: Qualifier = Qualifier.EXACT
    features: tuple[str, ...] = ()
    url: str | None = None


class Faq(Record):
    """A question and the site's own answer."""

    kind: ClassVar[str] = "faq"
    named_by: ClassVar[tuple[str, ...]] = ("question",)

    question: str
    answer: str


class ValueSource(Source):
    """Where one contact or company value was read."""

    field: str
    """Name of the field, such as "phones"."""
    value: str
    """The value in that field."""


class ContactInfo(Knowledge):
    """How to reach the company."""

    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    """E.164."""
    addresses: tuple[str, ...] = ()
    """One line each."""
    booking_urls: tuple[str, ...] = ()
    """Absolute; dead links left out."""
    opening_hours: tuple[str, ...] = ()
    """As the page words them, one statement each."""
    social_urls: tuple[str, ...] = ()
    sources: tuple[ValueSource, ...] = ()


class Person(Knowledge):
    """Somebody of the company."""

    name: str
    role: str | None = None


class CompanyInfo(Knowledge):
    """Who the company is."""

    name: str | None = None
    legal_name: str | None = None
    tagline: str | None = None
    description: str | None = None
    founded: str | None = None
    """"YYYY"."""
    people: tuple[Person, ...] = ()
    locations: tuple[str, ...] = ()
    sources: tuple[ValueSource, ...] = ()


class Contradiction(Knowledge):
    """Two statements of the site that cannot both be true, or one that another overruled."""

    about: str
    """Key of the record, or the field, such as "contact_info.phones"."""
    field: str
    """The field in dispute, such as "amount"."""
    values: tuple[str, ...]
    """The values as text, in the order of `sources`."""
    sources: tuple[Source, ...]
    overruled: bool = False
    """True when a structured-data twin yielded to the visible words: nothing is in dispute, but
    it should be mended."""


class Placeholder(Knowledge):
    """Something on the site that was never filled in: "XXX-XXXX", lorem ipsum, "your@email.com"."""

    text: str
    sources: tuple[Source, ...]


class KnowledgeBase(Knowledge):
    """Everything a site says, in the six kinds, with what is wrong with it."""

    services: tuple[Service, ...] = ()
    testimonials: tuple[Testimonial, ...] = ()
    pricing: tuple[Price, ...] = ()
    faq: tuple[Faq, ...] = ()
    contact_info: ContactInfo = ContactInfo()
    company_info: CompanyInfo = CompanyInfo()
    contradictions: tuple[Contradiction, ...] = ()
    placeholders: tuple[Placeholder, ...] = ()

    def records(self) -> tuple[Record, ...]:
        """All services, testimonials, prices and questions, in that order."""
        return (*self.services, *self.testimonials, *self.pricing, *self.faq)
