"""The crawl itself: robots.txt, sitemaps, then pages until nothing is left. Knows no Scrapy, only `Fetch`."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin

from crawler.errors import RobotsError, StartUrlError
from crawler.fetch import Answer, Fetch, FetchError
from crawler.frontier import Frontier, Target
from crawler.job import Job
from crawler.markup import Markup, read_markup
from crawler.report import CONTENT, OUTAGES, Disposition, Outcome, Progress
from crawler.robots import Robots, read_robots
from crawler.sitemaps import read_sitemap
from crawler.store import FetchedPage, LivePage, PageStore, text_hash
from crawler.symptoms import symptom
from crawler.urls import BadUrlError, SiteUrls, host_port, normal, origin, path_of

_MAX_HOPS = 10
_MAX_SITEMAPS = 200
_MAX_SHEETS = 40
_BREAKER = 15
"""Failures in a row after which the site counts as down."""
_KEPT_HEADERS = ("content-language", "last-modified", "etag", "x-robots-tag")
_HTML = ("text/html", "application/xhtml+xml", "")


class Walk:
    """One crawl of one site into the store's stage."""

    def __init__(
        self,
        job: Job,
        store: PageStore,
        fetch: Fetch,
        *,
        token: str,
        concurrency: int,
        tell: Callable[[Progress], None],
    ) -> None:
        self.job, self.store, self.rules = job, store, job.rules
        self._fetch, self._tell, self._token, self._concurrency = fetch, tell, token, concurrency
        start = normal(job.site.start_urls[0])
        public = [job.site.public_url] if job.site.public_url else []
        aliases = [*job.rules.aliases, *(origin(normal(u)).split("/")[2] for u in public)]
        self.site = SiteUrls(origin(start), aliases=aliases, hosts=job.rules.hosts)
        self.frontier = Frontier(self.site, job.rules)
        self.notes: list[str] = []
        self.complete = True
        self.has_sitemap = False
        self._live: dict[str, LivePage] = {} if job.full else store.live()
        self._done = store.outcomes(job.crawl) if job.resumed else {}
        self._staged = store.staged(job.crawl) if job.resumed else {}
        self._sheets = set(store.sheets(job.crawl))
        self._liars = store.liars()
        self._failures = 0
        self._stop = ""
        self._deadline = time.monotonic() + job.rules.max_seconds

    async def run(self) -> None:
        """Fetch everything. Raises RobotsError or StartUrlError when there is nothing to work with."""
        for url in self._starts():
            await self._read_robots(origin(url))
        if self.job.only is None:
            await self._read_sitemaps()
        self._seed()
        await self._drain()
        self.frontier.close(self._stop or "the crawl ended")
        if self._stop:
            self.complete = False
            self.notes.append(self._stop)
        self._check_start()

    def _starts(self) -> list[str]:
        return [normal(url) for url in self.job.site.start_urls]

    def _seed(self) -> None:
        if self.job.only is not None:
            self.frontier.add(self.job.only, None, via="page")
            return
        for url in self.job.site.start_urls:
            self.frontier.add(url, None, via="start")
        for url in self.rules.extra_urls:
            self.frontier.add(url, self.site.served + "/", via="extra")

    def _check_start(self) -> None:
        if any(o.disposition in CONTENT for o in self.frontier.ended.values()) or self.store.live():
            return
        first = self.frontier.ended.get(self.site.name(self.job.site.start_urls[0]))
        reason = f"{first.disposition.value} {first.detail}".strip() if first else "no answer"
        raise StartUrlError(
            f"{self.job.site.start_urls[0]}: no page could be read ({reason}); check start_urls in site.toml or --url"
        )

    # robots.txt and sitemaps

    async def _read_robots(self, site: str) -> None:
        if self.rules.ignore_robots:
            self.frontier.robots[site] = Robots(self._token)
            self.notes.append("robots.txt is ignored: ignore_robots = true")
            return
        self.frontier.robots[site] = robots = await self._robots(site)
        if robots.note:
            self.notes.append(robots.note)

    async def _robots(self, site: str) -> Robots:
        url = f"{site}/robots.txt"
        try:
            answer = await self._follow(url)
        except FetchError as exc:
            raise RobotsError(
                f"{url}: {exc.disposition.value} {exc.detail}; nothing may be fetched without it"
            ) from exc
        if answer.status >= 500 or answer.status == 429:
            raise RobotsError(
                f"{url}: HTTP {answer.status}; nothing may be fetched until it answers"
            )
        return (
            read_robots(answer.body, self._token) if answer.status == 200 else Robots(self._token)
        )

    async def _follow(self, url: str) -> Answer:
        """Get `url` through at most five redirects (RFC 9309, 2.3.1.2)."""
        for _ in range(6):
            answer = await self._fetch(url, {}, urgent=True)
            if not 300 <= answer.status < 400 or "location" not in answer.headers:
                return answer
            try:
                url = normal(answer.headers["location"], url)
            except BadUrlError as exc:
                raise FetchError(Disposition.BAD_URL, str(exc)) from exc
        raise FetchError(Disposition.REDIRECT_LOOP, "more than five redirects")

    async def _read_sitemaps(self) -> None:
        announced = [s for robots in self.frontier.robots.values() for s in robots.sitemaps]
        waiting = [(u, True) for u in dict.fromkeys(self._sitemap_urls(announced))]
        own = f"{self.site.served}/sitemap.xml"
        if own not in (u for u, _ in waiting):
            waiting.append((own, False))
        seen: set[str] = set()
        while waiting and len(seen) < _MAX_SITEMAPS:
            url, named = waiting.pop(0)
            if url in seen:
                continue
            seen.add(url)
            waiting += [
                (u, True)
                for u in self._sitemap_urls(await self._read_sitemap(url, named=named), url)
            ]

    def _sitemap_urls(self, raw: list[str], base: str | None = None) -> list[str]:
        """Where announced sitemaps are read: at the served host, whatever host they name."""
        found = []
        for written in raw:
            try:
                url = normal(written, base or self.site.served + "/")
            except BadUrlError as exc:
                self.notes.append(f"sitemap {written[:200]}: {exc}")
                continue
            found.append(self.site.served + path_of(url) if not self.site.holds(url) else url)
        return found

    async def _read_sitemap(self, url: str, *, named: bool) -> list[str]:
        """Read one file into the frontier; returns the sitemaps it names."""
        try:
            answer = await self._follow(url)
        except FetchError as exc:
            self.notes.append(f"sitemap {url}: {exc.disposition.value} {exc.detail}")
            return []
        if answer.status != 200:
            if named or answer.status != 404:
                self.notes.append(f"sitemap {url}: HTTP {answer.status}; links are used instead")
            return []
        found = read_sitemap(answer.body, max_bytes=self.rules.max_bytes)
        if found.trouble and (named or "HTML" not in found.trouble):
            self.notes.append(f"sitemap {url}: {found.trouble}")
        locs = [u for entry in found.pages for u in (entry.loc, *entry.alternates)]
        self.has_sitemap |= bool(locs)
        self._judge_alias(locs)
        for loc in locs:
            self.frontier.add(loc, url, via="sitemap", found_on=url)
        return list(found.indexed)

    def _judge_alias(self, locs: list[str]) -> None:
        """A host that most of the sitemap names is this site's public host."""
        hosts: dict[str, int] = {}
        for loc in locs:
            try:
                host = origin(normal(loc)).split("/")[2]
            except BadUrlError:
                continue
            hosts[host] = hosts.get(host, 0) + 1
        if not hosts:
            return
        host, count = max(hosts.items(), key=lambda item: (item[1], item[0]))
        if count * 2 > len(locs) and not self.site.holds(f"https://{host}/"):
            self._welcome(host)

    def _welcome(self, host: str) -> None:
        if (
            host not in self.site.aliases
            and host != self.site.served.split("/")[2]
            and host not in self.site.hosts
        ):
            self.frontier.welcome(host)

    # pages

    async def _drain(self) -> None:
        """Work until no target is left and no visit is under way."""
        running: set[asyncio.Task[None]] = set()
        while (self.frontier and not self._stop) or running:
            while self.frontier and not self._stop and len(running) < self._concurrency:
                running.add(asyncio.ensure_future(self._visit(self.frontier.pop())))
            done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
            if time.monotonic() > self._deadline and not self._stop:
                self._stop = f"max_seconds = {self.rules.max_seconds:g} is over"

    async def _visit(self, target: Target) -> None:
        if target.url in self._done and self._replay(target):
            return
        started = time.monotonic()
        try:
            outcome = await self._try(target)
        except FetchError as exc:
            outcome = _end(target, exc.disposition, exc.detail)
        except Exception as exc:  # noqa: BLE001 - one page must not end the crawl; the report has it
            outcome = _end(target, Disposition.FAILED, f"{type(exc).__name__}: {exc}"[:300])
        outcome = outcome.model_copy(update={"ms": round((time.monotonic() - started) * 1000)})
        self._count_failures(outcome)
        if outcome.disposition in OUTAGES:
            self._follow_known(target)
        self._end(outcome)

    def _end(self, outcome: Outcome) -> None:
        self.frontier.end(outcome)
        self.store.note(self.job.crawl, outcome)
        self._tell(
            Progress(
                done=len(self.frontier.ended),
                known=len(self.frontier.ended) + len(self.frontier),
                url=outcome.url,
            )
        )

    def _replay(self, target: Target) -> bool:
        """Take over how this URL ended before the crawl was interrupted; False when it must be fetched."""
        outcome = self._done[target.url]
        if outcome.disposition in OUTAGES:
            return False
        if outcome.disposition in CONTENT:
            if target.url not in self._staged:
                return False
            self._follow_links(target, self._staged[target.url][0].links)
        elif outcome.disposition is Disposition.REDIRECTED:
            self.frontier.add(
                outcome.detail, None, via="redirect", depth=target.depth, found_on=target.url
            )
        self.frontier.end(outcome)
        return True

    def _count_failures(self, outcome: Outcome) -> None:
        down = (Disposition.SERVER_ERROR, Disposition.TIMEOUT, Disposition.UNREACHABLE)
        self._failures = self._failures + 1 if outcome.disposition in down else 0
        if self._failures >= _BREAKER and not self._stop:
            self._stop = f"the site seems to be down: {_BREAKER} failures in a row, the last {outcome.disposition.value}"

    def _follow_known(self, target: Target) -> None:
        live = self._live.get(target.url)
        if live is not None:
            self._follow_links(target, live.page.links)

    async def _try(self, target: Target) -> Outcome:
        live = self._live.get(target.url)
        answer = await self._get(target, live)
        if answer.status == 304 and live is not None:
            self.store.stage_same(self.job.crawl, live)
            self._follow_links(target, live.page.links)
            return _end(target, Disposition.UNCHANGED, "not modified", answer)
        if 300 <= answer.status < 400 and "location" in answer.headers:
            return self._redirect(target, answer.headers["location"], answer)
        refusal = _refusal(answer)
        if refusal is not None:
            return _end(target, refusal, "", answer)
        return await self._content(target, answer, live)

    async def _get(self, target: Target, live: LivePage | None) -> Answer:
        answer = await self._fetch(
            target.url, self._validators(target, live), urgent=target.rank == 0
        )
        if answer.status in (403, 404) and target.spelling:
            return await self._fetch(target.spelling, {})
        if self._to_itself(target, answer):
            return await self._fetch(urljoin(target.url, answer.headers["location"]), {})
        return answer

    def _to_itself(self, target: Target, answer: Answer) -> bool:
        """A redirect to another spelling of the same URL, as of a folder to its index file."""
        if not 300 <= answer.status < 400 or "location" not in answer.headers:
            return False
        try:
            onward = normal(answer.headers["location"], target.url)
        except BadUrlError:
            return False
        return (
            onward == target.url and urljoin(target.url, answer.headers["location"]) != target.url
        )

    def _validators(self, target: Target, live: LivePage | None) -> Mapping[str, str]:
        """Conditional request headers, where the last answer may still hold and the host never lied."""
        if live is None or live.stale or host_port(target.url)[0] in self._liars:
            return {}
        if self.job.only is not None or self.frontier.prioritised(target.url):
            return {}
        headers = {}
        if "etag" in live.page.headers:
            headers["If-None-Match"] = live.page.headers["etag"]
        if "last-modified" in live.page.headers:
            headers["If-Modified-Since"] = live.page.headers["last-modified"]
        return headers

    def _redirect(self, target: Target, location: str, answer: Answer) -> Outcome:
        hops = (*target.hops, target.url)
        try:
            onward = self.site.name(location, target.url)
        except BadUrlError as exc:
            return _end(
                target, Disposition.BAD_URL, f"redirects to {location[:200]}: {exc}", answer
            )
        if target.via == "start" or target.hops:
            onward = self._moved(onward)
        if onward in hops:
            return _end(target, Disposition.REDIRECT_LOOP, " → ".join([*hops, onward]), answer)
        if len(hops) > _MAX_HOPS:
            return _end(
                target, Disposition.REDIRECT_LOOP, f"more than {_MAX_HOPS} redirects", answer
            )
        self.frontier.add(
            onward, None, via="redirect", depth=target.depth, found_on=target.url, hops=hops
        )
        return _end(target, Disposition.REDIRECTED, onward, answer)

    def _moved(self, onward: str) -> str:
        return onward

    async def _content(self, target: Target, answer: Answer, live: LivePage | None) -> Outcome:
        if answer.content_type not in _HTML or (
            not answer.content_type and "<" not in answer.text[:500]
        ):
            return _end(
                target,
                Disposition.NOT_A_PAGE,
                f"content type {answer.content_type or 'unknown'}",
                answer,
            )
        markup = read_markup(
            answer.text,
            target.url,
            robots_tag=answer.headers.get("x-robots-tag", ""),
            token=self._token.lower(),
        )
        if markup.refresh and (outcome := self._refreshed(target, markup, answer)):
            return outcome
        found = symptom(markup, answer)
        if found is not None and target.via != "page":
            return _end(target, found[0], found[1], answer)
        links = self._links(target, markup)
        if not markup.nofollow or self.rules.ignore_noindex:
            self._follow_links(target, links)
        if markup.noindex and not self.rules.ignore_noindex:
            return _end(target, Disposition.NOINDEX, "", answer)
        page = self._page(target, answer, markup, links)
        await self._fetch_sheets(page)
        return self._stage(target, page, answer, live, markup)

    def _refreshed(self, target: Target, markup: Markup, answer: Answer) -> Outcome | None:
        try:
            onward = self.site.name(markup.refresh or "", markup.base)
        except BadUrlError:
            return None
        if onward == target.url:
            return None
        return self._redirect(target, onward, answer)

    def _links(self, target: Target, markup: Markup) -> tuple[tuple[str, str], ...]:
        """The page's links, as given to the frontier: (normal URL, via)."""
        found: dict[str, str] = {}
        for link in markup.links:
            if link.via == "canonical":
                self._vote(target, link.href, markup.base)
        for link in markup.links:
            via = "nofollow" if link.nofollow else link.via
            try:
                found.setdefault(self.site.name(link.href, markup.base), via)
            except BadUrlError:
                found.setdefault(link.href[:300], via)
        return tuple(found.items())

    def _vote(self, target: Target, canonical: str, base: str) -> None:
        """A canonical to the same path on another host says that this host is a copy of that one."""
        try:
            url = normal(canonical, base)
        except BadUrlError:
            return
        if path_of(url) == path_of(target.url) and not self.site.holds(self.site.served_at(url)):
            self._welcome(origin(url).split("/")[2])

    def _follow_links(self, target: Target, links: tuple[tuple[str, str], ...]) -> None:
        if self.job.only is not None:
            return
        for url, via in links:
            self.frontier.add(
                url, target.url, via="link" if via == "nofollow" else via, depth=target.depth + 1, found_on=target.url,
                nofollow=via == "nofollow",
            )  # fmt: skip

    def _page(
        self, target: Target, answer: Answer, markup: Markup, links: tuple[tuple[str, str], ...]
    ) -> FetchedPage:
        sheets = []
        for href in markup.sheets[:_MAX_SHEETS]:
            try:
                url = self.site.name(href, markup.base)
            except BadUrlError:
                continue
            if self.site.holds(url):
                sheets.append(url)
        try:
            canonical = self.site.name(markup.canonical, markup.base) if markup.canonical else None
        except BadUrlError:
            canonical = None
        return FetchedPage(
            url=target.url,
            fetched_at=max(self.job.now, datetime.now(UTC)),
            status=answer.status,
            canonical=canonical,
            headers={
                name: answer.headers[name] for name in _KEPT_HEADERS if name in answer.headers
            },
            title=markup.title,
            links=links,
            sheets=tuple(dict.fromkeys(sheets)),
        )

    async def _fetch_sheets(self, page: FetchedPage) -> None:
        for url in page.sheets:
            if url in self._sheets:
                continue
            self._sheets.add(url)
            robots = self.frontier.robots.get(origin(url))
            if robots is not None and not robots.allows(url):
                continue
            try:
                answer = await self._fetch(url, {})
            except FetchError:
                continue
            if answer.status == 200 and answer.content_type in ("text/css", "text/plain", ""):
                self.store.stage_sheet(
                    self.job.crawl, url, answer.text or answer.body.decode("utf-8", "replace")
                )

    def _stage(
        self,
        target: Target,
        page: FetchedPage,
        answer: Answer,
        live: LivePage | None,
        markup: Markup,
    ) -> Outcome:
        self.store.stage(self.job.crawl, page, answer.text)
        if live is not None and live.body == text_hash(answer.text):
            return _end(target, Disposition.UNCHANGED, "same content", answer)
        return _end(target, Disposition.FETCHED, "", answer)


def _refusal(answer: Answer) -> Disposition | None:
    """What a status other than success says; None when the body may be read."""
    if answer.status == 410:
        return Disposition.GONE
    if answer.status in (404,):
        return Disposition.NOT_FOUND
    if answer.status >= 500 or answer.status in (408, 429):
        return Disposition.SERVER_ERROR
    if answer.status >= 300 or answer.status == 204:
        return Disposition.REFUSED
    return None


def _end(
    target: Target, disposition: Disposition, detail: str = "", answer: Answer | None = None
) -> Outcome:
    return Outcome(
        url=target.url, disposition=disposition, detail=detail, depth=target.depth, via=target.via, found_on=target.found_on,
        status=answer.status if answer else None, bytes=len(answer.body) if answer else 0,
    )  # fmt: skip


def _later(now: datetime, seconds: float) -> datetime:
    return now + timedelta(seconds=seconds)
