"""Terms told in a sentence instead of an amount: "The price is agreed individually".

A practice without a price list says in prose what a visit costs: that it is settled case by case,
and that the first contact is free. One page proves little; the site has to say it again, and a site
that states amounts is taken by those.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from crawler.dom import Document
from crawler.flow import Line, flow_of
from crawler.lead_ins import DOUBT
from crawler.money_grammar import phrases
from crawler.reading import PageReading
from crawler.records import Price, Qualifier, Source, normalised
from crawler.roles import Role, page_role
from crawler.tree import channel_of

AGREED = 0.42
"""Confidence of one page's word that the price is settled case by case."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-ÞĀ-Ž])")
_LONGEST = 25
"""Words of a sentence that states terms."""
_NAME_WORDS = 4
_OFTEN = 2
"""Places of the site that must say it."""


def stated_terms(document: Document) -> Iterator[Price]:
    """Every sentence of a page that settles a price without an amount, at most one of a kind."""
    if page_role(document) in (Role.ARTICLE, Role.PRIVACY, Role.IMPRINT):
        return
    seen: set[tuple[str, Qualifier]] = set()
    for line in flow_of(document).lines:
        if line.region != "main" or len(line.text) > 600:
            continue
        for sentence in _SENTENCE.split(line.text):
            price = _terms(sentence, line, document)
            if price is not None and (price.name, price.qualifier) not in seen:
                seen.add((price.name, price.qualifier))
                yield price


def _terms(sentence: str, line: Line, document: Document) -> Price | None:
    if len(sentence.split()) > _LONGEST:
        return None
    if (name := _free_step(sentence, document.language)) is not None:
        return _price(name, Qualifier.FREE, DOUBT, line, document)
    if (name := _agreed(sentence, line, document.language)) is not None:
        return _price(name, Qualifier.ON_REQUEST, AGREED, line, document)
    return None


def _free_step(sentence: str, language: str | None) -> str | None:
    """What a sentence calls the first step that it says is free."""
    article = phrases("money", "article", language).match(sentence)
    sentence = sentence[article.end() :].lstrip() if article else sentence
    first = phrases("offers", "first", language).match(sentence)
    copula = phrases("offers", "is", language).search(sentence, first.end()) if first else None
    if copula is None or len(sentence[: copula.start()].split()) > _NAME_WORDS:
        return None
    said = phrases("money", "free", language).search(sentence, copula.end())
    if said is None or len(sentence[copula.end() : said.start()].split()) > _NAME_WORDS:
        return None
    name = sentence[: copula.start()].strip()
    return name[:1].upper() + name[1:]


def _agreed(sentence: str, line: Line, language: str | None) -> str | None:
    """What a sentence calls the thing whose price it says is agreed, or the word for its price."""
    asked = phrases("offers", "price_forms", language).search(sentence)
    asked = asked or phrases("money", "price", language).search(sentence)
    agreed = asked and phrases("offers", "agreed", language).search(sentence, asked.end())
    if asked is None or not agreed or asked.start() > 8:
        return None
    visits = phrases("offers", "visit", language)
    around = (sentence[: agreed.start()], line.text, *reversed(line.path[-1:]))
    visit = next((m for m in map(visits.search, around) if m), None)
    name = visit[0] if visit else asked[0]
    return name[:1].upper() + name[1:]


def _price(
    name: str, qualifier: Qualifier, confidence: float, line: Line, document: Document
) -> Price:
    source = Source(url=document.url, quote=line.text[:300], channel=channel_of(line.element))
    return Price(
        name=name,
        qualifier=qualifier,
        url=document.url,
        language=document.language,
        confidence=confidence,
        sources=(source,),
    )


def merge_agreed(readings: Sequence[PageReading], known_offers: Sequence[Price]) -> Price | None:
    """The price that the site says again and again is agreed, unless it states any amount."""
    if any(p.amount or p.qualifier is Qualifier.ON_REQUEST for p in known_offers):
        return None
    found = [p for r in readings for p in r.pricing if p.confidence == AGREED]
    if len({p.url for p in found}) < _OFTEN:
        return None
    votes = Counter(normalised(p.name) for p in found)
    bare = {normalised(p.name) for p in found if _is_price_word(p)}
    best = min(votes, key=lambda n: (n in bare, -votes[n], -len(n), n))
    named = next(p for p in found if normalised(p.name) == best)
    sources = tuple(dict.fromkeys(s for p in found for s in p.sources))[:20]
    return Price(
        name=named.name,
        qualifier=Qualifier.ON_REQUEST,
        url=named.url,
        language=named.language,
        confidence=0.6,
        sources=sources,
    )


def _is_price_word(price: Price) -> bool:
    words = (("offers", "price_forms"), ("money", "price"))
    return any(phrases(s, n, price.language).fullmatch(price.name) for s, n in words)
