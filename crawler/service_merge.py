"""One record for each service of a site, from all the places that speak of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from crawler.reading import PageReading
from crawler.records import Channel, Contradiction, Service, normalised
from crawler.service_words import head_of, is_service_name, without_town
from crawler.site import SiteIdentity

KEEP = 0.5
_WEAK = (Channel.JSONLD, Channel.MICRODATA, Channel.META)


_NOTED = 0.3
"""Evidence that lets a longer name take in a shorter one."""
PART = 0.35
"""Evidence that a card loses on the page of another service: it is a part of that service."""


def merge_services(
    readings: Sequence[PageReading], site: SiteIdentity
) -> tuple[tuple[Service, ...], tuple[Contradiction, ...]]:
    """One record for each service, where the evidence of all its places suffices."""
    del site
    pages = _unshared([r.services for r in readings])
    first = _groups([p for page in pages for p in page])
    own = {page_key(p.url) for g in first if _evidence(g) >= KEEP for p in _own(g)}
    linked = {s.id for r in readings for s in r.services if s.url}
    groups = _groups([p for page in pages for p in _without_parts(page, own, linked)])
    kept = [g for g in groups if _evidence(g) >= KEEP]
    said = Counter(t for t in {(p.url, p.description) for g in groups for p in _own(g)} if t[1])
    again = Counter(text for _, text in said)
    boilerplate = frozenset(text for text, times in again.items() if text and times > 1)
    return tuple(_merged(g, _evidence(g), boilerplate) for g in kept), ()


def _unshared(pages: Sequence[Sequence[Service]]) -> list[list[Service]]:
    """The places by page; a link that several things of one page share identifies none of them."""
    shared: set[tuple[str, str]] = set()
    for page in pages:
        names: dict[str, set[str]] = {}
        for place in page:
            if place.url and place.description and not _is_own(place):
                names.setdefault(page_key(place.url), set()).add(normalised(place.name))
        shared |= {(key, n) for key, found in names.items() if len(found) > 1 for n in found}
    apart = {name for _, name in shared}
    return [
        [
            p.model_copy(update={"url": None})
            if page_key(p.url) and normalised(p.name) in apart and not _is_own(p)
            else p
            for p in page
        ]
        for page in pages
    ]


def _is_own(place: Service) -> bool:
    """Whether a page says this of itself."""
    return bool(place.url) and page_key(place.url) == page_key(place.sources[0].url)


def _own(group: Sequence[Service]) -> list[Service]:
    """What the page of a service says of itself."""
    return [p for p in group if _is_own(p)]


def _without_parts(page: Sequence[Service], own: set[str], linked: set[str]) -> list[Service]:
    """The places of one page; cards of a page about one service count less, they are its parts."""
    if not page or page_key(page[0].sources[0].url) not in own:
        return list(page)
    typed = {normalised(p.name) for p in page if p.sources[0].channel in _WEAK}
    found = []
    for place in page:
        part = place.id not in linked and normalised(place.name) not in typed
        confidence = place.confidence - (PART if part else 0.0)
        if confidence > 0 or place.confidence == 0:
            found.append(place.model_copy(update={"confidence": confidence}))
    return found


def _by_page(places: Sequence[Service]) -> list[list[Service]]:
    found: dict[str, list[Service]] = {}
    for place in places:
        if key := page_key(place.url):
            found.setdefault(key, []).append(place)
    return list(found.values())


def service_titles(readings: Sequence[PageReading]) -> dict[str, str]:
    """What the service of each page about one service is called, by `page_key`."""
    pages = _unshared([r.services for r in readings])
    groups = _groups([p for page in pages for p in page])
    kept = [g for g in groups if _evidence(g) >= KEEP]
    return {page_key(p.url): head_of(_usual_name(g)) for g in kept for p in _own(g)}


def page_key(url: str | None) -> str:
    """The path of `url` alone, as clean addresses have it."""
    path = urlsplit(url or "").path.casefold()
    return re.sub(r"(?:/index)?\.html?$|/index$", "", path).rstrip("/")


def _groups(places: Sequence[Service]) -> list[list[Service]]:
    """Places of one service: those that share a page, then those that share a name."""
    groups = _by_page(places)
    loose = [p for p in places if not page_key(p.url)]
    named: dict[str, list[Service]] = {}
    for group in groups:
        for place in group:
            for name in _names(place):
                named.setdefault(name, group)
    for place in loose:
        known = next((n for n in _names(place) if n in named), None)
        group = [] if known is None else named[known]
        if known is None:
            groups.append(group)
        group.append(place)
        for name in _names(place):
            named.setdefault(name, group)
    return _joined_by_name(groups)


def _joined_by_name(groups: list[list[Service]]) -> list[list[Service]]:
    """Groups of different pages whose usual names agree are one service: town pages, copies."""
    joined: dict[str, list[Service]] = {}
    for group in sorted(groups, key=lambda g: -_evidence(g)):
        name = normalised(re.sub(r"\s*\(.*?\)", "", without_town(head_of(_usual_name(group)))))
        joined.setdefault(name, []).extend(group)
    for short in sorted(joined, key=len):
        wider = (n for n in joined if n.startswith(f"{short}-") or n.endswith(f"-{short}"))
        longer = [n for n in wider if _evidence(joined[n]) >= _NOTED]
        if len(longer) == 1 and not _apart(joined[short], joined[longer[0]]):
            joined[longer[0]].extend(joined.pop(short))
    return list(joined.values())


def _apart(one: Sequence[Service], other: Sequence[Service]) -> bool:
    """Whether one page speaks of both, or both have a page of their own."""
    return bool(_pages(one) & _pages(other)) or bool(_own(one) and _own(other))


def _pages(group: Sequence[Service]) -> set[str]:
    """The pages that speak of it, by more than a menu."""
    return {p.sources[0].url for p in group if p.description}


def _names(place: Service) -> tuple[str, ...]:
    return tuple(dict.fromkeys((normalised(place.name), normalised(without_town(place.name)))))


def _evidence(group: Iterable[Service]) -> float:
    """How sure the places together make it: independent places add up, copies of one do not."""
    doubt = 1.0
    best: dict[str, float] = {}
    for place in group:
        kind = "typed" if place.sources[0].channel in _WEAK else _kind(place)
        best[kind] = max(best.get(kind, 0.0), place.confidence)
    for confidence in best.values():
        doubt *= 1 - confidence
    return round(1 - doubt, 2)


def _kind(place: Service) -> str:
    """Places of one kind are copies: the same menu entry, two readings of one card."""
    if _is_own(place):
        return "own"
    if not place.description:
        return "menu"
    return f"card {normalised(place.description)}"


def _usual_name(group: Sequence[Service]) -> str:
    """The name that most places give, headings of cards and menus before titles of pages."""
    votes: Counter[str] = Counter()
    first: dict[str, str] = {}
    for place in group:
        weight = (
            1
            if _is_own(place) or place.sources[0].channel in _WEAK
            else 3
            if place.description
            else 2
        )
        if is_service_name(place.name, place.language):
            votes[normalised(place.name)] += weight
            first.setdefault(normalised(place.name), place.name)
    if not votes:
        return group[0].name
    best = max(votes, key=lambda n: (votes[n], -len(n), n))
    return first[best]


def _merged(group: Sequence[Service], evidence: float, boilerplate: frozenset[str]) -> Service:
    name = head_of(_usual_name(group))
    seen = [p for p in group if p.sources[0].channel not in _WEAK]
    own = [p for p in seen if _is_own(p)]
    others = [p for p in seen if not _is_own(p)]
    order = [*own, *sorted(others, key=lambda p: -p.confidence), *group]
    sources = tuple(dict.fromkeys(s for p in order for s in p.sources))
    return Service(
        name=name,
        description=next(
            (p.description for p in order if p.description and p.description not in boilerplate),
            None,
        ),
        features=next((p.features for p in order if p.features), ()),
        audience=next((p.audience for p in order if p.audience), None),
        duration=next((p.duration for p in order if p.duration), None),
        url=next((p.url for p in order if p.url), None),
        language=next((p.language for p in group if p.language), None),
        confidence=evidence,
        sources=sources[:40],
    )
