"""One record per customer's words over all pages: copies, cut and reworded ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from crawler.author_words import is_name
from crawler.reading import PageReading
from crawler.records import Channel, Contradiction, Testimonial
from crawler.site import SiteIdentity
from crawler.testimonials import SURE
from crawler.twins import bare, contained, overlap, twins


def merge_testimonials(
    readings: Sequence[PageReading], site: SiteIdentity
) -> tuple[tuple[Testimonial, ...], tuple[Contradiction, ...]]:
    """One record per customer's words: cards repeated on many pages, cut or reworded copies."""
    people = _own_people(readings)
    found = [t for r in readings for t in r.testimonials if not _by(t, people, site)]
    groups = twins(found, key=lambda t: bare(t.quote), same=_same, near=30)
    return tuple(_united(group) for group in groups), ()


def _own_people(readings: Iterable[PageReading]) -> frozenset[str]:
    return frozenset(
        bare(c.value) for r in readings for c in r.company if c.field == "people" and c.value
    )


def _by(testimonial: Testimonial, people: frozenset[str], site: SiteIdentity) -> bool:
    """Whether one of the site's own people says it, where the page does not say otherwise."""
    author = bare(testimonial.author or "")
    if not author or testimonial.confidence >= SURE:
        return False
    own = {*people, bare(site.name or "")} - {""}
    return author in own


def _same(one: Testimonial, other: Testimonial) -> bool:
    shared = contained(one.quote, other.quote)
    a, b = bare(one.quote), bare(other.quote)
    shorter = min(len(a.split()), len(b.split()))
    if shared >= 0.85 and (fuzz.partial_ratio(a, b) >= 85 or overlap(a, b) >= 0.85):
        return shorter >= 5 or a == b
    named = one.author and other.author and bare(one.author) == bare(other.author)
    return bool(named and shared >= 0.7)


def _united(group: Sequence[Testimonial]) -> Testimonial:
    best = max(group, key=_rank)
    named = [best, *(t for t in group if t is not best)]
    author = next((t for t in named if t.author and is_name(t.author)), best)
    sources = dict.fromkeys(s for t in named for s in t.sources)
    same = [t for t in named if not t.author or t.author == author.author]
    roles = [t.role for t in same if t.role]
    return best.model_copy(
        update={
            "author": author.author,
            "role": author.role if author.author else max(roles, key=len, default=None),
            "company": author.company or next((t.company for t in same if t.company), None),
            "rating": next((t.rating for t in named if t.rating is not None), None),
            "sources": tuple(sources),
        }
    )


def _rank(testimonial: Testimonial) -> tuple[bool, int]:
    seen = testimonial.sources[0].channel in (Channel.VISIBLE, Channel.COLLAPSED)
    return seen, len(testimonial.quote)
