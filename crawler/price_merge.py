"""One record for each offer of a site, from what its pages say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from crawler.currency import AMBIGUOUS, currency_of
from crawler.lead_ins import merge_lead_in
from crawler.page_subject import named_by_page, without_repeats
from crawler.price_twins import joined, visible_twin
from crawler.reading import PageReading
from crawler.records import Contradiction, Price, Qualifier, normalised
from crawler.service_groups import WEAK, page_key
from crawler.service_merge import service_titles
from crawler.site import SiteIdentity
from crawler.stated_terms import merge_agreed

KEEP = 0.5


def merge_prices(
    readings: Sequence[PageReading], site: SiteIdentity
) -> tuple[tuple[Price, ...], tuple[Contradiction, ...]]:
    """One record for each offer of the site, and what its pages dispute about it."""
    titles = service_titles(readings)
    hint = _usual_currency(readings)
    found = [
        p
        for r in readings
        for p in named_by_page(
            [
                _titled(_settled(p, site, hint), r, titles)
                for p in r.pricing
                if p.confidence >= KEEP
            ],
            titles.get(page_key(r.url)),
        )
    ]
    known = frozenset(normalised(t) for t in titles.values())
    groups: list[list[Price]] = []
    named: dict[str, list[list[Price]]] = defaultdict(list)
    for price in (p for p in found if p.sources[0].channel not in WEAK):
        alike = named[normalised(price.name)]
        group = next((g for g in alike if _same(g[0], price)), None)
        if group is None:
            groups.append(group := [])
            alike.append(group)
        group.append(price)
    merged = without_repeats([_merged(group) for group in joined(groups, known)])
    typed = [p for p in found if p.sources[0].channel in WEAK]
    alone, overruled = _settled_twins(typed, merged)
    free = merge_lead_in(readings, [*merged, *alone])
    said = merge_agreed(readings, [*merged, *alone])
    final, disputes = _disputed([*merged, *alone, *(p for p in (free, said) if p is not None)])
    return final, (*disputes, *overruled)


def _settled_twins(
    typed: Sequence[Price], seen: Sequence[Price]
) -> tuple[list[Price], list[Contradiction]]:
    """Structured offers without a visible twin, and what visible words overruled.

    A site that shows amounts says by silence that the ones it does not show are no prices of it.
    """
    shown = any(p.amount for p in seen)
    alone: list[Price] = []
    overruled: list[Contradiction] = []
    for price in typed:
        twin = visible_twin(price, seen)
        if twin is None:
            if not shown and not any(_same(price, p) for p in alone):
                alone.append(price)
        elif (twin.amount, twin.amount_max) != (price.amount, price.amount_max):
            both = (twin, price)
            overruled.append(
                Contradiction(
                    about=twin.key,
                    field="amount",
                    values=tuple(_words(p) for p in both),
                    sources=tuple(p.sources[0] for p in both),
                    overruled=True,
                )
            )
    return alone, overruled


def _titled(price: Price, reading: PageReading, titles: Mapping[str, str]) -> Price:
    """`price` under the name of the service, where it bears the title of the service's own page."""
    title = titles.get(page_key(price.url))
    own = (s.name for s in reading.services if page_key(s.url) == page_key(reading.url))
    if title is None or normalised(price.name) not in {normalised(n) for n in own}:
        return price
    return price.model_copy(update={"name": title})


def _usual_currency(readings: Sequence[PageReading]) -> str | None:
    """The currency that structured data and other plain hints of the site give, when they agree."""
    typed = [p.currency for r in readings for p in r.pricing if p.sources[0].channel in WEAK]
    hints = {c for c in (*typed, *(c for r in readings for c in r.signals.currencies)) if c}
    return hints.pop() if len(hints) == 1 else None


def _settled(price: Price, site: SiteIdentity, hint: str | None) -> Price:
    """`price` with the currency that a bare "$" or "kr" means on this site."""
    if price.amount is None:
        return price
    quote = price.sources[0].quote
    for sign in AMBIGUOUS:
        coded = any(code in quote for code in ("US$", "USD", "C$", "A$", "R$"))
        known = AMBIGUOUS[sign].values()
        if sign not in quote or coded or price.currency not in (None, *known):
            continue
        code = hint if hint in known else currency_of(sign, country=site.country)
        if site.country in AMBIGUOUS[sign] or hint in known:
            return price.model_copy(update={"currency": code or price.currency})
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
