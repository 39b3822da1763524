"""Scrapy as the crawl's downloader: pools, TLS, decompression, throttling, retries; and the end of
a crawl.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Mapping
from importlib.metadata import version
from typing import Any, cast

from scrapy import Request, Spider, exceptions
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.http import Response, TextResponse

from crawler.addresses import is_loopback
from crawler.fetch import Answer, FetchError
from crawler.finish import finish
from crawler.job import Job
from crawler.report import Disposition, Progress
from crawler.resolver import FilteringResolver
from crawler.rules import PRODUCT
from crawler.store import PageStore
from crawler.urls import host_port, normal, origin
from crawler.walk import Walk

LOOPBACK_CONCURRENCY = 16


def run_crawl(job: Job, tell: Callable[[Progress], None]) -> None:
    """Run `job` to its end, in this process, once. Raises CrawlError."""
    process = AsyncCrawlerProcess(scrapy_settings(job), install_root_handler=False)
    faults: list[BaseException] = []
    crawler = process.create_crawler(SiteSpider)
    process.crawl(crawler, job=job, tell=tell, faults=faults)
    process.start(install_signal_handlers=False)
    if faults:
        raise faults[0]


def agent_of(job: Job) -> str:
    """The User-Agent: the owner's, or ours with the site's own address as the contact."""
    contact = job.site.public_url or origin(normal(job.site.start_urls[0])) + "/"
    return job.rules.user_agent or f"{PRODUCT}/{version('sitebrief')} (+{contact})"


def scrapy_settings(job: Job) -> dict[str, Any]:
    """The effective Scrapy settings; what is not named here keeps Scrapy's default."""
    rules = job.rules
    local = is_loopback(host_port(normal(job.site.start_urls[0]))[0])
    concurrency = LOOPBACK_CONCURRENCY if local else rules.concurrency
    return {
        "USER_AGENT": agent_of(job),
        "CONCURRENT_REQUESTS": concurrency,
        "CONCURRENT_REQUESTS_PER_DOMAIN": concurrency,
        "DOWNLOAD_DELAY": 0 if local else rules.delay,
        "AUTOTHROTTLE_ENABLED": not local,
        "AUTOTHROTTLE_START_DELAY": rules.delay,
        "AUTOTHROTTLE_TARGET_CONCURRENCY": float(rules.concurrency),
        "AUTOTHROTTLE_MAX_DELAY": 30.0,
        "DOWNLOAD_TIMEOUT": rules.timeout,
        "DOWNLOAD_MAXSIZE": rules.max_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_FAIL_ON_DATALOSS": True,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "DOWNLOAD_HANDLERS": {"data": None, "file": None, "ftp": None, "s3": None},
        "TWISTED_DNS_RESOLVER": "crawler.resolver.FilteringResolver",
        "SITEBRIEF_ALLOWED_HOSTS": list(rules.allow_private_hosts),
        "DNS_TIMEOUT": rules.timeout,
        "DEFAULT_REQUEST_HEADERS": {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5"},
        "RETRY_TIMES": 1,
        "RETRY_HTTP_CODES": [500, 502, 503, 504, 522, 524, 408, 429],
        # Every hop, rule and end is decided in crawler.walk; nothing may act beside it.
        "REDIRECT_ENABLED": False,
        "METAREFRESH_ENABLED": False,
        "COOKIES_ENABLED": False,
        "HTTPPROXY_ENABLED": False,
        "HTTPCACHE_ENABLED": False,
        "ROBOTSTXT_OBEY": False,
        "REFERER_ENABLED": False,
        "DOWNLOADER_MIDDLEWARES": {"scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None},
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "MEMUSAGE_ENABLED": False,
        "LOG_ENABLED": False,
        "LOGSTATS_INTERVAL": 0,
        "EXTENSIONS": {"scrapy.extensions.logstats.LogStats": None},
    }


class SiteSpider(Spider):
    """Gives the walk a downloader and waits for it; Scrapy's own scheduling is not used."""

    name = "sitebrief"

    def __init__(
        self,
        *,
        job: Job,
        tell: Callable[[Progress], None],
        faults: list[BaseException],
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self._job, self._tell, self._faults = job, tell, faults

    async def start(self) -> AsyncIterator[Any]:
        """Do the whole crawl; yields no request."""
        try:
            await self._crawl()
        except Exception as exc:  # noqa: BLE001 - handed to run_crawl, which raises it
            self._faults.append(exc)
        for request in cast("tuple[Any, ...]", ()):
            yield request

    async def _crawl(self) -> None:
        began = time.monotonic()
        with PageStore(self._job.store) as store:
            walk = Walk(
                self._job,
                store,
                ScrapyFetch(self.crawler),
                token=agent_of(self._job).split("/")[0].split()[0],
                concurrency=self.crawler.settings.getint("CONCURRENT_REQUESTS"),
                tell=self._tell,
            )
            await walk.run()
            finish(walk, store, seconds=time.monotonic() - began)


class ScrapyFetch:
    """Fetch through Scrapy's downloader and its middlewares; translates every error."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    async def __call__(
        self, url: str, headers: Mapping[str, str], *, browser: bool = False
    ) -> Answer:
        """Ask for `url`."""
        started = time.monotonic()
        request = Request(url, headers=dict(headers), meta={"playwright": True} if browser else {})
        try:
            engine = self._crawler.engine
            assert engine is not None  # noqa: S101 - Scrapy sets it before start()
            response = await engine.download_async(request)
        except Exception as exc:
            raise self._fault(url, exc) from exc
        return Answer(
            url=url,
            status=response.status,
            headers={
                k.decode("latin-1").lower(): b",".join(v).decode("latin-1")
                for k, v in response.headers.items()
            },
            body=response.body,
            text=_text(response),
            ms=round((time.monotonic() - started) * 1000),
        )

    def _fault(self, url: str, exc: Exception) -> FetchError:
        host, port = host_port(url)
        blocked = FilteringResolver.filter.blocked.get((host, port))
        if blocked is not None:
            return FetchError(Disposition.BLOCKED_ADDRESS, f"{host} is {blocked}")
        for kind, disposition in _FAULTS:
            if isinstance(exc, kind):
                return FetchError(disposition, _line(exc))
        return FetchError(Disposition.FAILED, f"{type(exc).__name__}: {_line(exc)}")


_FAULTS: tuple[tuple[type[Exception], Disposition], ...] = (
    (exceptions.DownloadTimeoutError, Disposition.TIMEOUT),
    (exceptions.ResponseDataLossError, Disposition.TRUNCATED),
    (exceptions.DownloadCancelledError, Disposition.TOO_LARGE),
    (exceptions.IgnoreRequest, Disposition.TOO_LARGE),
    (exceptions.CannotResolveHostError, Disposition.UNREACHABLE),
    (exceptions.DownloadConnectionRefusedError, Disposition.UNREACHABLE),
    (exceptions.DownloadFailedError, Disposition.UNREACHABLE),
    (exceptions.UnsupportedURLSchemeError, Disposition.BAD_URL),
    (OSError, Disposition.UNREACHABLE),
)


def _text(response: Response) -> str:
    return response.text if isinstance(response, TextResponse) else ""


def _line(exc: Exception) -> str:
    return " ".join(str(exc).split())[:300]
