"""What a lookup gives back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Hit:
    """One passage of an answer."""

    text: str
    spoken: str | None
    url: str
    title: str
    kind: str
    score: float
    record_key: str | None
    as_of: str | None = None
    """ISO date on which the page's content was first seen; the server adds it."""


@dataclass(frozen=True)
class Answer:
    """What the site says to a question, or that it does not say it."""

    answered: bool
    degraded: bool
    """True when only words were searched although the release has vectors."""
    hits: tuple[Hit, ...]
    topics: tuple[str, ...]
    """Nearest things that the site does tell, when it does not answer."""
    ms: float
    certainty: float = 0.0
    """Probability that the site tells, 0..1."""
    language: str = ""
    """Language of the question, as understood."""
    asks: tuple[str, ...] = ()
    """What kind of thing was wanted, such as ("hours", "phone"); keys of asks.KINDS."""
