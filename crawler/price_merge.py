"""One record for each offer of a site, from what its pages say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from crawler.currency import AMBIGUOUS, currency_of
from crawler.reading import PageReading
from crawler.records import Channel, Contradiction, Price, Qualifier, normalised
from crawler.site import SiteIdentity

KEEP = 0.5
_WEAK = (Channel.JSONLD, Channel.MICRODATA, Channel.META)


def merge_prices(
    readings: Sequence[PageReading], site: SiteIdentity
) -> tuple[tuple[Price, ...], tuple[Contradiction, ...]]:
    """One record for each offer of the site, and what its pages dispute about it."""
    found = [_settled(p, site) for r in readings for p in r.pricing if p.confidence >= KEEP]
    seen = [p for p in found if p.sources[0].channel not in _WEAK]
    groups: list[list[Price]] = []
    for price in seen:
        for group in groups:
            if _same(group[0], price):
                group.append(price)
                break
        else:
            groups.append([price])
    merged = [_merged(group) for group in groups]
    return _disputed(merged)


def _settled(price: Price, site: SiteIdentity) -> Price:
    """`price` with the currency that a bare "$" or "kr" means in the site's country."""
    if price.amount is None or site.country is None:
        return price
    quote = price.sources[0].quote
    for sign in AMBIGUOUS:
        coded = any(code in quote for code in ("US$", "USD", "C$", "A$", "R$"))
        if sign in quote and not coded and (code := currency_of(sign, country=site.country)):
            known = AMBIGUOUS[sign].values()
            if price.currency in (None, *known):
                return price.model_copy(update={"currency": code})
    return price


def _same(one: Price, other: Price) -> bool:
    """Whether two statements are of one offer: the same name and terms, nothing that tells them
    apart.
    """
    if normalised(one.name) != normalised(other.name):
        return False
    if (one.amount, one.amount_max, one.currency) != (
        other.amount,
        other.amount_max,
        other.currency,
    ):
        return False
    if one.period != other.period and one.period is not None and other.period is not None:
        return False
    if one.amount is None and one.qualifier is not other.qualifier:
        return False
    apart = one.service and other.service and normalised(one.service) != normalised(other.service)
    if apart and one.features and other.features:
        shared = set(one.features) & set(other.features)
        return len(shared) >= 0.5 * min(len(one.features), len(other.features))
    return True


def _merged(group: Sequence[Price]) -> Price:
    """The fullest statement of the offer with what the others add."""
    best = max(
        group,
        key=lambda p: (p.period is not None, len(p.features), p.confidence, p.service is not None),
    )
    qualifier = best.qualifier
    if qualifier is Qualifier.EXACT and any(p.qualifier is Qualifier.FROM for p in group):
        qualifier = Qualifier.FROM
    sources = tuple(dict.fromkeys(s for p in (best, *group) for s in p.sources))
    return best.model_copy(
        update={
            "period": best.period or next((p.period for p in group if p.period), None),
            "qualifier": qualifier,
            "features": max((p.features for p in group), key=len),
            "confidence": max(p.confidence for p in group),
            "sources": sources,
        }
    )


def _disputed(prices: Iterable[Price]) -> tuple[tuple[Price, ...], tuple[Contradiction, ...]]:
    """The prices with the doubt that a second amount for one name and period throws on them."""
    by_name: dict[tuple[str, str, str], list[Price]] = {}
    kept = list(prices)
    for price in kept:
        key = (normalised(price.name), normalised(price.service or ""), str(price.period or ""))
        by_name.setdefault(key, []).append(price)
    disputes = []
    doubted: set[int] = set()
    for group in by_name.values():
        if len({p.amount for p in group}) < 2:
            continue
        doubted |= {id(p) for p in group}
        sources = tuple(p.sources[0] for p in group)
        values = tuple(_words(p) for p in group)
        disputes.append(
            Contradiction(about=group[0].key, field="amount", values=values, sources=sources)
        )
    final = tuple(
        _renamed(p, {"confidence": round(min(p.confidence, 0.6), 2)})
        if id(p) in doubted
        else _renamed(p, {})
        for p in kept
    )
    return final, tuple(disputes)


def _renamed(price: Price, changes: dict[str, object]) -> Price:
    """A copy that is validated again, so that its key and id are those of its content."""
    values = {n: getattr(price, n) for n in Price.model_fields if n not in ("key", "id")}
    return Price(**{**values, **changes})


def _words(price: Price) -> str:
    amount = price.amount if price.amount is not None else price.qualifier.value
    top = f"–{price.amount_max}" if price.amount_max else ""
    return f"{amount}{top} {price.currency or ''}".strip()
