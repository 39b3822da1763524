"""Which fetched pages are the same page under another URL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from crawler.pages_kept import FetchedPage

_ALIKE = 0.8
"""Share of words that a page and the one its canonical names must have in common. Sites often
declare one canonical for all pages by mistake; such pages are content.
"""
_MIN_TEXT = 40
"""Characters; pages with less visible text are not told apart by it."""


@dataclass(frozen=True)
class Preference:
    """Which of several URLs of one page stays."""

    start: AbstractSet[str]
    mapped: AbstractSet[str]
    """URLs that a sitemap names."""

    def key(self, page: FetchedPage) -> tuple[bool, bool, bool, bool, int, str]:
        """Sorts the best first: start page, own canonical, in the sitemap, no query, short."""
        return (
            page.url not in self.start,
            page.canonical != page.url,
            page.url not in self.mapped,
            "?" in page.url,
            len(page.url),
            page.url,
        )


def duplicates(
    pages: Mapping[str, FetchedPage],
    words: Callable[[str], AbstractSet[str]],
    preference: Preference,
) -> dict[str, str]:
    """URL of each page that is another one's twin → URL of the one that stays.

    Twins show the same text under the same title, or name the other as their canonical and have
    most words in common with it. `words` gives the words of the page with a URL.
    """
    found: dict[str, str] = {}
    groups: dict[tuple[str, str], list[FetchedPage]] = defaultdict(list)
    for page in pages.values():
        if page.text_length >= _MIN_TEXT:
            groups[page.title, page.text_hash].append(page)
    for group in groups.values():
        best, *others = sorted(group, key=preference.key)
        found.update((page.url, best.url) for page in others)
    for page in sorted(pages.values(), key=preference.key, reverse=True):
        target = pages.get(page.canonical or "")
        if (
            target is None
            or target.url == page.url
            or page.url in found
            or page.url in preference.start
        ):
            continue
        if found.get(target.url) != page.url and _alike(words(page.url), words(target.url)):
            found[page.url] = target.url
    return {url: _last(found, url) for url in found if _last(found, url) != url}


def _alike(one: AbstractSet[str], other: AbstractSet[str]) -> bool:
    return len(one & other) >= _ALIKE * max(len(one), len(other), 1)


def _last(found: Mapping[str, str], url: str) -> str:
    """The end of a chain of twins; of a loop, its first URL by name."""
    seen = [url]
    while found.get(seen[-1]) is not None:
        onward = found[seen[-1]]
        if onward in seen:
            return min(seen[seen.index(onward) :])
        seen.append(onward)
    return seen[-1]
