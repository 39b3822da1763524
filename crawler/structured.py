"""What a page says in schema.org markup: JSON-LD, microdata and RDFa Lite, as one kind of item.

Only the properties in `PROPERTIES` are read, the ones that some field of our records needs; all
other structured data of a page never passes. JSON-LD is read from `Document.jsonld`; microdata and
RDFa in one walk over the pruned tree, so that marked-up words which no visitor can see are gone
already, and only when a page has such attributes at all.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lxml.html import HtmlElement

from crawler.dom import Document, text_of
from crawler.records import Channel
from crawler.text import squeeze

_NAMES = """
    @id additionalType alternateName name legalName slogan description text url sameAs image
    foundingDate founder employee employees member jobTitle worksFor
    telephone email contactPoint address streetAddress postalCode addressLocality addressRegion
    addressCountry postOfficeBoxNumber location areaServed
    openingHours openingHoursSpecification dayOfWeek opens closes
    potentialAction target urlTemplate department subOrganization parentOrganization publisher
    provider brand hasOfferCatalog itemListElement item itemOffered makesOffer offers
    price lowPrice highPrice minPrice maxPrice priceCurrency priceSpecification priceRange value
    unitCode unitText billingDuration billingIncrement referenceQuantity eligibleQuantity
    serviceType category audience audienceType duration timeRequired
    review reviews reviewBody reviewRating ratingValue bestRating author itemReviewed
    mainEntity hasPart acceptedAnswer suggestedAnswer
"""
PROPERTIES = frozenset(_NAMES.split())
"""The schema.org properties that a record field is read from (https://schema.org, version 29)."""

_DEPTH = 8
"""How deep items may nest; references by @id can be circular."""
_TAG = re.compile(r"<[^<>]*>")
_BREAK = re.compile(r"</?(?:p|div|li|ul|ol|br|h[1-6]|tr|td)\b[^<>]*>", re.IGNORECASE)


@dataclass(frozen=True)
class Item:
    """One schema.org item."""

    types: frozenset[str]
    """Lower-case schema names without their address, such as "faqpage"."""
    properties: Mapping[str, tuple[str | Item, ...]]
    """Values by property name, in page order; text is cleaned, HTML in it is taken out."""
    channel: Channel
    """jsonld or microdata (RDFa counts as microdata)."""

    def texts(self, name: str) -> tuple[str, ...]:
        """The text values of `name`; an item stands for its own name."""
        found = (v if isinstance(v, str) else v.text("name") for v in self.properties.get(name, ()))
        return tuple(v for v in found if v)

    def text(self, name: str) -> str | None:
        """The first text value of `name`, if any."""
        return next(iter(self.texts(name)), None)

    def items(self, name: str) -> tuple[Item, ...]:
        """The values of `name` that are items."""
        return tuple(v for v in self.properties.get(name, ()) if isinstance(v, Item))

    def walk(self) -> Iterator[Item]:
        """This item and every item below it."""
        yield self
        for values in self.properties.values():
            for value in values:
                if isinstance(value, Item):
                    yield from value.walk()


@lru_cache(maxsize=8)
def items(document: Document) -> tuple[Item, ...]:
    """Every top-level item: JSON-LD first, then microdata and RDFa, each in page order."""
    return (*_jsonld(document.jsonld), *_markup(document.root))


def all_items(document: Document) -> Iterator[Item]:
    """Every item of the page, nested ones after the item that holds them."""
    for item in items(document):
        yield from item.walk()


# JSON-LD


def _jsonld(objects: Iterable[dict[str, Any]]) -> Iterator[Item]:
    known = list(objects)
    by_id = {str(o["@id"]): o for o in known if "@id" in o and len(o) > 1}
    for entry in known:
        yield _from_json(entry, by_id, _DEPTH, frozenset())


def _from_json(
    entry: Mapping[str, Any], by_id: Mapping[str, dict[str, Any]], depth: int, above: frozenset[str]
) -> Item:
    identifier = str(entry.get("@id", ""))
    above |= {identifier}
    properties: dict[str, tuple[str | Item, ...]] = {}
    for name, value in entry.items():
        bare = _local(name)
        if bare in PROPERTIES:
            properties[bare] = tuple(_values(value, by_id, depth - 1, above))
    return Item(_types(entry.get("@type")), properties, Channel.JSONLD)


def _values(
    value: Any, by_id: Mapping[str, dict[str, Any]], depth: int, above: frozenset[str]
) -> Iterator[str | Item]:
    match value:
        case list():
            for part in value:
                yield from _values(part, by_id, depth, above)
        case {"@value": inner}:
            yield from _values(inner, by_id, depth, above)
        case {"@list": inner} | {"@set": inner}:
            yield from _values(inner, by_id, depth, above)
        case dict() if depth > 0:
            target = value
            if set(value) <= {"@id", "@type"} and str(value.get("@id")) in by_id:
                target = by_id[str(value["@id"])]
            if str(target.get("@id", object())) not in above:
                yield _from_json(target, by_id, depth, above)
        case bool() | None:
            pass
        case str() | int() | float():
            if text := plain(str(value)):
                yield text


def plain(text: str) -> str:
    """A JSON-LD text cleaned: entities resolved, tags taken out (block tags become spaces)."""
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub(" ", text))
    return squeeze(text)


