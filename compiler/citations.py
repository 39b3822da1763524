"""How a correction is cited: as a source whose URL is the file and the field that it gave.

No page of a site can have such a URL, so what a person decided can be told from what a page says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from crawler.records import Record, Source

FILE = "corrections.toml"

_SourceT = TypeVar("_SourceT", bound=Source)


def citation(field: str, quote: str) -> Source:
    """The correction that gave `field`; `quote` = its reason, author and date."""
    return Source(url=f"{FILE}#{field}", quote=quote)


def whole_citation(quote: str) -> Source:
    """The correction that gave a whole record."""
    return Source(url=FILE, quote=quote)


def is_correction(source: Source) -> bool:
    """Whether `source` is a correction and no page."""
    return source.url.partition("#")[0] == FILE


def corrections_first(sources: Iterable[_SourceT]) -> list[_SourceT]:
    """`sources` with the corrections in front of the pages."""
    return sorted(sources, key=lambda source: not is_correction(source))


def gives(source: Source, field: str) -> bool:
    """Whether `source` is the correction that `field` comes from."""
    return source.url in (FILE, f"{FILE}#{field}")


def decided(was: Record, now: Record, fields: Sequence[str]) -> bool:
    """Whether a person made `fields` change: a correction gave each of them, or one that gave it
    has ended and the pages say what they said under it.
    """
    same_pages = _pages(was) == _pages(now)
    return all(_given(now, field) or (same_pages and _given(was, field)) for field in fields)


def _given(record: Record, field: str) -> bool:
    return any(gives(source, field) for source in record.sources)


def _pages(record: Record) -> list[Source]:
    return [source for source in record.sources if not is_correction(source)]
