"""The crawl itself: robots.txt, sitemaps, then pages until nothing is left. Knows only `Fetch`."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping

from crawler.arrival import Arrival
from crawler.errors import RobotsError, StartUrlError
from crawler.fetch import Answer, Fetch, FetchError
from crawler.frontier import Frontier
from crawler.job import Job
from crawler.pace import Paced
from crawler.report import CONTENT, OUTAGES, Disposition, Outcome, Progress
from crawler.store import PageStore
from crawler.survey import Survey
from crawler.target import Mention, Target
from crawler.urls import SiteUrls, authority, normal, origin
from crawler.visit import Visitor, says_the_same

_MAX_HOPS = 10
_BREAKER = 15
"""Failures in a row after which the site counts as down."""
_DOWN = frozenset({Disposition.SERVER_ERROR, Disposition.TIMEOUT, Disposition.UNREACHABLE})

_ADVICE = {
    Disposition.ROBOTS: "on a site of your own, [crawl] ignore_robots = true reads it anyway",
    Disposition.REFUSED: "let the crawler's user agent through the site's firewall",
    Disposition.CAPTCHA: "let the crawler's user agent through the site's firewall",
    Disposition.OFF_SITE: "if that is the site, make it the start URL",
}
"""What to do about a start page that cannot be read."""


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
        self.site = _site_urls(job)
        self.frontier = Frontier(self.site, job.rules)
        self.survey = Survey(Paced(fetch), self.frontier, job.rules, token)
        self.notes = self.survey.notes
        self.stopped = ""
        """Why the crawl ended before its work was done; "" when it did not."""
        self._fetch = self.survey.fetch
        self._tell, self._concurrency = tell, concurrency
        self._visitor = Visitor(job, store, self.survey)
        self._live = self._visitor.live
        self._done = store.outcomes(job.crawl) if job.resumed else {}
        self._staged = store.staged(job.crawl) if job.resumed else {}
        self._sheets = set(store.sheets(job.crawl))
        self._failures = 0
        self._deadline = time.monotonic() + job.rules.max_seconds

    async def run(self) -> None:
        """Fetch everything.

        Raises RobotsError or StartUrlError when no page was read and none is known from before.
        """
        try:
            await self._look_around()
            self._seed()
            await self._drain()
            await self._look_for_missing()
            await self._check_validators()
        except (RobotsError, StartUrlError) as exc:
            if not self._live:
                raise
            self._seed()
            self.stopped = str(exc)
        self.frontier.close(self.stopped or "the crawl ended")
        if self.stopped:
            self.notes.append(self.stopped)
        self._check_start()

    async def _look_around(self) -> None:
        try:
            async with asyncio.timeout(self.rules.max_seconds):
                if self.job.only is None:
                    await self.survey.whole_site(normal(self.job.site.start_urls[0]))
                else:
                    await self.survey.one_page(normal(self.job.only))
        except TimeoutError:
            self.stopped = (
                f"max_seconds = {self.rules.max_seconds:g} was over before the first page"
            )

    @property
    def shown(self) -> Mapping[str, str]:
        """Hash of the visible text of each page that answered 200."""
        return self._visitor.shown

    def _seed(self) -> None:
        if self.job.only is not None:
            self.frontier.add(Mention(self.job.only, via="page"))
            return
        for url in self.job.site.start_urls:
            self.frontier.add(Mention(url, via="start"))
        for url in self.rules.extra_urls:
            self.frontier.add(Mention(url, f"{self.site.served}/", via="extra"))
        for mention in self.survey.mapped:
            self.frontier.add(mention)

    # pages

    async def _drain(self) -> None:
        """Work until no target is left and no visit is under way."""
        running: set[asyncio.Task[None]] = set()
        while (self.frontier and not self.stopped) or running:
            while self.frontier and not self.stopped and len(running) < self._concurrency:
                running.add(asyncio.ensure_future(self._visit(self.frontier.pop())))
            done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
            if time.monotonic() > self._deadline and not self.stopped:
                self.stopped = f"max_seconds = {self.rules.max_seconds:g} is over"

    async def _visit(self, target: Target) -> None:
        if target.url in self._done and self._replay(target):
            return
        started = time.monotonic()
        answer: Answer | None = None
        try:
            answer = await self._visitor.ask(target)
            arrival = await self._visitor.arrive(target, answer)
            outcome = await self._take(target, arrival)
        except FetchError as exc:
            outcome = target.outcome(exc.disposition, exc.detail)
        except Exception as exc:  # noqa: BLE001 - one page must not end the crawl; the report says it
            outcome = target.outcome(Disposition.FAILED, f"{type(exc).__name__}: {exc}")
        self._end(outcome, answer, started)

    def _end(self, outcome: Outcome, answer: Answer | None, started: float) -> None:
        if answer is not None:
            outcome = outcome.model_copy(
                update={
                    "status": answer.status,
                    "bytes": len(answer.body),
                    "ms": round((time.monotonic() - started) * 1000),
                }
            )
        if outcome.disposition in OUTAGES and outcome.url in self._live:
            self._follow(outcome.url, outcome.depth, self._live[outcome.url].page.links)
        self._failures = self._failures + 1 if outcome.disposition in _DOWN else 0
        if self._failures >= _BREAKER and not self.stopped:
            self.stopped = (
                f"{self.site.served} seems to be down: {_BREAKER} failures in a row,"
                f" the last one {outcome.disposition.value} ({outcome.detail})"
            )
        self.frontier.end(outcome)
        self.store.note(self.job.crawl, outcome)
        done = len(self.frontier.ended)
        self._tell(Progress(done=done, known=done + len(self.frontier), url=outcome.url))

    def _replay(self, target: Target) -> bool:
        """Take over how this URL ended before an interruption; False: it must be fetched."""
        outcome = self._done.pop(target.url)
        if outcome.disposition in CONTENT and target.url in self._staged:
            self._follow(target.url, target.depth, self._staged[target.url][0].links)
        elif outcome.disposition not in (Disposition.NOT_FOUND, Disposition.GONE):
            return False
        self.frontier.end(outcome)
        return True

    async def _take(self, target: Target, arrival: Arrival) -> Outcome:
        """Follow what an arrival leads to; returns how the URL ended."""
        if arrival.public_host is not None and self.site.is_foreign(arrival.public_host):
            self.frontier.welcome(arrival.public_host)
        if arrival.onward is not None:
            return self._redirect(target, arrival.onward, arrival.detail)
        if target.via == "known" and arrival.page is not None:
            return target.outcome(
                Disposition.UNLINKED, "it answers, but no link or sitemap names it"
            )
        self._follow(target.url, target.depth, arrival.links)
        if arrival.page is not None:
            await self._fetch_sheets(arrival.page.sheets)
        return target.outcome(arrival.disposition, arrival.detail)

    def _redirect(self, target: Target, onward: str, detail: str) -> Outcome:
        hops = (*target.hops, target.url)
        if onward in hops:
            return target.outcome(Disposition.REDIRECT_LOOP, " → ".join([*hops, onward]))
        if len(hops) > _MAX_HOPS:
            return target.outcome(Disposition.REDIRECT_LOOP, f"more than {_MAX_HOPS} redirects")
        via = target.via if target.via in ("start", "page") else "redirect"
        self.frontier.add(Mention(onward, None, via, target.depth, target.url, hops=hops))
        ended = target.outcome(Disposition.REDIRECTED, detail)
        return ended.model_copy(update={"target": onward})

    def _follow(self, url: str, depth: int, links: tuple[tuple[str, str], ...]) -> None:
        if self.job.only is not None:
            return
        for onward, via in links:
            nofollow = via == "nofollow"
            self.frontier.add(
                Mention(onward, url, "link" if nofollow else via, depth + 1, url, nofollow)
            )

    async def _fetch_sheets(self, urls: tuple[str, ...]) -> None:
        """Fetch stylesheets that no page of this crawl has named before."""
        for url in urls:
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
                text = answer.text or answer.body.decode("utf-8", "replace")
                self.store.stage_sheet(self.job.crawl, url, text)

    # after the last page

    async def _look_for_missing(self) -> None:
        """Ask for the pages of the last crawl that nothing names any more: they may be down."""
        if self.stopped or self.job.only is not None:
            return
        for url in self._live:
            if not self.frontier.knows(url):
                self.frontier.add(Mention(url, via="known"))
        await self._drain()

    async def _check_validators(self) -> None:
        """Fetch a few of the pages that the server called unmodified; all of them when it lied."""
        for target in self._visitor.trust.samples():
            live = self._live[target.url]
            try:
                answer = await self._fetch(target.url, {})
            except FetchError:
                continue
            if answer.status == 200 and not says_the_same(answer.text, live, self.store):
                self._visitor.trust.caught(target.url)
        again = self._visitor.trust.doubted()
        if again:
            host = authority(again[0].url)
            self.notes.append(
                f"{host} called changed pages unmodified; its validators are no longer used"
            )
            for target in again:
                self.frontier.again(target)
            await self._drain()

    def _check_start(self) -> None:
        ended = self.frontier.ended
        if self._live or any(o.disposition in CONTENT for o in ended.values()):
            return
        start = self.job.site.start_urls[0]
        last = ended.get(self.site.name(start))
        while last is not None and last.target in ended:
            last = ended[last.target]
        reason = f"{last.url}: {last.detail or last.disposition.value}" if last else "no answer"
        advice = _ADVICE.get(last.disposition) if last else None
        raise StartUrlError(
            f"{start}: no page could be read ({reason}); {advice or 'check start_urls or --url'}"
        )


def _site_urls(job: Job) -> SiteUrls:
    public = [authority(normal(job.site.public_url))] if job.site.public_url else []
    start, *others = [origin(normal(url)) for url in job.site.start_urls]
    hosts = {authority(url) for url in others} - {authority(start)}
    return SiteUrls(
        start, aliases=[*job.rules.aliases, *public], hosts=hosts | set(job.rules.hosts)
    )
