"""What a crawl did: how every URL ended, and what the content team should know."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Disposition(StrEnum):
    """How a URL ended. Every URL that a crawl met has exactly one of these."""

    FETCHED = "fetched"
    """New or changed content."""
    UNCHANGED = "unchanged"
    """Same content as in the last crawl: a 304, or the same cleaned page."""
    SCRIPT_SHELL = "script-shell"
    """Content, but it seems to appear only after scripts run: render = "browser" would read it."""
    REDIRECTED = "redirected"
    DUPLICATE = "duplicate"
    EXCLUDED = "excluded"
    """By a rule of site.toml, which the detail names."""
    ROBOTS = "robots"
    NOINDEX = "noindex"
    NOFOLLOW = "nofollow"
    """Only ever linked with rel=nofollow."""
    OFF_SITE = "off-site"
    NOT_A_PAGE = "not-a-page"
    """A file such as an image or a PDF, by its name or its content type."""
    BAD_URL = "bad-url"
    BLOCKED_ADDRESS = "blocked-address"
    """The host resolves to a private, loopback or otherwise reserved address."""
    TOO_LARGE = "too-large"
    TOO_DEEP = "too-deep"
    TOO_MANY = "too-many"
    """Over max_pages, or over max_per_pattern for its kind of URL."""
    NOT_REACHED = "not-reached"
    """Known, but the crawl ended first: wall clock, an outage, or robots.txt out of reach."""
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    """No address, no connection, or the connection broke."""
    BAD_TLS = "bad-tls"
    TRUNCATED = "truncated"
    """The body ended before its announced length."""
    SERVER_ERROR = "server-error"
    """5xx or 429."""
    REFUSED = "refused"
    """401, 403, 407 and other 4xx that say nothing about the page's existence."""
    CAPTCHA = "captcha"
    MAINTENANCE = "maintenance"
    SOFT_404 = "soft-404"
    """An error page served with 200."""
    NOT_FOUND = "not-found"
    GONE = "gone"
    """410, or a page dropped after it was missing twice."""
    REDIRECT_LOOP = "redirect-loop"
    UNLINKED = "unlinked"
    """A page of the last crawl that no link and no sitemap names any more."""
    FAILED = "failed"
    """A fault of this program; the detail has it."""


CONTENT = frozenset(
    {
        Disposition.FETCHED,
        Disposition.SCRIPT_SHELL,
        Disposition.UNCHANGED,
    }
)
"""The dispositions of pages that are read."""

OUTAGES = frozenset(
    {
        Disposition.BAD_TLS,
        Disposition.BAD_URL,
        Disposition.BLOCKED_ADDRESS,
        Disposition.CAPTCHA,
        Disposition.FAILED,
        Disposition.MAINTENANCE,
        Disposition.NOT_REACHED,
        Disposition.REDIRECT_LOOP,
        Disposition.REFUSED,
        Disposition.SERVER_ERROR,
        Disposition.TIMEOUT,
        Disposition.TOO_DEEP,
        Disposition.TOO_LARGE,
        Disposition.TOO_MANY,
        Disposition.TRUNCATED,
        Disposition.UNREACHABLE,
    }
)
"""Says nothing about whether the page still exists: its last good content stays, marked stale."""

MISSING = frozenset(
    {
        Disposition.NOT_A_PAGE,
        Disposition.NOFOLLOW,
        Disposition.NOT_FOUND,
        Disposition.SOFT_404,
        Disposition.UNLINKED,
    }
)
"""One observation that the page is no more; two, apart in time, drop it."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Outcome(_Frozen):
    """How one URL ended, and how the crawl came to it."""

    url: str
    disposition: Disposition
    detail: str = ""
    """The rule, the error: what a person needs to understand it."""
    target: str | None = None
    """Where it redirects to, or which page it repeats."""
    status: int | None = None
    """HTTP status, when there was a response."""
    bytes: int = 0
    """Bytes of the body, after decompression."""
    ms: int = 0
    """Time from request to body, in milliseconds."""
    depth: int = 0
    """Links from a start page."""
    via: str = "link"
    """start, link, sitemap, canonical, hreflang, redirect, extra, known (a page of the last crawl)
    or page.
    """
    found_on: str | None = None
    """The first page (or sitemap) that named it."""


class Kept(_Frozen):
    """A page that could not be read this time and keeps its last good content."""

    url: str
    reason: Disposition
    since: datetime
    """When its content was last confirmed."""
    missing_since: datetime | None = None
    """First observation that it is missing, when it is."""


class BrokenLink(_Frozen):
    """A link of the site to a page of the site that is not there."""

    url: str
    status: int | None
    found_on: tuple[str, ...]
    """Pages that link to it, at most 20."""


class CrawlReport(_Frozen):
    """The account of one crawl."""

    crawl: int
    """Number of the crawl in its store."""
    site: str
    """Origin that was crawled."""
    aliases: tuple[str, ...] = ()
    """Hosts found to be the same site."""
    started_at: datetime
    seconds: float
    """Wall clock of the fetching."""
    resumed: bool = False
    """Continued after an interrupted crawl."""
    complete: bool = True
    """False when a limit or an outage ended it early; then nothing is dropped for being unlinked.
    """
    pages: int
    """Live pages after this crawl."""
    outcomes: tuple[Outcome, ...] = ()
    """Every URL, sorted."""
    kept: tuple[Kept, ...] = ()
    """Stale pages that stay."""
    dropped: tuple[str, ...] = ()
    """Pages that were live before and are no more."""
    only_in_sitemap: tuple[str, ...] = ()
    """Content that no link leads to."""
    not_in_sitemap: tuple[str, ...] = ()
    """Content that a sitemap exists for but does not name."""
    broken_links: tuple[BrokenLink, ...] = ()
    notes: tuple[str, ...] = ()
    """What else a person should know: sitemap and robots troubles, overrides, limits hit."""

    @property
    def counts(self) -> dict[str, int]:
        """URLs per disposition, most first."""
        found = Counter(o.disposition.value for o in self.outcomes)
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))

    @property
    def bytes(self) -> int:
        """Bytes of all bodies."""
        return sum(o.bytes for o in self.outcomes)

    @property
    def pages_per_second(self) -> float:
        """Responses per second of wall clock."""
        answered = sum(o.status is not None for o in self.outcomes)
        return round(answered / self.seconds, 1) if self.seconds else 0.0

    def why(self, url: str) -> Outcome | None:
        """The outcome of `url`, or None when the crawl never met it."""
        return next((o for o in self.outcomes if o.url == url), None)


class Progress(_Frozen):
    """How far a running crawl is."""

    done: int
    """URLs that have ended."""
    known: int
    """URLs that are to be fetched or have been."""
    url: str
    """The one that ended last."""
