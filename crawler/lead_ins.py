"""The free first step of a business: "free 15-minute consultation", "Erstgespräch kostenlos".

It is rarely priced on a card, but said again and again, on buttons and in passing. One page proves
little; merge_lead_in keeps the one that the site repeats.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from crawler.dom import Document
from crawler.flow import flow_of
from crawler.lexicon import words
from crawler.money import find_money
from crawler.money_grammar import known, phrases
from crawler.reading import PageReading
from crawler.records import Price, Qualifier, Source, normalised
from crawler.roles import Role, page_role
from crawler.tree import channel_of

DOUBT = 0.4
"""Confidence of one page's word: too little to keep without others."""
STATED = 0.45
"""Confidence of a sentence that says no more, after a price in its line."""
_OFTEN = 2
"""Places that must offer it."""


def lead_ins(document: Document) -> Iterator[Price]:
    """Every wording of a free first step on one page."""
    if page_role(document) in (Role.ARTICLE, Role.PRIVACY, Role.IMPRINT):
        return
    seen: set[str] = set()
    free = phrases("money", "free", document.language)
    for line in flow_of(document).lines:
        if line.region == "cookie" or len(line.text) > 600 or not free.search(line.text):
            continue
        for match in _offer(document.language).finditer(line.text):
            stated = _stated(line.text, match, document)
            name = " ".join(((match["noun"] if stated else None) or match[0]).split())
            if normalised(name) not in seen:
                seen.add(normalised(name))
                yield Price(
                    name=name[:1].upper() + name[1:],
                    qualifier=Qualifier.FREE,
                    url=document.url,
                    language=document.language,
                    confidence=STATED if stated else DOUBT,
                    sources=(
                        Source(
                            url=document.url,
                            quote=line.text[:300],
                            channel=channel_of(line.element),
                        ),
                    ),
                )


def _stated(text: str, match: re.Match[str], document: Document) -> bool:
    """Whether the offer is the last sentence of a line that states prices."""
    before, after = text[: match.start()].rstrip(), text[match.end() :].strip()
    priced = any(m.fault is None for m in find_money(before, document.language))
    return before.endswith((".", ";", "·", "|")) and after in ("", ".", "!") and priced


@lru_cache(maxsize=32)
def _offer(language: str | None) -> re.Pattern[str]:
    """The word for free beside a noun of the lexicon, with a few words between."""

    def any_of(section: str, name: str) -> str:
        found = {w for tag in known(language) for w in words(section, name, tag)}
        longest_first = sorted(found, key=lambda w: (-len(w), w))
        return "|".join(re.escape(w).replace("'", "['’]") for w in longest_first)

    free = any_of("money", "free")
    noun = any_of("services", "lead_in")
    length = r"\d{1,3}[\s-]?\w{1,8}"
    between = rf"(?:(?:{length}|[^\W\d_]{{3,}}(?:-[^\W\d_]+)*),?\s+){{0,2}}"
    return re.compile(
        rf"(?<![\w-])(?:{free})\s+{between}(?:{noun})(?![\w-])"
        rf"|(?<![\w-])(?P<noun>{noun})\s+(?:100\s?%\s+)?(?:{free})(?![\w-])",
        re.IGNORECASE,
    )


def merge_lead_in(readings: Sequence[PageReading], known_offers: Sequence[Price]) -> Price | None:
    """The free first step that most places of the site offer, unless a card already states one."""
    if any(p.qualifier is Qualifier.FREE for p in known_offers):
        return None
    found = [p for r in readings for p in r.pricing if p.confidence in (DOUBT, STATED)]
    votes = Counter(normalised(p.name) for p in found)
    if sum(votes.values()) < _OFTEN and not any(p.confidence == STATED for p in found):
        return None
    best = min(votes, key=lambda n: (-votes[n], -len(n), n))
    places = [p for p in found if normalised(p.name) == best]
    sources = tuple(dict.fromkeys(s for p in places for s in p.sources))[:20]
    first = places[0]
    return Price(
        name=first.name,
        qualifier=Qualifier.FREE,
        url=first.url,
        language=first.language,
        confidence=0.6,
        sources=sources,
    )
