"""Scrapy as the crawl's downloader: connections, TLS, decompression, throttling, Chromium."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Mapping
from importlib.metadata import version
from typing import Any, cast

from scrapy import Request, Spider, exceptions
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.http import Response, TextResponse

from crawler.addresses import AddressFilter, is_loopback
from crawler.browser import FilterProxy, browser_settings, request_meta
from crawler.fetch import Answer, FetchError
from crawler.finish import finish
from crawler.job import Job
from crawler.limits import limit_memory
from crawler.report import Disposition, Progress
from crawler.resolver import FilteringResolver
from crawler.rules import PRODUCT
from crawler.store import PageStore
from crawler.urls import BadUrlError, host_port, normal, origin
from crawler.walk import Walk

LOOPBACK_CONCURRENCY = 6
"""Small test servers queue five connections; a seventh waits a second to have its SYN sent again.
"""


def run_crawl(job: Job, tell: Callable[[Progress], None]) -> None:
    """Run `job` to its end, in this process, once. Raises CrawlError."""
    proxy = None
    settings = scrapy_settings(job)
    if job.rules.render == "browser":
        proxy = FilterProxy(AddressFilter(job.rules.allow_private_hosts))
        settings |= browser_settings(proxy.port, timeout=job.rules.timeout)
    process = AsyncCrawlerProcess(settings)
    faults: list[BaseException] = []
    process.crawl(SiteSpider, job=job, tell=tell, proxy=proxy, faults=faults)
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
        "DEFAULT_REQUEST_HEADERS": {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5"},
        "CONCURRENT_REQUESTS": concurrency,
        "CONCURRENT_REQUESTS_PER_DOMAIN": concurrency,
        "DOWNLOAD_DELAY": 0 if local else rules.delay,
        "AUTOTHROTTLE_ENABLED": not local,
        "AUTOTHROTTLE_START_DELAY": rules.delay,
        "AUTOTHROTTLE_TARGET_CONCURRENCY": float(rules.concurrency),
        "AUTOTHROTTLE_MAX_DELAY": 30.0,
        "DOWNLOAD_TIMEOUT": rules.timeout,
        "DNS_TIMEOUT": rules.timeout,
        "DOWNLOAD_MAXSIZE": rules.max_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_FAIL_ON_DATALOSS": True,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "DOWNLOAD_HANDLERS": {"data": None, "file": None, "ftp": None, "s3": None},
        "TWISTED_DNS_RESOLVER": "crawler.resolver.FilteringResolver",
        "SITEBRIEF_ALLOWED_HOSTS": list(rules.allow_private_hosts),
        # Every hop, rule, second try and end is decided in crawler.walk; nothing may act beside it.
        "RETRY_ENABLED": False,
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
        "LOG_INSTALL_ROOT_HANDLER": False,
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
        proxy: FilterProxy | None,
        faults: list[BaseException],
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self._job, self._tell, self._proxy, self._faults = job, tell, proxy, faults

    async def start(self) -> AsyncIterator[Any]:
        """Do the whole crawl; yields no request."""
        limit_memory(self._job.rules.max_memory_mb)  # Chromium's driver has been started without it
        try:
            if self._proxy is not None:
                await self._proxy.start()
            await self._crawl()
        except BaseException as exc:  # noqa: BLE001 - handed to run_crawl, which raises it
            self._faults.append(exc)
        finally:
            if self._proxy is not None:
                self._proxy.close()
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
        engine = self._crawler.engine
        assert engine is not None  # noqa: S101 - Scrapy sets it before start()
        started = time.monotonic()
        meta = request_meta() if browser else {}
        try:
            response = await engine.download_async(Request(url, headers=dict(headers), meta=meta))
        except Exception as exc:
            raise _fault(url, exc) from exc
        return _answer(url, response, round((time.monotonic() - started) * 1000))


def _answer(url: str, response: Response, ms: int) -> Answer:
    headers = {
        name.decode("latin-1").lower(): b",".join(values).decode("latin-1")
        for name, values in response.headers.items()
    }
    status = response.status
    if _elsewhere(response.url, url):  # scripts of the page went to another one
        status, headers = 302, {**headers, "location": response.url}
    text = response.text if isinstance(response, TextResponse) else ""
    return Answer(url, status, headers, response.body, text, ms)


def _elsewhere(now: str, asked: str) -> bool:
    try:
        return now != asked and normal(now) != normal(asked)
    except BadUrlError:
        return True


def _fault(url: str, exc: Exception) -> FetchError:
    host, port = host_port(url)
    blocked = FilteringResolver.filter.blocked.get((host, port))
    if blocked is not None:
        which = "" if host == str(blocked) else f" is {blocked}, which"
        return FetchError(Disposition.BLOCKED_ADDRESS, f"{host}{which} is not a public address")
    line = " ".join(str(exc).split())[:300]
    if any(word in line for word in ("certificate", "SSL", "TLS")):
        return FetchError(Disposition.BAD_TLS, line)
    for kind, disposition in _FAULTS:
        if isinstance(exc, kind):
            return FetchError(disposition, line)
    if type(exc).__module__.startswith("playwright"):
        slow = type(exc).__name__ == "TimeoutError"
        return FetchError(Disposition.TIMEOUT if slow else Disposition.UNREACHABLE, line)
    return FetchError(Disposition.FAILED, f"{type(exc).__name__}: {line}")


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
