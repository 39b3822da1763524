"""Offers in structured data: schema.org Offer with a price and the thing that is offered."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from crawler.currency import CODES
from crawler.dom import Document
from crawler.price_record import clean_name
from crawler.records import Period, Price, Qualifier, Source
from crawler.structured import Item, items

SURE = 0.6
_PERIODS = {
    "HUR": Period.HOUR, "DAY": Period.DAY, "WEE": Period.WEEK, "MON": Period.MONTH,
    "ANN": Period.YEAR, "C62": Period.UNIT, "EA": Period.UNIT,
}  # fmt: skip
"""UN/CEFACT codes that schema.org unitCode takes (https://schema.org/unitCode)."""
_DEPTH = 6


def typed_prices(document: Document) -> Iterator[Price]:
    """Every offer of the page's structured data that has a name and an amount."""
    seen: set[tuple[str, str | None]] = set()
    for item in items(document):
        for name, offer in _offers(item, None, _DEPTH):
            price = _price(name, offer, document)
            if price is not None and (price.name, price.amount) not in seen:
                seen.add((price.name, price.amount))
                yield price


def _offers(item: Item, name: str | None, depth: int) -> Iterator[tuple[str, Item]]:
    """Offers below `item` with the name of what they offer."""
    offer = bool(item.types & {"offer", "aggregateoffer"})
    offered = next(iter(item.texts("itemOffered")), None)
    own = (offered or item.text("name") or name) if offer else item.text("name")
    if offer and own:
        yield own, item
    if depth:
        for values in item.properties.values():
            for value in values:
                if isinstance(value, Item):
                    yield from _offers(value, own, depth - 1)


def _price(name: str, offer: Item, document: Document) -> Price | None:
    terms = (offer, *offer.items("priceSpecification"))
    low = next(
        (a for t in terms for p in ("price", "lowPrice", "minPrice") if (a := _sum(t.text(p)))),
        None,
    )
    high = next(
        (a for t in terms for p in ("highPrice", "maxPrice") if (a := _sum(t.text(p)))), None
    )
    currency = next((c for t in terms if (c := t.text("priceCurrency")) in CODES), None)
    if low is None or currency is None:
        return None
    free = Decimal(low) == 0
    unit = next((_PERIODS[u] for t in terms if (u := t.text("unitCode")) in _PERIODS), None)
    ranged = high is not None and Decimal(high) > Decimal(low)
    return Price(
        name=clean_name(name),
        amount=None if free else low,
        amount_max=high if ranged and not free else None,
        currency=None if free else currency,
        period=unit,
        qualifier=Qualifier.FREE if free else Qualifier.RANGE if ranged else Qualifier.EXACT,
        url=document.url,
        language=document.language,
        confidence=SURE,
        sources=(
            Source(
                url=document.url, quote=f"{name}: {low} {currency}"[:300], channel=offer.channel
            ),
        ),
    )


def _sum(text: str | None) -> str | None:
    """A schema.org number as a decimal string."""
    try:
        value = Decimal((text or "").replace(",", ".") or "x")
    except InvalidOperation:
        return None
    if not value.is_finite() or value < 0:
        return None
    whole = value == value.to_integral_value()
    return str(value.to_integral_value()) if whole else str(value.quantize(Decimal("0.01")))
