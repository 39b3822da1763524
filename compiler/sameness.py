"""When two records or two values say the same: it is told once, with the sources of both."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from crawler.records import Price, Record, Service, normalised

_R = TypeVar("_R", bound=Record)


def statement(record: Record) -> str:
    """What two records must share to be one fact: all but the page, the details and the sources."""
    apart = {"id", "language", "confidence", "sources", "url", "features"}
    return record.model_dump_json(exclude=apart)


def joined(one: _R, other: _R) -> _R:
    """`one` with the sources and details of `other`, which says the same."""
    update: dict[str, object] = {"sources": tuple(dict.fromkeys((*one.sources, *other.sources)))}
    if isinstance(one, (Service, Price)) and isinstance(other, (Service, Price)):
        update["features"] = tuple(dict.fromkeys((*one.features, *other.features)))
    return one.model_copy(update=update)


def told_once(values: Iterable[str]) -> tuple[str, ...]:
    """`values` without those whose every word another one has too: "1 Rose Lane, Leeds" beside
    "1 Rose Lane, Leeds LS1 4AB".
    """
    every = list(dict.fromkeys(values))
    words = [set(normalised(value).split("-")) for value in every]
    return tuple(
        value
        for i, value in enumerate(every)
        if not any(
            words[i] < other or (words[i] == other and j < i) for j, other in enumerate(words)
        )
    )
