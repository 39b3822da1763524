"""How far a server's ETag and Last-Modified are believed: until they are caught in a lie."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping

from crawler.job import Job
from crawler.pages_kept import FetchedPage, LivePage
from crawler.store import PageStore
from crawler.target import Target
from crawler.urls import authority

_SAMPLES = 3
"""Pages per host and crawl that are fetched in full although the server called them unmodified."""


class Trust:
    """The validators of the site's hosts during one crawl."""

    def __init__(self, store: PageStore, job: Job) -> None:
        self._store, self._job = store, job
        self._liars = set(store.liars())
        self._taken: dict[str, list[Target]] = defaultdict(list)

    @property
    def shortcuts(self) -> bool:
        """Whether what an earlier crawl concluded may stand in for looking again."""
        return not (self._job.full or self._job.rules_changed)

    def validators(self, url: str, live: LivePage | None) -> Mapping[str, str]:
        """Conditional headers for `url`, where its last answer may still hold; else none."""
        if live is None or live.stale or not self.shortcuts or self._job.only is not None:
            return {}
        if authority(url) in self._liars:
            return {}
        known = live.page.headers
        headers = {
            "If-None-Match": known.get("etag"),
            "If-Modified-Since": known.get("last-modified"),
        }
        return {name: value for name, value in headers.items() if value}

    def took(self, target: Target) -> None:
        """A 304 was believed."""
        self._taken[authority(target.url)].append(target)

    def compare(self, live: LivePage, page: FetchedPage) -> None:
        """A changed page came with the validators of the old one: the host lies."""
        for name in ("etag", "last-modified"):
            if name in page.headers and page.headers[name] == live.page.headers.get(name):
                self.caught(page.url)

    def caught(self, url: str) -> None:
        """The host of `url` called a changed page unmodified."""
        if authority(url) not in self._liars:
            self._liars.add(authority(url))
            self._store.note_liar(authority(url), self._job.now)

    def samples(self) -> list[Target]:
        """The believed pages to check, others in every crawl."""
        found = []
        for host, targets in sorted(self._taken.items()):
            if host not in self._liars:
                found += sorted(targets, key=self._draw)[:_SAMPLES]
        return found

    def doubted(self) -> list[Target]:
        """The pages that were believed to hosts that lie; asked once."""
        found = [t for host, taken in self._taken.items() if host in self._liars for t in taken]
        for host in self._liars:
            self._taken.pop(host, None)
        return sorted(found)

    def _draw(self, target: Target) -> str:
        return hashlib.sha256(f"{self._job.crawl} {target.url}".encode()).hexdigest()
