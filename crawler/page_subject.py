"""Prices of a page about one thing: they are of that thing, whatever heading they stand under.

Marketing pages repeat one price in the hero, on buttons and in a section called "Clear, affordable
pricing". None of these words names what is sold; menus, cards and links do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.offer_words import is_call, names_nothing, says_call
from crawler.owners import LINKED
from crawler.records import Price, Qualifier, normalised

_AMOUNT = re.compile(r"[\d€$£₹]")
_OF_A_CARD = 0.8
"""Confidence from which a name is the card's own."""


def named_by_page(prices: Sequence[Price], title: str | None) -> list[Price]:
    """The prices of one page under `title`, what links call it, where the page names none itself.

    Without a title a price that nothing names is left out; where the same amount stands on the page
    under a name, it only repeats it.
    """
    one = title is not None and _one_amount(prices)
    cards = {normalised(p.name) for p in prices if p.confidence >= _OF_A_CARD and not _unnamed(p)}
    lone = one and len(cards) == 1
    named = [p for p in prices if not _nameless(p)]
    sums = {(p.amount, p.amount_max) for p in named if p.amount}
    kept = []
    for price in prices:
        if not _nameless(price) and not (lone and is_button(price)):
            kept.append(price)
        elif title is not None and one:
            kept.append(price.model_copy(update={"name": title, "service": None}))
        elif not _unnamed(price) and (price.amount, price.amount_max) not in sums:
            kept.append(price)
    return kept


def without_repeats(prices: Sequence[Price]) -> list[Price]:
    """The offers of a site without links that only state the terms of one of them again."""
    firm = [p for p in prices if p.confidence > LINKED]
    kept = list(prices)
    for price in prices:
        same = [p for p in firm if _terms(p) == _terms(price)]
        if price.confidence == LINKED and price.period is not None and len(same) == 1:
            kept.remove(price)
            n = kept.index(same[0])
            sources = tuple(dict.fromkeys((*kept[n].sources, *price.sources)))
            kept[n] = kept[n].model_copy(update={"sources": sources})
            firm = [p for p in kept if p.confidence > LINKED]
    return kept


def _terms(price: Price) -> tuple[object, ...]:
    return (price.amount, price.amount_max, price.currency, price.period)


def _one_amount(prices: Sequence[Price]) -> bool:
    stated = [p for p in prices if p.qualifier is not Qualifier.FREE]
    periods = {p.period for p in stated if p.period is not None}
    return len({(p.amount, p.amount_max) for p in stated}) == 1 and len(periods) <= 1


def _nameless(price: Price) -> bool:
    """Whether the name is of a section, or of a heading that a button only happens to follow."""
    return _unnamed(price) or (price.confidence < _OF_A_CARD and is_button(price))


def _unnamed(price: Price) -> bool:
    return names_nothing(price.name, price.language) or is_call(price.name, price.language)


def is_button(price: Price) -> bool:
    """Whether the words before the amount ask the visitor to act."""
    _, apart, words = price.sources[0].quote.rpartition(" … ")
    before = _AMOUNT.split(words, maxsplit=1)[0]
    asks = says_call if apart else is_call
    return bool(normalised(before)) and asks(before, price.language)
