"""One visit: ask for a URL, see what it turns out to be, and keep it when it is content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urljoin

from crawler.arrival import Arrival, Reader, kept_headers
from crawler.clean import clean_hash
from crawler.fetch import Answer
from crawler.frontier import Frontier
from crawler.job import Job
from crawler.pages_kept import FetchedPage, LivePage, text_hash
from crawler.report import Disposition
from crawler.store import PageStore
from crawler.survey import Survey
from crawler.target import NAMED, Target
from crawler.trust import Trust
from crawler.urls import BadUrlError, origin

_SHELL = 250
"""Characters of text; a page with less may wait for scripts and is always looked at."""


class Visitor:
    """Visits the URLs of one crawl, and compares them with what they were in the last one."""

    def __init__(self, job: Job, store: PageStore, survey: Survey) -> None:
        self.live: Mapping[str, LivePage] = store.live()
        """The pages of the last crawl."""
        self.trust = Trust(store, job)
        self.shown: dict[str, str] = {}
        """Hash of the visible text of each page that answered 200."""
        self._job, self._store, self._survey = job, store, survey
        self._frontier: Frontier = survey.frontier
        self._reader = Reader(
            self._frontier.site, survey.token.lower(), ignore_noindex=job.rules.ignore_noindex
        )

    async def ask(self, target: Target) -> Answer:
        """Ask for a URL; for the way it was first written when its normal form is not served."""
        held = self._survey.held.pop(target.url, None)
        if held is not None:
            return held
        live = self.live.get(target.url)
        sure = self._frontier.prioritised(target.url) or self._frontier.touched(target.url, live)
        validators = {} if sure else self.trust.validators(target.url, live)
        answer = await self._survey.fetch(target.url, validators)
        if answer.status in (403, 404) and target.spelling not in ("", target.url):
            return await self._survey.fetch(target.spelling, {})
        if 300 <= answer.status < 400 and "location" in answer.headers:
            location = urljoin(target.url, answer.headers["location"])
            if location != target.url and self._names(location, target.url):
                return await self._survey.fetch(location, {})
        return answer

    def _names(self, location: str, url: str) -> bool:
        """Whether a redirect only leads to another spelling of the same URL."""
        try:
            return self._frontier.site.name(location) == url and origin(location) == origin(url)
        except BadUrlError:
            return False

    async def arrive(self, target: Target, answer: Answer) -> Arrival:
        """Judge what came for `target`; content is staged."""
        live = self.live.get(target.url)
        if answer.status == 304 and live is not None:
            self.trust.took(target)
            self._store.stage_as(self._job.crawl, live.page, live.body)
            return _unchanged(live.page, "not modified")
        now = max(self._job.now, datetime.now(UTC))
        if live is not None and self.trust.shortcuts and _same_bytes(answer, live):
            page = replace(live.page, fetched_at=now, headers=kept_headers(answer))
            self.shown[target.url] = page.text_hash
            self._store.stage_as(self._job.crawl, page, live.body)
            return _unchanged(page, "same content")
        probe = self._survey.probe if self._frontier.site.holds(target.url) else None
        reader = self._reader
        arrival = reader.arrive(target, answer, probe=probe, now=now)
        if arrival.disposition is Disposition.NOINDEX and target.via in NAMED:
            reader = self._override(target)
            arrival = reader.arrive(target, answer, probe=probe, now=now)
        if arrival.disposition is Disposition.SCRIPT_SHELL and self._job.rules.render == "browser":
            answer = await self._survey.fetch(target.url, {}, browser=True)
            arrival = reader.arrive(target, answer, probe=None, now=now)
        if arrival.text_hash:
            self.shown[target.url] = arrival.text_hash
        if arrival.page is not None:
            arrival = self._compare(arrival, answer, live)
        return arrival

    def _override(self, target: Target) -> Reader:
        """A page that the owner named is read although it says noindex. A start page that says so
        is a staging copy's: there every page does, and none of them means this crawl.
        """
        reader = replace(self._reader, ignore_noindex=True)
        if target.via == "start":
            self._reader = reader
            self._survey.notes.append(
                f"{target.url} is a start page and says noindex: noindex is ignored in this crawl"
            )
        return reader

    def _compare(self, arrival: Arrival, answer: Answer, live: LivePage | None) -> Arrival:
        """Stage the page, as unchanged when it says what it said last time."""
        assert arrival.page is not None  # noqa: S101 - the caller's condition
        same = live is not None and says_the_same(answer.text, live, self._store)
        if live is not None and same:
            self._store.stage_as(self._job.crawl, arrival.page, live.body)
        else:
            self._store.stage(self._job.crawl, arrival.page, answer.text)
        if live is not None and not same:
            self.trust.compare(live, arrival.page)
        if same and arrival.disposition is Disposition.FETCHED and not self._job.full:
            return _unchanged(arrival.page, "same content")
        return arrival


def _unchanged(page: FetchedPage, how: str) -> Arrival:
    return Arrival(Disposition.UNCHANGED, how, page=page, links=page.links)


def _same_bytes(answer: Answer, live: LivePage) -> bool:
    """Whether an answer is to the letter what it was: then it need not be parsed again."""
    tags = (answer.headers.get("x-robots-tag"), live.page.headers.get("x-robots-tag"))
    if answer.status != 200 or tags[0] != tags[1] or live.page.text_length < _SHELL:
        return False
    return text_hash(answer.text) == live.body


def says_the_same(text: str, live: LivePage, store: PageStore) -> bool:
    """Whether a page's markup says what it said when it was last fetched."""
    return live.body == text_hash(text) or clean_hash(text) == clean_hash(store.body(live.body))
