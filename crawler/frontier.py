"""What is still to be fetched, in which order, and why the rest is not."""

from __future__ import annotations

import heapq
import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from crawler.report import Disposition, Outcome
from crawler.robots import Robots
from crawler.rules import CrawlRules, matches
from crawler.urls import BadUrlError, SiteUrls, is_asset, origin, path_of, spelled

_SEEDS = frozenset(
    {"start", "extra", "sitemap", "page", "known", "canonical", "hreflang", "redirect"}
)
"""Ways by which a page is named on purpose: max_per_pattern, which is against traps, does not count these."""
_MAX_LISTED = 10_000
"""Off-site and malformed URLs beyond this many are not listed."""
_REFERRERS = 20


@dataclass(frozen=True, order=True)
class Target:
    """A URL to fetch; sorts by what should come first."""

    rank: int
    depth: int
    url: str
    via: str = "link"
    found_on: str | None = None
    spelling: str = ""
    """How it was first written, when that is not its normal form."""
    hops: tuple[str, ...] = ()
    """The redirects that led here."""


class Frontier:
    """Takes every URL that the crawl meets and gives each one an end or a turn."""

    def __init__(self, site: SiteUrls, rules: CrawlRules) -> None:
        self.site = site
        self.rules = rules
        self.robots: dict[str, Robots] = {}
        self.ended: dict[str, Outcome] = {}
        """Outcomes that this crawl need not, or no longer, work for."""
        self.targets: dict[str, Target] = {}
        self.linked: set[str] = set()
        self.mapped: set[str] = set()
        self.referrers: dict[str, list[str]] = defaultdict(list)
        self.given = 0
        self._heap: list[Target] = []
        self._waiting: dict[str, Target] = {}
        """Off-site and nofollow URLs: a later alias or link may still let them in."""
        self._patterns: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._heap)

    def add(
        self, raw: str, base: str | None, *, via: str, depth: int = 0, found_on: str | None = None, nofollow: bool = False,
        hops: tuple[str, ...] = (),
    ) -> str | None:  # fmt: skip
        """Meet a URL. Returns its normal form, or None when it has none."""
        try:
            url = self.site.name(raw, base)
        except BadUrlError as exc:
            self._end_bad(raw, base, str(exc), Target(0, depth, raw, via, found_on))
            return None
        self._remember(url, via, found_on)
        if url in self.targets and not (hops and url in hops):
            return url
        target = Target(
            self._rank(url, via), depth, url, via, found_on, self._spelling(raw, base, url), hops
        )
        if nofollow and not self.rules.ignore_noindex:
            self._waiting.setdefault(url, target)
            return url
        self._admit(target)
        return url

    def pop(self) -> Target:
        """The next URL to fetch."""
        self.given += 1
        return heapq.heappop(self._heap)

    def end(self, outcome: Outcome) -> None:
        """Note how a URL ended."""
        self.ended[outcome.url] = outcome

    def welcome(self, alias: str) -> int:
        """Take a host as another name of the site, and let in what was off-site because of it."""
        self.site.aliases.add(alias)
        waiting = [t for t in self._waiting.values() if origin(t.url).split("/")[2] == alias]
        for target in waiting:
            del self._waiting[target.url]
            self.add(target.url, None, via=target.via, depth=target.depth, found_on=target.found_on)
        return len(waiting)

    def close(self, reason: str) -> None:
        """Give everything that is still without an end one."""
        for target in self._heap:
            self.end(_outcome(target, Disposition.NOT_REACHED, reason))
        self._heap.clear()
        for target in self._waiting.values():
            if target.url not in self.ended and target.url not in self.targets:
                inside = self.site.holds(target.url)
                self.end(_outcome(target, Disposition.NOFOLLOW if inside else Disposition.OFF_SITE))

    def _admit(self, target: Target) -> None:
        refusal = self._refusal(target)
        if refusal is None:
            self.targets[target.url] = target
            self._waiting.pop(target.url, None)
            heapq.heappush(self._heap, target)
        elif refusal[0] is Disposition.OFF_SITE:
            if len(self._waiting) < _MAX_LISTED:
                self._waiting.setdefault(target.url, target)
        elif target.url not in self.ended:
            self.end(_outcome(target, *refusal))

    def _refusal(self, target: Target) -> tuple[Disposition, str] | None:
        """Why `target` is not fetched; None when it is."""
        url, path = target.url, path_of(target.url)
        named = target.via in ("start", "page", "extra")
        if not self.site.holds(url):
            return Disposition.OFF_SITE, ""
        if is_asset(url):
            return Disposition.NOT_A_PAGE, "by its name"
        for number, pattern in enumerate(self.rules.exclude, 1):
            if matches(pattern, path):
                return Disposition.EXCLUDED, f'exclude rule {number}: "{pattern}"'
        if (
            self.rules.include
            and not named
            and not any(matches(p, path) for p in self.rules.include)
        ):
            return Disposition.EXCLUDED, "matches no include rule"
        if target.depth > self.rules.max_depth:
            return Disposition.TOO_DEEP, f"max_depth = {self.rules.max_depth}"
        robots = self.robots.get(origin(url))
        if robots is not None and not robots.allows(url):
            return Disposition.ROBOTS, "robots.txt disallows it"
        return self._over_limit(target)

    def _over_limit(self, target: Target) -> tuple[Disposition, str] | None:
        if len(self.targets) >= self.rules.max_pages:
            return Disposition.TOO_MANY, f"max_pages = {self.rules.max_pages}"
        if target.via in _SEEDS:
            return None
        pattern = _pattern(target.url)
        self._patterns[pattern] += 1
        if self._patterns[pattern] > self.rules.max_per_pattern:
            return (
                Disposition.TOO_MANY,
                f"max_per_pattern = {self.rules.max_per_pattern} for {pattern}",
            )
        return None

    def _rank(self, url: str, via: str) -> int:
        if via in ("start", "page", "redirect"):
            return 0
        return 1 if self.prioritised(url) else 2

    def prioritised(self, url: str) -> bool:
        """Whether a priority rule names the URL."""
        return any(matches(pattern, path_of(url)) for pattern in self.rules.priority)

    def _remember(self, url: str, via: str, found_on: str | None) -> None:
        if via == "sitemap":
            self.mapped.add(url)
        elif via == "link" and found_on != url:
            self.linked.add(url)
            known = self.referrers[url]
            if found_on and len(known) < _REFERRERS and found_on not in known:
                known.append(found_on)

    def _spelling(self, raw: str, base: str | None, url: str) -> str:
        written = self.site.served_at(spelled(raw, base))
        return "" if written == url else written

    def _end_bad(self, raw: str, base: str | None, reason: str, target: Target) -> None:
        shown = raw[:200]
        if shown not in self.ended and len(self.ended) < _MAX_LISTED * 10:
            self.end(
                _outcome(
                    Target(0, target.depth, shown, target.via, base), Disposition.BAD_URL, reason
                )
            )


_NUMBERS = re.compile(r"\d+")
_VALUES = re.compile(r"=[^&]*")


def _pattern(url: str) -> str:
    """The kind of URL: digits, query values and the last folder's deeper repeats replaced."""
    path, _, query = url.partition("?")
    return _NUMBERS.sub("0", path) + ("?" + _VALUES.sub("=", query) if query else "")


def _outcome(target: Target, disposition: Disposition, detail: str = "") -> Outcome:
    return Outcome(
        url=target.url,
        disposition=disposition,
        detail=detail,
        depth=target.depth,
        via=target.via,
        found_on=target.found_on,
    )
