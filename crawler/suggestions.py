"""What a language model says that a page states, and the part that stands there word for word.

A model is believed in nothing that the page does not say in the same words. What is kept joins the
reading of the page with a confidence below that of every rule, and only where no rule has read it.
"""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import fuzz

from crawler.dom import Document, channel_of
from crawler.flow import flow_of
from crawler.money import find_money
from crawler.reading import PageReading
from crawler.records import Channel, Faq, Price, Qualifier, Service, Source, Testimonial
from crawler.suggested import Suggestions
from crawler.twins import bare, contained

CONFIDENCE = 0.5
"""Of everything that only a model has found; rules give 0.6 and more."""
_ALIKE = 85
"""Ratio (rapidfuzz, 0..100) of two names or questions that mean the same thing on one page."""


def joined(reading: PageReading, document: Document, suggested: Suggestions) -> PageReading:
    """`reading` with what `suggested` adds to it in the page's own words."""
    words = _Words(document)
    return reading.model_copy(
        update={
            "services": (*reading.services, *_services(reading, words, suggested)),
            "pricing": (*reading.pricing, *_prices(reading, words, suggested)),
            "faq": (*reading.faq, *_faq(reading, words, suggested)),
            "testimonials": (*reading.testimonials, *_testimonials(reading, words, suggested)),
        }
    )


class _Words:
    """The words of one page, to look texts up in."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._lines = flow_of(document).lines
        self._text = f" {bare(' '.join(line.text for line in self._lines))} "

    @property
    def language(self) -> str | None:
        return self._document.language

    def has(self, text: str | None) -> bool:
        return bool(text) and bool(bare(text or "")) and f" {bare(text or '')} " in self._text

    def kept(self, text: str | None) -> str | None:
        return text if self.has(text) else None

    def source(self, text: str) -> Source:
        start = bare(text)[:60]
        line = next((line for line in self._lines if start and start in bare(line.text)), None)
        channel = Channel.VISIBLE if line is None else channel_of(line.element)
        return Source(url=self._document.url, quote=text[:300], channel=channel)


def _services(reading: PageReading, words: _Words, suggested: Suggestions) -> Iterator[Service]:
    known = [bare(s.name) for s in reading.services] + [bare(p.name) for p in reading.pricing]
    for item in suggested.services:
        if words.has(item.name) and not _among(bare(item.name), known):
            known.append(bare(item.name))
            yield Service(
                name=item.name,
                description=words.kept(item.description),
                language=words.language,
                confidence=CONFIDENCE,
                sources=(words.source(item.name),),
            )


def _prices(reading: PageReading, words: _Words, suggested: Suggestions) -> Iterator[Price]:
    known = [bare(p.name) for p in reading.pricing]
    for item in suggested.prices:
        stated = [m for m in find_money(item.words, words.language) if m.fault is None]
        if len(stated) != 1 or not (words.has(item.name) and words.has(item.words)):
            continue
        money = stated[0]
        if _among(bare(item.name), known):
            continue
        known.append(bare(item.name))
        paid = money.amount is not None and money.qualifier is not Qualifier.FREE
        yield Price(
            name=item.name,
            service=words.kept(item.service),
            amount=money.amount if paid else None,
            amount_max=money.amount_max if paid else None,
            currency=money.currency if paid else None,
            period=money.period,
            qualifier=money.qualifier,
            features=tuple(f for f in item.features if words.has(f)),
            url=reading.url,
            language=words.language,
            confidence=CONFIDENCE,
            sources=(words.source(item.words),),
        )


def _faq(reading: PageReading, words: _Words, suggested: Suggestions) -> Iterator[Faq]:
    known = [bare(f.question) for f in reading.faq]
    for item in suggested.faq:
        stands = words.has(item.question) and words.has(item.answer)
        if stands and not _among(bare(item.question), known):
            known.append(bare(item.question))
            yield Faq(
                question=item.question,
                answer=item.answer,
                language=words.language,
                confidence=CONFIDENCE,
                sources=(words.source(item.question),),
            )


def _testimonials(
    reading: PageReading, words: _Words, suggested: Suggestions
) -> Iterator[Testimonial]:
    known = [t.quote for t in reading.testimonials]
    for item in suggested.testimonials:
        new = all(contained(item.quote, quote) < 0.8 for quote in known)
        if new and words.has(item.quote):
            known.append(item.quote)
            yield Testimonial(
                quote=item.quote,
                author=words.kept(item.author),
                role=words.kept(item.role),
                company=words.kept(item.company),
                language=words.language,
                confidence=CONFIDENCE,
                sources=(words.source(item.quote),),
            )


def _among(name: str, known: list[str]) -> bool:
    return any(fuzz.ratio(name, other) >= _ALIKE for other in known)
