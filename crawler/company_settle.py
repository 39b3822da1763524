"""Which company values of many pages are the company's: one rule per field."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from rapidfuzz import fuzz

from crawler.ballot import Vote, count
from crawler.contact_settle import settle_addresses
from crawler.legal import bare_name, title_parts
from crawler.lexicon import pattern
from crawler.names import has_given_name
from crawler.postal_shapes import town_of
from crawler.reading import Candidate, PageReading
from crawler.records import Contradiction, Person, ValueSource, normalised
from crawler.site import SiteIdentity

_BESIDE_TOWN = re.compile(r"\d+|\b[A-Z]{1,3}\b")
"""Codes of the post and of provinces."""


def settle_name(
    candidates: Sequence[Candidate],
    readings: Sequence[PageReading],
    site: SiteIdentity,
    sources: list[ValueSource],
) -> str | None:
    """The name that most places agree on: structured data, logo, copyright, shared title parts."""
    if site.name:
        return site.name
    scores: dict[str, float] = {}
    written: dict[str, Counter[str]] = {}
    for vote in count(candidates, lambda c: c.value):
        key = normalised(bare_name(vote.value))
        best: dict[str, float] = {}
        for c in vote.candidates:
            sort = c.detail or c.source.channel.value
            best[sort] = max(best.get(sort, 0), c.weight)
        share = min(1.0, len(vote.pages) / max(1, len(readings)) + 0.5)
        scores[key] = scores.get(key, 0) + sum(best.values()) * share
        written.setdefault(key, Counter())[vote.value] += len(vote.candidates)
    for part, share in _title_parts(readings):
        key = normalised(bare_name(part))
        scores[key] = scores.get(key, 0) + 0.8 * share
        written.setdefault(key, Counter())[part] += 1
    if not scores:
        return None
    towns = _towns(readings)
    if any(key not in towns for key in scores):
        scores = {key: score for key, score in scores.items() if key not in towns}
    total = {
        key: scores[key] + sum(0.4 * scores[o] for o in scores if o != key and _within(key, o))
        for key in scores
        if key and not pattern("company", "page_words").fullmatch(key.replace("-", " "))
    }
    if not total:
        return None
    key = max(total, key=lambda k: (round(total[k], 6), len(k), k))
    name = max(written[key], key=lambda w: (written[key][w], not w.isupper(), -len(w), w))
    first, comma, last = name.rpartition(", ")
    name = first if comma and normalised(last) in towns else name
    own = [c for c in candidates if normalised(bare_name(c.value)) == key]
    for vote in count(own, lambda _: key):
        sources += vote.sources("name", name)
    return name


def _towns(readings: Sequence[PageReading]) -> frozenset[str]:
    """What the addresses name behind the street: towns, which titles name beside the company."""
    given = [c.value for r in readings for c in r.contacts if c.field == "addresses"]
    parts = [part for text in given for part in text.split(",")[1:]]
    parts += [re.split(r"\d", text)[-1] for text in given]
    parts += [c.value.split(",")[0] for r in readings for c in r.company if c.field == "locations"]
    return frozenset(normalised(_BESIDE_TOWN.sub(" ", part)) for part in parts) - {""}


def _within(short: str, long: str) -> bool:
    return len(short) > 2 and f"-{short}-" in f"-{long}-"


def _title_parts(readings: Sequence[PageReading]) -> list[tuple[str, float]]:
    """Parts of titles that several pages share, with the share of pages."""
    parts: Counter[str] = Counter()
    for reading in readings:
        parts.update({p.strip() for p in title_parts(reading.title) if 1 < len(p.strip()) <= 50})
    if len(readings) < 3:
        return []
    return [
        (p, n / len(readings))
        for p, n in sorted(parts.items())
        if n >= 2 and n >= 0.3 * len(readings)
    ]


def settle_legal_name(candidates: Sequence[Candidate], sources: list[ValueSource]) -> str | None:
    """The best supported legal name."""
    votes = count(candidates, lambda c: normalised(c.value))
    if not votes:
        return None
    best = max(votes, key=lambda v: (round(v.best, 3), round(v.score, 6)))
    sources += best.sources("legal_name")
    return best.value


def settle_founded(
    candidates: Sequence[Candidate], sources: list[ValueSource]
) -> tuple[str | None, tuple[Contradiction, ...]]:
    """The best supported year; two years that pages state as plainly are a contradiction."""
    votes = [v for v in count(candidates, lambda c: c.value) if v.best >= 0.5]
    if not votes:
        return None, ()
    ordered = sorted(votes, key=lambda v: (-v.best, -round(v.score, 6), v.key))
    best = ordered[0]
    sources += best.sources("founded")
    rivals = [v for v in ordered[1:] if v.visible and best.visible and v.best >= 0.9]
    if not rivals:
        return best.key, ()
    rows = [best, *rivals]
    dispute = Contradiction(
        about="company_info.founded",
        field="founded",
        values=tuple(v.key for v in rows),
        sources=tuple(v.candidates[0].source for v in rows),
    )
    return best.key, (dispute,)


def settle_people(
    candidates: Sequence[Candidate], readings: Sequence[PageReading], sources: list[ValueSource]
) -> tuple[Person, ...]:
    """Each person once, with the fullest name and the best role.

    Authors of testimonials are customers, unless the site names them as owners.
    """
    authors = {normalised(t.author) for r in readings for t in r.testimonials if t.author}
    groups: list[Vote] = []
    for vote in count(candidates, lambda c: normalised(_plain(c.value))):
        twin = next((g for g in groups if _same_person(g.candidates[0].value, vote.value)), None)
        if twin:
            twin.candidates += vote.candidates
        else:
            groups.append(vote)
    found: list[Person] = []
    for group in groups:
        if group.best < 0.5 or (
            group.best < 1.0 and any(normalised(c.value) in authors for c in group.candidates)
        ):
            continue
        name = max((c.value for c in group.candidates), key=lambda n: (len(n.split()), len(n), n))
        roles = [c for c in group.candidates if c.detail]
        role = (
            max(roles, key=lambda c: (c.weight, -len(c.detail or ""), c.detail)).detail
            if roles
            else None
        )
        sources += group.sources("people", name)
        found.append(Person(name=name, role=role))
    return tuple(found)


def _plain(name: str) -> str:
    return " ".join(
        w
        for w in name.split()
        if w.casefold().strip(".") not in ("dr", "prof", "mr", "mrs", "ms", "herr", "frau")
    )


def _same_person(one: str, other: str) -> bool:
    """Whether one name is the other in short: "Alex" and "Alex Roe", "Dr. A. Roe" and "A. Roe"."""
    a, b = (set(normalised(_plain(n)).split("-")) for n in (one, other))
    return (
        a <= b
        or b <= a
        or (fuzz.token_sort_ratio(_plain(one), _plain(other)) >= 92 and has_given_name(one))
    )


def settle_locations(
    candidates: Sequence[Candidate],
    readings: Sequence[PageReading],
    sources: list[ValueSource],
) -> tuple[str, ...]:
    """The towns of the company's own offices: of its addresses, and those in structured data."""
    found: dict[str, str] = {}
    given = [c for r in readings for c in r.contacts if c.field == "addresses"]
    for address, vote in settle_addresses(given):
        if town := town_of(address):
            found.setdefault(normalised(town), town)
            sources += vote.sources("locations", town)
    for vote in count(candidates, lambda c: normalised(c.value.split(",")[0])):
        if vote.key not in found:
            found[vote.key] = vote.value
            sources += vote.sources("locations")
    return tuple(found.values())
