"""Crawl-delay: the seconds that a host asked for between two requests."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping

from crawler.addresses import is_loopback
from crawler.fetch import Answer, Fetch
from crawler.urls import authority, host_port


class Paced:
    """A Fetch that keeps each host's crawl-delay. Loopback hosts have none."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._delays: dict[str, float] = {}
        self._next: dict[str, float] = {}

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
        """Ask for `url` when its host's turn has come."""
        host = authority(url)
        delay = self._delays.get(host)
        if delay is not None:
            now = time.monotonic()
            turn = max(now, self._next.get(host, now))
            self._next[host] = turn + delay
            await asyncio.sleep(turn - now)
        return await self._fetch(url, headers, browser=browser)
