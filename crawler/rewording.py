"""Whether two names are wordings of one."""

from __future__ import annotations

import re

from crawler.records import normalised


def words_of(name: str) -> list[str]:
    """The words of `name` that carry meaning, without what stands in brackets."""
    plain = re.sub(r"\([^()]*\)", " ", name)
    return [w for w in normalised(plain).split("-") if len(w) > 2] or normalised(name).split("-")


def same_words(one: str, other: str) -> bool:
    """Whether one name is the other with words added, or both begin with one word and add one."""
    a, b = (words_of(n) for n in (one, other))
    if not a or not b:
        return False
    if set(a) <= set(b) or set(b) <= set(a):
        return True
    return a[0] == b[0] and len(a) <= 2 and len(b) <= 2 and len(a[0]) > 2


def alike(one: str | None, other: str | None) -> float:
    """Share of the words that two texts have in common, 0..1: town pages differ by the town."""
    a, b = (set(normalised(t or "").split("-")) for t in (one, other))
    return len(a & b) / len(a | b) if one and other else 0.0
