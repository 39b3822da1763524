"""A URL as a crawl meets it, and as it is going to be fetched."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.report import Disposition, Outcome

NAMED = frozenset({"start", "extra", "page"})
"""Named by the owner: include rules do not apply."""


@dataclass(frozen=True)
class Mention:
    """A URL as it was met."""

    raw: str
    base: str | None = None
    """What a relative URL is resolved against."""
    via: str = "link"
    depth: int = 0
    found_on: str | None = None
    nofollow: bool = False
    hops: tuple[str, ...] = ()
    """The redirects that led here."""
    lastmod: str = ""
    """When a sitemap says it was changed last, as written."""


@dataclass(frozen=True, order=True)
class Target:
    """A URL to fetch; sorts by what should come first."""

    rank: int
    depth: int
    url: str
    via: str = "link"
    found_on: str | None = None
    spelling: str = ""
    """What to ask for when the normal form is not served; "" or `url` when there is no other."""
    hops: tuple[str, ...] = ()

    def outcome(self, disposition: Disposition, detail: str = "") -> Outcome:
        """How this URL ended, without a response."""
        return Outcome(
            url=self.url,
            disposition=disposition,
            detail=detail[:500],
            depth=self.depth,
            via=self.via,
            found_on=self.found_on,
        )
