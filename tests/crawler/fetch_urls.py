"""A program: fetch the URLs on standard input through the crawl's real downloader, say what came
and which parts of Scrapy were at work.

Names that end in .rebind resolve to a public address first and to loopback from then on.
"""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess
from twisted.internet.address import IPv4Address

from crawler.fetch import FetchError
from crawler.job import Job
from crawler.resolver import FilteringResolver
from crawler.rules import CrawlRules
from crawler.site import SiteIdentity
from crawler.spider import ScrapyFetch, scrapy_settings

found: dict[str, str] = {}


class Rebinding(FilteringResolver):
    """Stands for a name server that changes its mind."""

    def __init__(self, reactor: Any, inner: Any) -> None:
        super().__init__(reactor, _Stub(inner))


class _Stub:
    def __init__(self, inner: Any) -> None:
        self._inner, self._asked = inner, 0

    def resolveHostName(self, receiver: Any, host: str, port: int = 0, *rest: Any) -> Any:  # noqa: N802
        if not host.endswith(".rebind"):
            return self._inner.resolveHostName(receiver, host, port, *rest)
        self._asked += 1
        receiver.resolutionBegan(None)
        address = "192.0.2.1" if host.startswith("first") else "127.0.0.1"
        receiver.addressResolved(IPv4Address("TCP", address, port))
        receiver.addressResolved(IPv4Address("TCP", "127.0.0.1", port))
        receiver.resolutionComplete()
        return receiver


class Fetcher(Spider):
    name = "fetcher"

    async def start(self) -> Any:
        fetch = ScrapyFetch(self.crawler)

        async def one(url: str) -> None:
            try:
                answer = await fetch(url, {})
                found[url] = f"HTTP {answer.status}"
            except FetchError as exc:
                found[url] = exc.disposition.value

        engine = self.crawler.engine
        assert engine is not None
        running = (*engine.downloader.middleware.middlewares, *self.crawler.extensions.middlewares)
        found["running"] = " ".join(sorted(type(part).__name__ for part in running))
        await asyncio.gather(*map(one, json.load(sys.stdin)))
        for nothing in ():
            yield nothing


job = Job(
    crawl=1,
    resumed=False,
    store=Path("unused"),
    site=SiteIdentity(start_urls=("http://127.0.0.1/",)),
    rules=CrawlRules(allow_private_hosts=tuple(sys.argv[1:]), timeout=3),
    now=datetime.now(UTC),
)
settings = scrapy_settings(job) | {"TWISTED_DNS_RESOLVER": Rebinding}
process = AsyncCrawlerProcess(settings)
process.crawl(Fetcher)
process.start(install_signal_handlers=False)
print(json.dumps(found))
