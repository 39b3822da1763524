"""What a site offers where only its price list says so: what is priced by the piece, the hour or
the sitting.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from crawler.durations import duration_of
from crawler.money_grammar import phrases
from crawler.reading import PageReading
from crawler.records import Channel, Period, Price, Service, Source, normalised
from crawler.service_words import is_package, is_service_name, slugs

_SUBSCRIBED = {Period.MONTH, Period.YEAR, Period.QUARTER, Period.WEEK}
_FEWEST, _MOST = 2, 30
"""One priced thing alone is rather a product; more names than this are a bill of fare."""
_MOST_TIMED = 90
"""The same for rows that take a stated time: treatments, lessons."""
_SMALL, _STRONG = 15, {"EUR", "USD", "GBP", "CHF", "CAD", "AUD"}
"""Amounts below this, in currencies of about one worth, are those of goods; our own estimate."""
_MOSTLY = 0.6
"""Share of the prices that stand under headings of their own; then the headings are offered."""
_LISTED = 2
"""Features from which a priced thing is a plan, or was read as a service already."""
_SHOPS = ("produ", "prodo", "shop", "store", "tienda", "boutique", "negozio", "loja", "sklep")
"""How folders of goods begin in the languages that we read."""
_COUNTED = re.compile(r"\D{0,8}\d")
"""A number near the head of a name, if no duration, counts or grades: "10 rides", "Years 3–6"."""
_TAIL = re.compile(r"(?P<head>.{3,}?)(?::|,|\s[–—-]|\s\(|\s(?=\d))\s*(?P<tail>[^:,()]{2,30})\)?")
_OPEN = re.compile(r"(?:^|\s)[^\W\d_A-Z]{1,3}$")
"""A name that waits for more: "Pass of", "Bono de"."""
_PROSE = 0.6
"""How sure prices are that a sentence states. Where it does not open with their name, as a row
does, they say little about what is offered."""
_PLAN = 2
"""Words up to which a name such as "Premium" is a plan and no service."""


def priced_places(readings: Sequence[PageReading], enough: float) -> list[Service]:
    """A place for each thing of the price lists, or for each heading in them, with `enough` as its
    evidence. Plans that are subscribed to are no services; empty for one name and for too many.
    """
    prices = [p for r in readings for p in r.pricing if _is_offer(p)]
    named = [p for p in prices if p.service and is_service_name(p.service, p.language)]
    headings = {normalised(p.service) for p in named if p.service}
    if len(headings) > 1 and len(named) >= _MOSTLY * len(prices):
        offered = _under_headings(named)
    else:
        offered = {normalised(p.name): (p.name, p) for p in reversed(prices) if _is_named(p)}
        if _are_small(prices):
            return []
    if not _FEWEST <= len(offered) <= _most(prices):
        return []
    return list(_places(offered.values(), enough))


def _are_small(prices: Sequence[Price]) -> bool:
    """Whether most amounts are those of a drink or a bar of soap: hardly anybody works for them."""
    small = sum(
        p.amount is not None and float(p.amount) < _SMALL and p.currency in _STRONG for p in prices
    )
    return small * 2 > len(prices)


def _most(prices: Sequence[Price]) -> int:
    """How many names a price list may have: more, when most of its rows say how long they take."""
    quotes = [p.sources[0].quote for p in prices if p.sources[0].quote]
    timed = sum(duration_of(quote, prices[0].language) is not None for quote in quotes)
    return _MOST_TIMED if prices and timed * 2 > len(prices) else _MOST


def priced_beside(
    found: Sequence[Service], readings: Sequence[PageReading], enough: float
) -> list[Service]:
    """A place for each heading of the price lists, where one of them is a service in `found`.

    The other headings are then of its kind. Empty where the headings are fewer than the services.
    """
    prices = [p for r in readings for p in r.pricing if _is_offer(p)]
    offered = _under_headings(prices)
    known = {normalised(s.name) for s in found}
    if not known & offered.keys() or not max(len(found), _FEWEST) < len(offered) <= _MOST:
        return []
    if sum(p.service is not None for p in prices) < _MOSTLY * len(prices):
        return []
    others = {key: each for key, each in offered.items() if not _is_compound(key, known)}
    return list(_places(others.values(), enough))


def _under_headings(prices: Sequence[Price]) -> dict[str, tuple[str, Price]]:
    """The headings of price lists, and what is priced without one, by name."""
    offered: dict[str, tuple[str, Price]] = {}
    for price in prices:
        name = price.service or (price.name if _is_named(price) else None)
        if name and is_service_name(name, price.language):
            offered.setdefault(normalised(name), (name, price))
    return offered


def _is_compound(key: str, known: Iterable[str]) -> bool:
    """Whether a name of one word begins with a known one: "Gartenpflege", beside "Garten"."""
    return "-" not in key and any(key != k and "-" not in k and key.startswith(k) for k in known)


def _is_offer(price: Price) -> bool:
    """Whether a visible price is asked for one performance, not for a plan with its features."""
    quote = normalised(price.sources[0].quote or "")
    told = price.sources[0].channel in (Channel.VISIBLE, Channel.COLLAPSED)
    once = price.amount is not None and price.period not in _SUBSCRIBED
    goods = any(part == "p" or part.startswith(_SHOPS) for part in slugs(price.url or ""))
    listed = price.confidence > _PROSE or quote.startswith(normalised(price.name))
    return told and listed and once and not goods and len(price.features) < _LISTED


def _is_named(price: Price) -> bool:
    plan = is_package(price.name, price.language) and len(price.name.split()) <= _PLAN
    fee = any(
        phrases("money", words, price.language).search(price.name) for words in ("fee", "setup")
    )
    counted = _COUNTED.match(price.name) and duration_of(price.name, price.language) is None
    return is_service_name(price.name, price.language) and not (plan or fee or counted)


def _places(offered: Iterable[tuple[str, Price]], enough: float) -> Iterator[Service]:
    """One place for each name; a length belongs to it only when it comes in no other."""
    lengths: dict[str, set[str | None]] = {}
    heads: dict[str, tuple[str, Price]] = {}
    for name, price in sorted(offered, key=lambda each: each[0]):
        head, duration = _timed(name, price.language)
        lengths.setdefault(normalised(head), set()).add(duration)
        heads.setdefault(normalised(head), (head, price))
    for key, (head, price) in heads.items():
        source = price.sources[0]
        yield Service(
            name=head.strip(" ;:,"),
            duration=next(iter(lengths[key])) if len(lengths[key]) == 1 else None,
            language=price.language,
            confidence=enough,
            sources=(Source(url=source.url, quote=source.quote, channel=source.channel),),
        )


def _timed(name: str, language: str | None) -> tuple[str, str | None]:
    """A name without the duration that ends it: "Massage: 50 min", "Massage (50 min)"."""
    match = _TAIL.fullmatch(name)
    if match is None or _OPEN.search(match["head"]):
        return name, None
    if not is_service_name(match["head"], language):
        return name, None
    duration = duration_of(match["tail"], language)
    return (match["head"], duration) if duration else (name, None)
