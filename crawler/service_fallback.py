"""What a site offers where none of its words says so: the cards that look most like offers."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.reading import PageReading
from crawler.records import Period, Service, normalised
from crawler.service_groups import is_own, page_key
from crawler.service_words import says_activity

_LEAST = 0.2
"""How much the best group must look like a list of offers on a site without services."""
_SUBSCRIBED = 0.26
"""The same where something is paid by month or year: a few cards may be what one product does."""
_BESIDE = 0.4
"""The same where the site names one service already, and for further groups of the same page."""
_PAGES = 2
"""Such pages that make a menu of offers."""
_OTHERS = 3
"""One name in so many that belongs to a person makes a group of people."""


def likely_places(
    readings: Sequence[PageReading], known: int, enough: float, *, beside_prices: bool = False
) -> list[Service]:
    """The cards of the likeliest groups of the site, each with `enough` as its evidence.

    `known` is how many services the site has otherwise; `beside_prices` tells that a price list
    names some, so that more than the shape of cards must speak for them. Empty where no group is
    likely enough.
    """
    persons = _persons(readings)
    found = [
        (group[0].confidence, n, group)
        for n, reading in enumerate(readings)
        for group in reading.likely_offers
        if not _are_persons(group, persons)
    ]
    found.sort(key=lambda each: -each[0])
    if not found or found[0][0] < _least(readings, known or beside_prices):
        return [] if known else _menu_pages(readings, enough)
    _, page, best = found[0]
    more = [g for likeness, n, g in found[1:] if n == page and likeness >= _BESIDE]
    places = [place for group in (best, *more) for place in group]
    return [place.model_copy(update={"confidence": enough}) for place in places]


def _menu_pages(readings: Sequence[PageReading], enough: float) -> list[Service]:
    """Pages of the menu titled as their entries and called after what is done for customers."""
    places = [place for reading in readings for place in reading.services]
    titled = {page_key(p.url): normalised(p.name) for p in places if is_own(p) and p.description}
    found = {
        page_key(p.url): p
        for p in places
        if p.url and not p.description and titled.get(page_key(p.url)) == normalised(p.name)
        if says_activity(p.name, p.language)
    }
    several = found.values() if len(found) >= _PAGES else ()
    return [p.model_copy(update={"confidence": enough}) for p in several]


def _least(readings: Sequence[PageReading], known: int | bool) -> float:
    if known:
        return _BESIDE
    prices = (p for r in readings for p in r.pricing if p.amount)
    subscribed = any(p.period in (Period.MONTH, Period.YEAR) for p in prices)
    return _SUBSCRIBED if subscribed else _LEAST


def _persons(readings: Sequence[PageReading]) -> frozenset[str]:
    """Everybody whom the site names: its people and the authors of its testimonials."""
    people = (c.value for r in readings for c in r.company if c.field == "people")
    authors = (t.author for r in readings for t in r.testimonials if t.author)
    return frozenset(normalised(name) for name in (*people, *authors))


def _are_persons(group: Sequence[Service], persons: frozenset[str]) -> bool:
    return sum(normalised(p.name) in persons for p in group) * _OTHERS >= len(group)
