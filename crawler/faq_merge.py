"""One record per question over all pages: copies, fuller answers, structured data that differs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import fuzz

from crawler.reading import PageReading
from crawler.records import Channel, Contradiction, Faq, Source
from crawler.site import SiteIdentity
from crawler.twins import bare, contained, overlap, twins

_GENERIC = 0.3
"""Two pages that answer the same words with fewer words in common than this talk of two things."""


def merge_faqs(
    readings: Sequence[PageReading],
    site: SiteIdentity,  # noqa: ARG001
) -> tuple[tuple[Faq, ...], tuple[Contradiction, ...]]:
    """One record per question; structured data that answers in other words is overruled."""
    found = [faq for reading in readings for faq in reading.faq]
    merged: list[Faq] = []
    overruled: list[Contradiction] = []
    for group in twins(found, key=lambda f: bare(f.question), same=_same):
        best = _best(group)
        sources = _sources(best, group)
        merged.append(best.model_copy(update={"sources": sources}))
        overruled += _overruled(best, group)
    return tuple(merged), tuple(overruled)


def _seen(faq: Faq) -> bool:
    """Whether a visitor reads it on the page."""
    return faq.sources[0].channel in (Channel.VISIBLE, Channel.COLLAPSED)


def _best(group: Sequence[Faq]) -> Faq:
    """What a visitor sees, on a page that is no article, the first page first.

    Where another page gives the same answer in more words, the fuller one.
    """
    first = max(group, key=lambda f: (_seen(f), f.confidence))
    alike = [f for f in group if _seen(f) == _seen(first) and f.confidence == first.confidence]
    return max(alike, key=lambda f: (contained(first.answer, f.answer) >= 0.6, len(f.answer)))


def _same(one: Faq, other: Faq) -> bool:
    asked, other_asked = bare(one.question), bare(other.question)
    if re.findall(r"\d+", asked) != re.findall(r"\d+", other_asked):
        return False
    here = one.sources[0].url == other.sources[0].url
    if asked == other_asked:
        return here or not (_seen(one) and _seen(other)) or not _two_things(one, other)
    alike = fuzz.ratio(asked, other_asked)
    # Not looser: "Is X available in Y?" of two services differs in little more than one word.
    return alike >= 92 and overlap(one.answer, other.answer) >= 0.8


def _two_things(one: Faq, other: Faq) -> bool:
    """A short question ("How long does it take?") that two pages answer of two different things."""
    return len(bare(one.question).split()) <= 6 and overlap(one.answer, other.answer) < _GENERIC


def _sources(best: Faq, group: Iterable[Faq]) -> tuple[Source, ...]:
    others = sorted((f for f in group if f is not best), key=lambda f: not _seen(f))
    found = dict.fromkeys(s for f in (best, *others) for s in f.sources)
    return tuple(found)


def _overruled(best: Faq, group: Iterable[Faq]) -> Iterator[Contradiction]:
    """Answers in structured data that say it in other words than the page."""
    if not _seen(best):
        return
    for faq in group:
        if not _seen(faq) and overlap(best.answer, faq.answer) < 0.9:
            yield Contradiction(
                about=best.key,
                field="answer",
                values=(best.answer, faq.answer),
                sources=(best.sources[0], faq.sources[0]),
                overruled=True,
            )
