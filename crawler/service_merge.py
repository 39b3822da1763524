"""One record for each service of a site, from all the places that speak of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from crawler.reading import PageReading
from crawler.records import Contradiction, Service, normalised
from crawler.rewording import same_words
from crawler.service_fallback import likely_places
from crawler.service_groups import (
    WEAK,
    evidence_of,
    group_places,
    is_own,
    own_places,
    page_key,
    pages_of,
    unshared,
    usual_name,
)
from crawler.service_prices import priced_beside, priced_places
from crawler.service_words import head_of
from crawler.site import SiteIdentity

KEEP = 0.5
"""Evidence that makes a service."""
_ENOUGH = 2
"""Services from which on a site says itself what it offers."""
_SENTENCE = 5
"""Words of a description that says more than a label."""
PART = 0.35
"""Evidence that a card loses on the page of another service: it is a part of that service."""


def merge_services(
    readings: Sequence[PageReading], site: SiteIdentity
) -> tuple[tuple[Service, ...], tuple[Contradiction, ...]]:
    """One record for each service, where the evidence of all its places suffices."""
    del site
    found = _settled([r.services for r in readings], readings)
    if len(found) < _ENOUGH:
        found = _likeliest(readings, found)
    if beside := priced_beside(found, readings, KEEP):
        found = _settled([*(r.services for r in readings), beside], readings)
    return found, ()


def _likeliest(readings: Sequence[PageReading], found: tuple[Service, ...]) -> tuple[Service, ...]:
    """What the cards or the price lists of a site let suppose, whose words say next to nothing.

    Cards come first, but those that only their shape speaks for give way to a price list.
    """
    said = [r.services for r in readings]
    priced = priced_places(readings, KEEP)
    if likely := likely_places(readings, len(found), KEEP, beside_prices=bool(priced)):
        found = _settled([*said, likely], readings)
    if len(found) < _ENOUGH and priced:
        found = _settled([*said, priced], readings)
    return found


def _settled(
    said: Sequence[Sequence[Service]], readings: Sequence[PageReading]
) -> tuple[Service, ...]:
    """The services that the places `said`, by page, make evident."""
    pages = unshared(said)
    first = group_places([p for page in pages for p in page])
    own = {page_key(p.url) for g in first if evidence_of(g) >= KEEP for p in own_places(g)}
    linked = {place.id for page in said for place in page if place.url}
    groups = group_places([p for page in pages for p in _without_parts(page, own, linked)])
    kept = _joined_by_price([g for g in groups if evidence_of(g) >= KEEP], readings)
    told = {(p.url, p.description) for g in groups for p in own_places(g) if p.description}
    again = Counter(text for _, text in told)
    boilerplate = frozenset(text for text, times in again.items() if text and times > 1)
    return tuple(_merged(g, evidence_of(g), boilerplate) for g in kept)


def _without_parts(page: Sequence[Service], own: set[str], linked: set[str]) -> list[Service]:
    """The places of one page; cards of a page about one service count less, they are its parts."""
    if not page or page_key(page[0].sources[0].url) not in own:
        return list(page)
    typed = {normalised(p.name) for p in page if p.sources[0].channel in WEAK}
    found = []
    for place in page:
        part = place.id not in linked and normalised(place.name) not in typed
        confidence = place.confidence - (PART if part else 0.0)
        if confidence > 0 or place.confidence == 0:
            found.append(place.model_copy(update={"confidence": confidence}))
    return found


def service_titles(readings: Sequence[PageReading]) -> dict[str, str]:
    """What the service of each page about one service is called, by `page_key`."""
    pages = unshared([r.services for r in readings])
    groups = group_places([p for page in pages for p in page])
    kept = [g for g in groups if evidence_of(g) >= KEEP]
    return {page_key(p.url): head_of(usual_name(g)) for g in kept for p in own_places(g)}


def _joined_by_price(
    groups: list[list[Service]], readings: Sequence[PageReading]
) -> list[list[Service]]:
    """Cards of a price list put to the service with its own page that asks the same."""
    asked: dict[tuple[str, str], set[str]] = {}
    for price in (p for r in readings for p in r.pricing if p.amount):
        for name in (normalised(price.name), ""):
            key = (page_key(price.sources[0].url), name)
            asked.setdefault(key, set()).add(f"{price.amount} {price.currency}")
    owned = [g for g in groups if own_places(g)]
    kept: list[list[Service]] = []
    for group in groups:
        sums = {
            s
            for p in group
            for s in asked.get((page_key(p.sources[0].url), normalised(p.name)), ())
        }
        same = [
            g
            for g in owned
            if g is not group
            and same_words(usual_name(g), usual_name(group))
            and any(asked.get((page_key(p.url), ""), set()) & sums for p in own_places(g))
        ]
        if len(same) == 1 and not own_places(group) and not pages_of(group) & pages_of(same[0]):
            same[0].extend(group)
        else:
            kept.append(group)
    return kept


def _description(order: Sequence[Service], boilerplate: frozenset[str]) -> str | None:
    """The first sentence that a place says, else the first few words that are no boilerplate."""
    told = [p.description for p in order if p.description and p.description not in boilerplate]
    return next((t for t in told if len(t.split()) >= _SENTENCE), next(iter(told), None))


def _merged(group: Sequence[Service], evidence: float, boilerplate: frozenset[str]) -> Service:
    name = head_of(usual_name(group))
    seen = [p for p in group if p.sources[0].channel not in WEAK]
    own = [p for p in seen if is_own(p)]
    others = [p for p in seen if not is_own(p)]
    order = [*own, *sorted(others, key=lambda p: -p.confidence), *group]
    sources = tuple(dict.fromkeys(s for p in order for s in p.sources))
    return Service(
        name=name,
        description=_description(order, boilerplate),
        features=next((p.features for p in order if p.features), ()),
        audience=next((p.audience for p in order if p.audience), None),
        duration=next((p.duration for p in order if p.duration), None),
        url=next((p.url for p in order if p.url), None),
        language=next((p.language for p in group if p.language), None),
        confidence=evidence,
        sources=sources[:40],
    )
