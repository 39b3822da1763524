"""A polite and patient Fetch: it keeps each host's crawl-delay and tries once more what failed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping

from crawler.addresses import is_loopback
from crawler.fetch import Answer, Fetch, FetchError
from crawler.report import Disposition
from crawler.urls import authority, host_port

_PAUSE = 1.0
"""Seconds before a second try, when the server names none."""
_MAX_PAUSE = 10.0
"""A longer Retry-After is not waited for: the page keeps its last content until the next crawl."""
_HOPELESS = 3
"""Failures in a row at one host after which nothing is tried twice."""
_PASSING = frozenset({408, 429, 500, 502, 503, 504, 520, 521, 522, 524})


class Paced:
    """Wraps a Fetch. Loopback hosts have no crawl-delay and no pause."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._delays: dict[str, float] = {}
        self._next: dict[str, float] = {}
        self._failures: dict[str, int] = {}

    def slow_down(self, site: str, delay: float, most: float) -> float:
        """Keep `delay` seconds, but never more than `most`, at an origin; returns what is kept."""
        if is_loopback(host_port(site)[0]):
            return delay
        kept = min(delay, most)
        if kept > 0:
            self._delays[authority(site)] = kept
        return kept

    async def __call__(
        self, url: str, headers: Mapping[str, str], *, browser: bool = False
    ) -> Answer:
        """Ask for `url` when its host's turn has come, and again when that fails in passing."""
        host = authority(url)
        try:
            answer = await self._take_turn(host, url, headers, browser=browser)
            pause = _pause(answer)
            if pause is None:
                self._failures[host] = 0
                return answer
        except FetchError as exc:
            if exc.disposition not in (Disposition.UNREACHABLE, Disposition.TRUNCATED):
                raise
            if not self._hope(host):
                raise
            pause = _PAUSE
        else:
            if pause > _MAX_PAUSE or not self._hope(host):
                return answer
        await asyncio.sleep(0 if is_loopback(host_port(url)[0]) else pause)
        return await self._take_turn(host, url, headers, browser=browser)

    def _hope(self, host: str) -> bool:
        self._failures[host] = self._failures.get(host, 0) + 1
        return self._failures[host] <= _HOPELESS

    async def _take_turn(
        self, host: str, url: str, headers: Mapping[str, str], *, browser: bool
    ) -> Answer:
        delay = self._delays.get(host)
        if delay is not None:
            now = time.monotonic()
            turn = max(now, self._next.get(host, now))
            self._next[host] = turn + delay
            await asyncio.sleep(turn - now)
        return await self._fetch(url, headers, browser=browser)


def _pause(answer: Answer) -> float | None:
    """Seconds to wait before asking again; None when the answer stands."""
    if answer.status not in _PASSING:
        return None
    named = answer.headers.get("retry-after", "")
    return float(named) if named.isdecimal() else _PAUSE
