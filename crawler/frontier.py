"""What is still to be fetched, in which order, and why the rest is not."""

from __future__ import annotations

import heapq
import re
from collections import Counter, defaultdict

from crawler.pages_kept import LivePage
from crawler.report import Disposition, Outcome
from crawler.robots import Robots
from crawler.rules import CrawlRules, matches
from crawler.target import NAMED, Mention, Target
from crawler.urls import BadUrlError, SiteUrls, authority, is_asset, origin, path_of

_SEEDED = NAMED | {"sitemap", "known", "canonical", "hreflang", "redirect"}
"""Named on purpose: max_per_pattern, which is against traps, does not count these."""
_MAX_LISTED = 10_000
"""Off-site and malformed URLs beyond this many are not listed."""
_REFERRERS = 20
_REPEATS = 3
"""A folder name this often in one path is a relative link that feeds on itself."""


class Frontier:
    """Takes every URL that the crawl meets and gives each one a turn or an end."""

    def __init__(self, site: SiteUrls, rules: CrawlRules) -> None:
        self.site = site
        self.rules = rules
        self.robots: dict[str, Robots] = {}
        """By origin."""
        self.ended: dict[str, Outcome] = {}
        self.targets: dict[str, Target] = {}
        """Every URL that got a turn."""
        self.linked: set[str] = set()
        self.mapped: set[str] = set()
        """What sitemaps name."""
        self.referrers: dict[str, list[str]] = defaultdict(list)
        """Pages that link to a URL, the first few."""
        self._lastmods: dict[str, str] = {}
        self._heap: list[Target] = []
        self._waiting: dict[str, Target] = {}
        """Off-site and nofollow URLs: a later alias or link may still let them in."""
        self._patterns: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._heap)

    def add(self, mention: Mention) -> None:
        """Meet a URL."""
        try:
            url = self.site.name(mention.raw, mention.base)
        except BadUrlError as exc:
            self._end_bad(mention, str(exc))
            return
        self._remember(url, mention)
        if url in self.targets:
            return
        target = Target(
            rank=self._rank(url, mention.via),
            depth=mention.depth,
            url=url,
            via=mention.via,
            found_on=mention.found_on,
            spelling=self.site.written(mention.raw, mention.base, url),
            hops=mention.hops,
        )
        if mention.nofollow and not self.rules.ignore_noindex:
            self._waiting.setdefault(url, target)
        else:
            self._admit(target)

    def knows(self, url: str) -> bool:
        """Whether the crawl has met a normal URL."""
        return url in self.targets or url in self.ended or url in self._waiting

    def again(self, target: Target) -> None:
        """Give a URL a second turn."""
        self.ended.pop(target.url, None)
        heapq.heappush(self._heap, target)

    def pop(self) -> Target:
        """The next URL to fetch."""
        return heapq.heappop(self._heap)

    def end(self, outcome: Outcome) -> None:
        """Note how a URL ended."""
        self.ended[outcome.url] = outcome

    def welcome(self, alias: str) -> None:
        """Take a host as another name of the site, and let in what was off-site because of it."""
        self.site.aliases.add(alias)
        for target in [t for t in self._waiting.values() if authority(t.url) == alias]:
            del self._waiting[target.url]
            self.add(Mention(target.url, None, target.via, target.depth, target.found_on))

    def close(self, reason: str) -> None:
        """Give everything that is still without an end one."""
        for target in self._heap:
            self.end(target.outcome(Disposition.NOT_REACHED, reason))
        self._heap.clear()
        for target in self._waiting.values():
            if target.url not in self.ended and target.url not in self.targets:
                inside = self.site.holds(target.url)
                self.end(target.outcome(Disposition.NOFOLLOW if inside else Disposition.OFF_SITE))

    def touched(self, url: str, live: LivePage | None) -> bool:
        """Whether a sitemap says that a page was changed since it was fetched. A hint: what it
        does not say is no sign of anything.
        """
        lastmod = self._lastmods.get(url, "")
        return live is not None and lastmod[:10] >= f"{live.page.fetched_at:%Y-%m-%d}"

    def prioritised(self, url: str) -> bool:
        """Whether a priority rule names the URL."""
        return any(matches(pattern, path_of(url)) for pattern in self.rules.priority)

    def _admit(self, target: Target) -> None:
        refusal = self._refusal(target)
        if refusal is None:
            self.targets[target.url] = target
            self._waiting.pop(target.url, None)
            self.ended.pop(target.url, None)
            heapq.heappush(self._heap, target)
        elif refusal[0] is Disposition.OFF_SITE:
            if len(self._waiting) < _MAX_LISTED:
                self._waiting.setdefault(target.url, target)
        elif target.url not in self.ended:
            self.end(target.outcome(*refusal))

    def _refusal(self, target: Target) -> tuple[Disposition, str] | None:
        """Why `target` is not fetched; None when it is."""
        if not self.site.holds(target.url):
            return Disposition.OFF_SITE, ""
        if is_asset(target.url):
            return Disposition.NOT_A_PAGE, "by its name"
        by_rule = self._excluded(target)
        if by_rule:
            return Disposition.EXCLUDED, by_rule
        robots = self.robots.get(origin(target.url))
        if robots is not None and not robots.allows(target.url):
            return Disposition.ROBOTS, "robots.txt disallows it"
        return self._beyond(target)

    def _excluded(self, target: Target) -> str:
        path = path_of(target.url)
        for number, pattern in enumerate(self.rules.exclude, 1):
            if matches(pattern, path):
                return f'exclude rule {number}: "{pattern}"'
        for pattern in self.rules.skip:
            if matches(pattern, path):
                return f'skip rule "{pattern}"'
        included = target.via in NAMED or not self.rules.include
        if not included and not any(matches(pattern, path) for pattern in self.rules.include):
            return "matches no include rule"
        return ""

    def _beyond(self, target: Target) -> tuple[Disposition, str] | None:
        """Over which limit `target` is."""
        if target.depth > self.rules.max_depth:
            return Disposition.TOO_DEEP, f"max_depth = {self.rules.max_depth}"
        if _repeats(target.url):
            return Disposition.TOO_DEEP, "a folder repeats in its path"
        if len(self.targets) >= self.rules.max_pages:
            return Disposition.TOO_MANY, f"max_pages = {self.rules.max_pages}"
        if target.via in _SEEDED:
            return None
        pattern = url_pattern(target.url)
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

    def _remember(self, url: str, mention: Mention) -> None:
        if mention.via == "sitemap":
            self.mapped.add(url)
            self._lastmods[url] = max(mention.lastmod, self._lastmods.get(url, ""))
        elif mention.via == "link" and mention.found_on and mention.found_on != url:
            self.linked.add(url)
            known = self.referrers[url]
            if len(known) < _REFERRERS and mention.found_on not in known:
                known.append(mention.found_on)

    def _end_bad(self, mention: Mention, reason: str) -> None:
        shown = mention.raw[:200]
        if shown not in self.ended and len(self.ended) < 10 * _MAX_LISTED:
            target = Target(0, mention.depth, shown, mention.via, mention.found_on)
            self.end(target.outcome(Disposition.BAD_URL, reason))


_NUMBER = re.compile(r"(?<=/)\d[\d_.,:-]*(?=/|$|\.\w+$)")
_VALUES = re.compile(r"=[^&]*")


def url_pattern(url: str) -> str:
    """The kind of URL: folders that are numbers or dates, and the query's values, replaced."""
    path, _, query = url.partition("?")
    root, host = path.split("/", 3)[:3], path.split("/", 3)[3:]
    tail = _NUMBER.sub("0", "/" + "/".join(host))
    return "/".join(root) + tail + ("?" + _VALUES.sub("=", query) if query else "")


def _repeats(url: str) -> bool:
    parts = [part for part in url.partition("?")[0].split("/")[3:] if part]
    return len(parts) > _REPEATS and max(Counter(parts).values()) >= _REPEATS
