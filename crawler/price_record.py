"""The record of one offer, from its amount and the thing on the page that it belongs to."""

from __future__ import annotations

import re

from crawler.dom import Document, text_of
from crawler.durations import duration_of
from crawler.flow import Line, flow_of
from crawler.labels import bare, naming
from crawler.lexicon import any_of, words
from crawler.money import Money, find_money, period_in
from crawler.owners import Thing
from crawler.price_features import features_of
from crawler.records import Period, Price, Qualifier, Source
from crawler.service_words import is_generic

_ASIDE = re.compile(r"\(([^()]+)\)|,\s*([^,()]+)$")
"""Words beside a name, in brackets or after its last comma: "Linen, per person"."""


def price_record(
    money: Money,
    name: str,
    *,
    document: Document,
    period: Period | None,
    source: Source,
    thing: Thing,
) -> Price:
    """The record of one offer; free and on request carry neither amount nor currency."""
    stated = money.amount is not None and money.qualifier is not Qualifier.FREE
    return Price(
        name=name,
        service=service_of(thing, name, document),
        amount=money.amount if stated else None,
        amount_max=money.amount_max if stated else None,
        currency=money.currency if stated else None,
        period=period or named_period(name, document.language),
        qualifier=money.qualifier,
        features=features_of(thing, document),
        url=document.url,
        language=document.language,
        confidence=round(thing.sure, 2),
        sources=(source,),
    )


def clean_name(name: str) -> str:
    """`name` without leading signs, numbering and trailing marks."""
    name = re.sub(r"^(?:[^\w\"'„“«(]+|\d{1,2}[.)]\s+|0\d\s+)", "", bare(name))
    return re.sub(r"\s*[.·:…]+$", "", name).strip() or name


def named_period(name: str, language: str | None) -> Period | None:
    """The period that a name holds: "Post replacement (per post)", "Hourly rate"."""
    for aside in _ASIDE.finditer(name):
        if period := period_in(aside[1] or aside[2], language):
            return period
    if _ends_with_sitting(name, language):
        return Period.SESSION
    if len(name.split()) <= 3 and (period := period_in(name, language, anywhere=True)):
        return period
    return Period.HOUR if _opens_with_hour(name, language) else None


def _ends_with_sitting(name: str, language: str | None) -> bool:
    """Whether `name` is that of one sitting: "Trial session", "Therapy session of 60 minutes"."""
    length = duration_of(name, language)
    head = name if length is None else name.replace(length, " ")
    own = words("money", "sitting", language) if language else ()
    said = any_of(w.casefold() for w in own)
    found = re.search(rf"({said})(?:[\s(,–-]+[^\W\d]{{1,3}})?[\s(,–-]*$", head.casefold())
    return bool(own) and found is not None and not re.search(r"\d", head[: found.start()])


def _opens_with_hour(name: str, language: str | None) -> bool:
    """Whether `name` is an hour of something: "Hour of practice", "Godzina jazdy"."""
    if language is None:
        return False  # "time" is an hour in Danish only
    first, _, rest = name.strip().partition(" ")
    hours = {w.casefold() for w in words("money", "hour", language) if len(w) > 2}
    return bool(rest) and first.casefold() in hours


def service_of(thing: Thing, name: str, document: Document) -> str | None:
    """The heading over the offer, when it names more than a price list."""
    if thing.name_line is None:
        return None
    own, language = thing.name_line, document.language
    heading = _item_above(own) or _title_above(thing) or _heading_above(thing, document)
    if (
        heading is None
        or not naming(own, heading, language)
        or heading.casefold() == name.casefold()
        or is_generic(heading, language)
    ):
        return None
    return clean_name(heading) if len(heading.split()) <= 8 else None


def _heading_above(thing: Thing, document: Document) -> str | None:
    """The heading over the name, unless a box with a price of its own holds it."""
    own = thing.name_line
    if own is None or not own.path:
        return None
    flow = flow_of(document)
    heading = next((x for x in flow.lines if x.rank and x.text == own.path[-1]), None)
    if heading is None:
        return own.path[-1]
    around = {own.element, *own.element.iterancestors()}
    box = heading.element
    while (parent := box.getparent()) is not None and parent not in around:
        box = parent
    if box in around:
        return own.path[-1]
    priced = any(find_money(x.text, document.language) for x in flow.under(box) if not x.rank)
    return None if priced else own.path[-1]


def _item_above(own: Line) -> str | None:
    """The first words of the list item that a nested list stands in."""
    if own.item is None:
        return None
    outer = next(own.item.iterancestors("li"), None)
    words = "" if outer is None else " ".join((outer.text or "").split())
    first = outer[0] if outer is not None and len(outer) and not words else None
    if first is not None and first.tag not in ("ul", "ol", "li"):
        words = text_of(first)
    return bare(words) if 0 < len(words.split()) <= 6 else None


def _title_above(thing: Thing) -> str | None:
    """The first line of the box of rows around a row, when it is a title by its place alone."""
    if thing.card is None or thing.name_line is None or thing.name_line.rank:
        return None
    parent = thing.card.element.getparent()
    first = thing.card.element if parent is None else parent[0]
    words = " ".join("".join(first.itertext()).split())
    title = first is not thing.card.element and first.tag != thing.card.element.tag
    same = first.get("class") == thing.card.element.get("class")
    return bare(words) if (title or not same) and 0 < len(words.split()) <= 8 else None