def _types(value: Any) -> frozenset[str]:
    names = value if isinstance(value, list) else [value]
    return frozenset(_local(str(n)).lower() for n in names if n)


def _local(name: str) -> str:
    """`name` without a vocabulary: "https://schema.org/Offer" and "schema:Offer" are "Offer"."""
    return re.split(r"[/#:]", name.rstrip("/#:"))[-1]


# microdata and RDFa Lite


def _markup(root: HtmlElement) -> tuple[Item, ...]:
    if next(root.iterfind(".//*[@itemtype]"), None) is not None:
        return tuple(_scopes(root, _MICRODATA))
    if next(root.iterfind(".//*[@typeof]"), None) is not None:
        return tuple(_scopes(root, _RDFA))
    return ()


@dataclass(frozen=True)
class _Syntax:
    scope: str
    type: str
    property: str


_MICRODATA = _Syntax("itemscope", "itemtype", "itemprop")
_RDFA = _Syntax("typeof", "typeof", "property")


def _scopes(root: HtmlElement, syntax: _Syntax) -> Iterator[Item]:
    """The outermost items at or below `root`."""
    open_nodes = [root]
    while open_nodes:
        node = open_nodes.pop()
        if node.get(syntax.scope) is not None:
            yield _from_element(node, syntax, _DEPTH)
        else:
            open_nodes.extend(_children(node))


def _from_element(scope: HtmlElement, syntax: _Syntax, depth: int) -> Item:
    properties: dict[str, list[str | Item]] = {}
    open_nodes = _children(scope)
    while open_nodes:
        node = open_nodes.pop()
        given = (_local(p) for p in (node.get(syntax.property) or "").split())
        names = [name for name in given if name in PROPERTIES]
        value: str | Item | None = None
        if node.get(syntax.scope) is not None:
            value = _from_element(node, syntax, depth - 1) if depth > 0 else None
        else:
            value = _value(node) if names else None
            open_nodes.extend(_children(node))
        if value:
            for name in names:
                properties.setdefault(name, []).append(value)
    types = _types((scope.get(syntax.type) or "").split())
    return Item(types, {k: tuple(v) for k, v in properties.items()}, Channel.MICRODATA)


def _children(node: HtmlElement) -> list[HtmlElement]:
    """The element children, last first: a stack gives them back in page order."""
    return [c for c in node.iterchildren(reversed=True) if isinstance(c.tag, str)]


def _value(node: HtmlElement) -> str:
    """The value of a property as the HTML standard's microdata section and RDFa Lite give it."""
    for attribute in ("content", "datetime", "resource"):
        if (given := node.get(attribute)) is not None:
            return squeeze(given)
    if node.tag in ("a", "link", "area") and node.get("href"):
        return squeeze(node.get("href", ""))
    if node.tag in ("img", "audio", "video", "source", "embed"):
        return squeeze(node.get("src") or "")
    if node.tag in ("data", "meter"):
        return squeeze(node.get("value") or text_of(node))
    return text_of(node)
