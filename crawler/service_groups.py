"""Which places of a site speak of one service: by page, by name, by text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from crawler.hrefs import split_url
from crawler.records import Channel, Service, normalised
from crawler.rewording import alike
from crawler.service_words import head_of, is_service_name, leads_over, without_town

WEAK = (Channel.JSONLD, Channel.MICRODATA, Channel.META)
"""Channels that a visitor does not see."""
COPY = 0.7
"""Share of words that the texts of town pages have in common."""
NOTED = 0.3
"""Evidence that lets a longer name take in a shorter one."""


def unshared(pages: Sequence[Sequence[Service]]) -> list[list[Service]]:
    """The places by page; a link that several things of one page share identifies none of them."""
    shared: set[tuple[str, str]] = set()
    for page in pages:
        names: dict[str, set[str]] = {}
        for place in page:
            if place.url and place.description and not is_own(place):
                names.setdefault(page_key(place.url), set()).add(normalised(place.name))
        shared |= {(key, n) for key, found in names.items() if len(found) > 1 for n in found}
    apart = {name for _, name in shared}
    return [
        [
            p.model_copy(update={"url": None})
            if page_key(p.url) and normalised(p.name) in apart and not is_own(p)
            else p
            for p in page
        ]
        for page in pages
    ]


def is_own(place: Service) -> bool:
    """Whether a page says this of itself."""
    return bool(place.url) and page_key(place.url) == page_key(place.sources[0].url)


def own_places(group: Sequence[Service]) -> list[Service]:
    """What the page of a service says of itself."""
    return [p for p in group if is_own(p)]


def _by_page(places: Sequence[Service]) -> list[list[Service]]:
    found: dict[str, list[Service]] = {}
    for place in places:
        if key := page_key(place.url):
            found.setdefault(key, []).append(place)
    return list(found.values())


@lru_cache(maxsize=65536)
def page_key(url: str | None) -> str:
    """The path of `url` alone, as clean addresses have it."""
    path = split_url(url or "").path.casefold()
    return re.sub(r"(?:/index)?\.html?$|/index$", "", path).rstrip("/")


def group_places(places: Sequence[Service]) -> list[list[Service]]:
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
    for group in sorted(groups, key=lambda g: -evidence_of(g)):
        name = normalised(re.sub(r"\s*\(.*?\)", "", without_town(head_of(usual_name(group)))))
        joined.setdefault(name, []).extend(group)
    wider = _wider(joined)
    lists = _lists(joined, wider)
    for short in sorted(joined, key=len):
        longer = [
            n
            for n in wider[short]
            if n in joined and n not in lists and evidence_of(joined[n]) >= NOTED
        ]
        if len(longer) == 1 and not _apart(joined[short], joined[longer[0]]):
            joined[longer[0]].extend(joined.pop(short))
    return _without_copies(list(joined.values()))


def _lists(
    named: Mapping[str, Sequence[Service]], wider: Mapping[str, Sequence[str]]
) -> frozenset[str]:
    """The names that list others: "Carpets, windows and stairs", beside "Carpets" and "Stairs"."""
    within = Counter(long for short in named for long in wider.get(short, ()))
    return frozenset(
        n for n, parts in within.items() if parts > 1 and n in named and "," in usual_name(named[n])
    )


def _wider(names: Iterable[str]) -> dict[str, list[str]]:
    """Words → the names that begin or end with them and have more, in order.

    Not what a preposition ties to the rest: "Massage with oil" is no kind of oil.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for name in names:
        cuts = [place for place, letter in enumerate(name) if letter == "-"]
        ends = {name[cut + 1 :] for cut in cuts if not leads_over(name[:cut].rpartition("-")[2])}
        for part in {name[:cut] for cut in cuts} | ends:
            found[part].append(name)
    return found


def _without_copies(groups: list[list[Service]]) -> list[list[Service]]:
    """Pages that say the same of one thing in several towns are one service."""
    named = {normalised(usual_name(g)): g for g in groups}
    kept: list[list[Service]] = []
    by_head: dict[str, list[list[Service]]] = {}
    for group in groups:
        head = normalised(usual_name(group)).rpartition("-")[0]
        first = next((g for g in by_head.get(head, ()) if head and _are_copies(g, group)), None)
        if first is None:
            kept.append(group)
            by_head.setdefault(head, []).append(group)
            continue
        first.extend(group)
        plain = named.get(head)
        if plain is not None and first is not plain:
            kept.remove(first)
            plain.extend(first)
            by_head[head] = [plain]
    return kept


def _are_copies(one: Sequence[Service], other: Sequence[Service]) -> bool:
    """Whether the pages of two services say nearly the same of them."""
    others = own_places(other)
    return any(alike(p.description, q.description) >= COPY for p in own_places(one) for q in others)


def _apart(one: Sequence[Service], other: Sequence[Service]) -> bool:
    """Whether one page speaks of both, or both have a page of their own."""
    return bool(pages_of(one) & pages_of(other)) or bool(own_places(one) and own_places(other))


def pages_of(group: Sequence[Service]) -> set[str]:
    """The pages that speak of it, by more than a menu."""
    return {p.sources[0].url for p in group if p.description}


def _names(place: Service) -> tuple[str, ...]:
    return tuple(dict.fromkeys((normalised(place.name), normalised(without_town(place.name)))))


def evidence_of(group: Iterable[Service]) -> float:
    """How sure the places together make it: independent places add up, copies of one do not."""
    doubt = 1.0
    best: dict[str, float] = {}
    for place in group:
        kind = "typed" if place.sources[0].channel in WEAK else _kind(place)
        best[kind] = max(best.get(kind, 0.0), place.confidence)
    for confidence in best.values():
        doubt *= 1 - confidence
    return round(1 - doubt, 2)


def _kind(place: Service) -> str:
    """Places of one kind are copies: the same menu entry, two readings of one card."""
    if is_own(place):
        return "own"
    if not place.description:
        return "menu"
    return f"card {normalised(place.description)}"


def usual_name(group: Sequence[Service]) -> str:
    """The name that most places give, headings of cards and menus before titles of pages."""
    votes: Counter[str] = Counter()
    first: dict[str, str] = {}
    entries: set[str] = set()
    for place in group:
        name = normalised(place.name)
        if not is_service_name(place.name, place.language):
            continue
        if not place.description and place.confidence < NOTED:
            if name in entries:
                continue  # the same entry of the main menu, on another page
            entries.add(name)
        votes[name] += _weight(place)
        first.setdefault(name, place.name)
    if not votes:
        return group[0].name
    best = max(votes, key=lambda n: (votes[n], -len(n), n))
    return first[best]


def _weight(place: Service) -> int:
    if is_own(place) or place.sources[0].channel in WEAK:
        return 1
    return 3 if place.description else 2
