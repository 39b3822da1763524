"""What the site disputes with itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crawler.records import Contradiction, KnowledgeBase, Price


def disputes_of(knowledge: KnowledgeBase) -> Disputes:
    """The open contradictions, and those that nobody listed."""
    return Disputes((*knowledge.contradictions, *_unlisted(knowledge)))


class Disputes:
    """Which fields of which records the site itself disputes."""

    def __init__(self, contradictions: Sequence[Contradiction]) -> None:
        self.open = tuple(c for c in contradictions if not c.overruled)
        self._fields = {(c.about, c.field) for c in self.open}
        self._fields |= {(c.about.partition(".")[0], c.field) for c in self.open if "." in c.about}

    def field(self, key: str, name: str) -> bool:
        """Whether the field `name` of `key` is in dispute."""
        return (key, name) in self._fields

    def values(self, key: str, name: str) -> frozenset[str]:
        """The values that are in dispute."""
        found = [c for c in self.open if c.field == name and c.about.partition(".")[0] == key]
        return frozenset(value for c in found for value in c.values)


def _unlisted(knowledge: KnowledgeBase) -> Iterator[Contradiction]:
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
