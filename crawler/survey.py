"""Before the first page: where the site is served, what its hosts allow, what its sitemaps name."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.discovery import Sitemaps, fetch_probe, fetch_robots
from crawler.domains import same_owner
from crawler.errors import RobotsError, StartUrlError
from crawler.fetch import Answer, FetchError
from crawler.frontier import Frontier
from crawler.pace import Paced
from crawler.robots import Robots, closed
from crawler.rules import CrawlRules
from crawler.target import Mention
from crawler.urls import BadUrlError, normal, origin

_MAX_HOPS = 10


@dataclass
class Survey:
    """Finds out what the crawl must know of its hosts."""

    fetch: Paced
    frontier: Frontier
    rules: CrawlRules
    token: str
    """Our product token."""
    notes: list[str] = field(default_factory=list)
    """What a person should know."""
    mapped: list[Mention] = field(default_factory=list)
    """The pages that sitemaps name."""
    held: dict[str, Answer] = field(default_factory=dict)
    """Answers of start pages, which need not be asked for twice."""
    probe: str | None = None
    """The visible text that the site shows for an address that cannot exist."""

    async def whole_site(self, start: str) -> None:
        """Survey the site behind the normal URL `start`. Raises RobotsError, StartUrlError."""
        await self._find_origin(start)
        await self._meet_further_hosts()
        if self.rules.ignore_noindex:
            self.notes.append("noindex and nofollow are ignored: ignore_noindex = true")
        await self._read_sitemaps()
        self.probe = await fetch_probe(self.fetch, self.frontier.site.served)

    async def one_page(self, url: str) -> None:
        """Survey no more than what one page needs; its origin counts, when it is the owner's."""
        site = self.frontier.site
        if origin(url) != site.served and same_owner(origin(url), site.served):
            site.move(origin(url))
        await self._meet(site.served)
        await self._meet_further_hosts()

    async def _find_origin(self, url: str) -> None:
        """Go where the start URL redirects, within its owner's domain: to https, to www."""
        for _ in range(_MAX_HOPS):
            await self._meet(origin(url))
            if not self.frontier.robots[origin(url)].allows(url):
                return
            answer = self.held[url] = await self._fetch_start(url)
            if not 300 <= answer.status < 400 or "location" not in answer.headers:
                return
            try:
                onward = normal(answer.headers["location"], url)
            except BadUrlError:
                return
            if origin(onward) == origin(url) or not same_owner(origin(onward), origin(url)):
                return
            self.frontier.site.move(origin(onward))
            url = onward

    async def _fetch_start(self, url: str) -> Answer:
        try:
            return await self.fetch(url, {})
        except FetchError as exc:
            raise StartUrlError(
                f"{url}: {exc.disposition.value}, {exc.detail}; check start_urls or --url"
            ) from exc

    async def _meet_further_hosts(self) -> None:
        """Read the robots.txt of every other host of the site; one out of reach is left out."""
        scheme = self.frontier.site.served.partition("://")[0]
        for host in sorted(self.frontier.site.hosts):
            try:
                await self._meet(f"{scheme}://{host}")
            except (RobotsError, StartUrlError) as exc:
                self.frontier.robots[f"{scheme}://{host}"] = closed(self.token)
                self.notes.append(f"{host} is left out: {exc}")

    async def _meet(self, site: str) -> None:
        """Read the robots.txt of an origin, once."""
        if site in self.frontier.robots:
            return
        if self.rules.ignore_robots:
            self.frontier.robots[site] = Robots(self.token)
            self.notes.append(f"{site}/robots.txt is ignored: ignore_robots = true")
            return
        robots = self.frontier.robots[site] = await fetch_robots(self.fetch, site, self.token)
        self.notes += [robots.note] if robots.note else []
        delay = self.fetch.slow_down(site, robots.crawl_delay, self.rules.max_crawl_delay)
        if delay < robots.crawl_delay:
            self.notes.append(
                f"{site}/robots.txt asks for {robots.crawl_delay:g} s between requests;"
                f" cut to max_crawl_delay = {self.rules.max_crawl_delay:g}"
            )

    async def _read_sitemaps(self) -> None:
        announced = [s for robots in self.frontier.robots.values() for s in robots.sitemaps]
        sitemaps = Sitemaps(self.fetch, self.frontier.site, self.rules.max_bytes)
        await sitemaps.read(announced)
        self.notes += sitemaps.notes
        self.mapped = sitemaps.mentions
        if sitemaps.public_host:
            self.frontier.welcome(sitemaps.public_host)
