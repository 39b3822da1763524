"""Candidates of many pages counted: which values the site as a whole stands behind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from crawler.reading import Candidate
from crawler.records import Channel, ValueSource

STRUCTURED = (Channel.JSONLD, Channel.MICRODATA, Channel.META)
"""Channels that no visitor reads."""


@dataclass
class Vote:
    """One value with every candidate for it."""

    key: str
    """What makes two candidates the same value."""
    candidates: list[Candidate] = field(default_factory=list)

    @property
    def best(self) -> float:
        """The strongest evidence, 0..1."""
        return max(c.weight for c in self.candidates)

    @property
    def pages(self) -> set[str]:
        """URLs of the pages that give the value."""
        return {c.source.url for c in self.candidates}

    @property
    def visible(self) -> bool:
        """Whether some visitor can read it."""
        return any(c.source.channel not in STRUCTURED for c in self.candidates)

    @property
    def score(self) -> float:
        """Evidence summed over pages, the strongest of each page."""
        by_page: dict[str, float] = {}
        for c in self.candidates:
            by_page[c.source.url] = max(by_page.get(c.source.url, 0.0), c.weight)
        return sum(by_page.values())

    @property
    def value(self) -> str:
        """The wording that most evidence supports; the longer one of equals."""
        wordings: dict[str, float] = {}
        for c in self.candidates:
            wordings[c.value] = wordings.get(c.value, 0.0) + c.weight
        return max(wordings, key=lambda w: (wordings[w], len(w), w))

    def sources(self, name: str, value: str | None = None) -> list[ValueSource]:
        """Where the value was read, once per page and channel, best first, for the field `name`."""
        ordered = sorted(
            self.candidates,
            key=lambda c: (c.source.channel in STRUCTURED, -c.weight, c.source.url, c.source.quote),
        )
        first: dict[tuple[str, Channel], Candidate] = {}
        for c in ordered:
            first.setdefault((c.source.url, c.source.channel), c)
        said = value or self.value
        return [
            ValueSource(field=name, value=said, **c.source.model_dump()) for c in first.values()
        ]


def count(candidates: Iterable[Candidate], key: Callable[[Candidate], str | None]) -> list[Vote]:
    """The candidates by `key` (None leaves one out), best supported first."""
    votes: dict[str, Vote] = {}
    for candidate in candidates:
        name = key(candidate)
        if name:
            votes.setdefault(name, Vote(name)).candidates.append(candidate)
    return sorted(votes.values(), key=lambda v: (not v.visible, -round(v.score, 6)))
