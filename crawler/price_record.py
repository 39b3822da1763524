"""The record of one offer, from its amount and the thing on the page that it belongs to."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from crawler.dom import Document, text_of
from crawler.flow import Line, flow_of
from crawler.labels import bare, naming
from crawler.money import Money, find_money, period_in
from crawler.owners import Thing
from crawler.places import has_icon, slot
from crawler.records import Period, Price, Qualifier, Source
from crawler.service_text import is_label
from crawler.service_words import is_generic

_FEATURES = 25
_TICKED = 12
"""Words of a feature."""


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
    inside = re.search(r"\(([^()]+)\)", name)
    if inside and (period := period_in(inside[1], language)):
        return period
    return period_in(name, language, anywhere=True) if len(name.split()) <= 3 else None


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


def features_of(thing: Thing, document: Document) -> tuple[str, ...]:
    """The list items of a card, as they are worded."""
    if thing.card is None and thing.sure < 0.7:
        return ()
    flow = flow_of(document)
    first, last = flow.span(thing.element)
    items: dict[HtmlElement, list[str]] = {}
    for line in flow.lines[first:last]:
        priced = len(line.text.split()) <= 6 and find_money(line.text, document.language)
        own = line.item is not None and line.item is not thing.element
        if line.item is not None and own and not line.linked and not priced:
            items.setdefault(line.item, []).append(line.text)
    texts = [bare(" ".join(parts)) for parts in items.values()] or _ticked(thing, document)
    return tuple(dict.fromkeys(t for t in texts if t))[:_FEATURES]


def _is_point(line: Line) -> bool:
    """Whether `line` is a point of a list made of boxes: behind an icon, or no paragraph."""
    boxed = line.element.tag in ("div", "span") and not line.text.endswith((".", "!", "?"))
    return boxed or has_icon(line)


def _ticked(thing: Thing, document: Document) -> list[str]:
    """The short lines of a card without a list in one place, behind icons or in boxes."""
    if thing.card is None:
        return []
    places: dict[str, list[Line]] = {}
    for line in flow_of(document).under(thing.element):
        label = line.rank or line.linked or is_label(line.text, document.language)
        if line is not thing.name_line and not label and len(line.text.split()) <= _TICKED:
            places.setdefault(slot(line, thing.element), []).append(line)
    lists = (lines for lines in places.values() if len(lines) > 1 and all(map(_is_point, lines)))
    return [bare(line.text) for line in next(lists, [])]
