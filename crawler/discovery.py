"""What a host says about itself before the first page: robots.txt, sitemaps, its answer to
nonsense.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from crawler.errors import RobotsError, StartUrlError
from crawler.fetch import Answer, Fetch, FetchError
from crawler.markup import read_markup
from crawler.report import Disposition
from crawler.robots import Robots, read_robots
from crawler.sitemaps import Sitemap, read_sitemap
from crawler.target import Mention
from crawler.urls import BadUrlError, SiteUrls, authority, normal, path_of

_MAX_HOPS = 5
"""RFC 9309, 2.3.1.2: follow at least five redirects."""
_MAX_SITEMAPS = 200


async def fetch_robots(fetch: Fetch, site: str, token: str) -> Robots:
    """The robots.txt of an origin; 4xx allows everything (RFC 9309, 2.3.1.3).

    Raises RobotsError when it is out of reach, StartUrlError when the host's address is not public.
    """
    url = f"{site}/robots.txt"
    try:
        answer = await _follow(fetch, url)
    except FetchError as exc:
        if exc.disposition is Disposition.BLOCKED_ADDRESS:
            raise StartUrlError(
                f"{site}: {exc.detail};"
                f' to crawl it anyway put "{authority(site)}" into allow_private_hosts'
            ) from exc
        raise RobotsError(
            f"{url}: {exc.disposition.value}, {exc.detail};"
            " nothing may be fetched until it answers; check start_urls or --url"
        ) from exc
    if answer.status >= 500 or answer.status == 429:
        raise RobotsError(f"{url}: HTTP {answer.status}; nothing may be fetched until it answers")
    return read_robots(answer.body, token) if answer.status == 200 else Robots(token)


async def fetch_probe(fetch: Fetch, site: str) -> str | None:
    """The visible text that an origin serves, with 200, for an address that cannot exist; else
    None.
    """
    nonsense = hashlib.sha256(site.encode()).hexdigest()[:16]
    try:
        answer = await fetch(f"{site}/sitebrief-{nonsense}", {})
    except FetchError:
        return None
    return read_markup(answer.text, answer.url).text if answer.status == 200 else None


@dataclass
class Sitemaps:
    """Reads the sitemaps of a site: the announced ones and those that they name."""

    fetch: Fetch
    site: SiteUrls
    max_bytes: int
    mentions: list[Mention] = field(default_factory=list)
    """The pages that they name."""
    notes: list[str] = field(default_factory=list)
    """Missing, empty or broken files."""
    public_host: str | None = None
    """A host, not the crawled one, that most locs name: this site's public name."""

    async def read(self, announced: Sequence[str]) -> None:
        """Read `announced` (as written in robots.txt) and /sitemap.xml, and what they index.

        A sitemap announced on another host is read at the served one; /sitemap.xml is tried too
        when robots.txts names none here.
        """
        waiting = [(url, True) for url in self._served(announced)]
        waiting.append((f"{self.site.served}/sitemap.xml", False))
        seen: set[str] = set()
        while waiting and len(seen) < _MAX_SITEMAPS:
            url, named = waiting.pop(0)
            if url not in seen:
                seen.add(url)
                sitemap = await self._file(url, named=named)
                waiting += [(onward, True) for onward in self._served(sitemap.indexed, url)]
        if waiting:
            self.notes.append(f"more than {_MAX_SITEMAPS} sitemaps; the rest is not read")
        self.public_host = self._public_host()

    def _served(self, written: Sequence[str], base: str | None = None) -> list[str]:
        found = []
        for raw in written:
            try:
                url = normal(raw, base or f"{self.site.served}/")
            except BadUrlError as exc:
                self.notes.append(f"sitemap {raw[:200]}: {exc}")
                continue
            found.append(url if self.site.holds(url) else self.site.served + path_of(url))
        return list(dict.fromkeys(found))

    async def _file(self, url: str, *, named: bool) -> Sitemap:
        try:
            answer = await _follow(self.fetch, url)
        except FetchError as exc:
            self.notes.append(f"sitemap {url}: {exc.disposition.value}, {exc.detail}")
            return Sitemap()
        if answer.status != 200:
            if named:
                self.notes.append(f"sitemap {url}: HTTP {answer.status}; links are used instead")
            return Sitemap()
        found = read_sitemap(answer.body, max_bytes=self.max_bytes)
        if found.trouble:
            self.notes.append(f"sitemap {url}: {found.trouble}")
        for entry in found.pages:
            for loc in (entry.loc, *entry.alternates):
                self.mentions.append(
                    Mention(loc, url, via="sitemap", found_on=url, lastmod=entry.lastmod)
                )
        return found

    def _public_host(self) -> str | None:
        hosts: Counter[str] = Counter()
        for mention in self.mentions:
            try:
                hosts[authority(normal(mention.raw, mention.base))] += 1
            except BadUrlError:
                continue
        if not hosts:
            return None
        host, count = max(hosts.items(), key=lambda item: (item[1], item[0]))
        return host if 2 * count > hosts.total() and self.site.is_foreign(host) else None


async def _follow(fetch: Fetch, url: str) -> Answer:
    """Get `url` through redirects. Raises FetchError."""
    for _ in range(_MAX_HOPS + 1):
        answer = await fetch(url, {})
        if not 300 <= answer.status < 400 or "location" not in answer.headers:
            return answer
        try:
            url = normal(answer.headers["location"], url)
        except BadUrlError as exc:
            raise FetchError(Disposition.BAD_URL, str(exc)) from exc
    raise FetchError(Disposition.REDIRECT_LOOP, f"more than {_MAX_HOPS} redirects")
