"""What the site disputes with itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from crawler.records import Contradiction, Faq, KnowledgeBase, Price, normalised

_SHORT_ANSWER = 120
"""Up to so many characters an answer is its number: two such with other numbers disagree."""
_LONG_NUMBER = 4
"""Digits from which a number alone is known again; a shorter one needs the word that it counts."""


_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,  ’']\d{3})+(?![\d])|(?<![\d.,])\d+(?![\d])")


def disputes_of(knowledge: KnowledgeBase) -> Disputes:
    """The open contradictions, and those that nobody listed."""
    return Disputes((*knowledge.contradictions, *_prices(knowledge), *_answers(knowledge)))


class Disputes:
    """Which fields of which records the site itself disputes."""

    def __init__(self, contradictions: Sequence[Contradiction]) -> None:
        self.open = tuple(c for c in contradictions if not c.overruled)
        self.claims = tuple(c for c in self.open if c.about.startswith("claim:"))
        self._fields = {(c.about, c.field) for c in self.open}
        self._fields |= {(c.about.partition(".")[0], c.field) for c in self.open if "." in c.about}

    def field(self, key: str, name: str) -> bool:
        """Whether the field `name` of `key` is in dispute."""
        return (key, name) in self._fields

    def values(self, key: str, name: str) -> frozenset[str]:
        """The values that are in dispute."""
        found = [c for c in self.open if c.field == name and c.about.partition(".")[0] == key]
        return frozenset(value for c in found for value in c.values)

    def claimed(self, sentence: str) -> str | None:
        """The number in `sentence` that the site states otherwise elsewhere; None without one."""
        for claim in self.claims:
            thing = claim.about.removeprefix("claim:").split("-")[0]
            numbers = {re.sub(r"\D", "", value) for value in claim.values} - {""}
            for match in _NUMBER.finditer(sentence):
                digits = re.sub(r"\D", "", match[0])
                named = thing in normalised(sentence).split("-")
                if digits in numbers and (named or len(digits) >= _LONG_NUMBER):
                    return match[0]
        return None


def _prices(knowledge: KnowledgeBase) -> Iterator[Contradiction]:
    """Two amounts for the same thing and period that nobody listed as a contradiction: in dispute
    all the same.
    """
    listed = {c.about for c in knowledge.contradictions if not c.overruled}
    amounts: dict[tuple[str, str | None], list[Price]] = {}
    for price in (p for p in knowledge.pricing if p.key not in listed):
        amounts.setdefault((price.key, price.period), []).append(price)
    for (key, _), same in sorted(amounts.items(), key=lambda item: (item[0][0], item[0][1] or "")):
        values = sorted({f"{p.amount or p.qualifier} {p.amount_max or ''}".strip() for p in same})
        if len(values) > 1:
            sources = tuple(source for price in same for source in price.sources[:1])
            yield Contradiction(about=key, field="amount", values=tuple(values), sources=sources)


def _answers(knowledge: KnowledgeBase) -> Iterator[Contradiction]:
    """Two answers to one question of which one says yes and the other no, or which are short and
    have other numbers: in dispute, though nobody listed them.
    """
    asked: dict[str, list[Faq]] = {}
    for faq in knowledge.faq:
        asked.setdefault(faq.key, []).append(faq)
    for key, same in sorted(asked.items()):
        found = next(((a, b) for a, b in combinations(same, 2) if _disagree(a, b)), None)
        if found is not None:
            sources = tuple(source for faq in found for source in faq.sources[:1])
            values = tuple(_short(faq.answer) for faq in found)
            yield Contradiction(about=key, field="answer", values=values, sources=sources)


def _disagree(one: Faq, other: Faq) -> bool:
    if {_says(one.answer), _says(other.answer)} == {"yes", "no"}:
        return True
    numbers = [set(re.findall(r"\d+", faq.answer)) for faq in (one, other)]
    short = max(len(one.answer), len(other.answer)) <= _SHORT_ANSWER
    return short and all(numbers) and not numbers[0] & numbers[1]


def _says(answer: str) -> str | None:
    """What the answer begins with: "yes", "no" or neither."""
    first = re.match(r"\W*([^\W\d_]+)(?=\s?[,.;:!–—]|$)", answer)
    word = first[1].casefold() if first else ""
    return "yes" if word in _YES else "no" if word in _NO else None


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59].rsplit(" ", 1)[0] + "…"


_YES = frozenset({"yes", "yep", "sí", "si", "oui", "ja", "jawohl", "sì", "sim", "tak", "ano", "jo"})
_NO = frozenset({"no", "nope", "non", "nein", "não", "nie", "nee", "ne", "nej", "nei"})
