"""The settings that Scrapy runs with."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from crawler.job import Job
from crawler.rules import CrawlRules
from crawler.site import SiteIdentity
from crawler.spider import scrapy_settings


def test_the_effective_scrapy_settings() -> None:
    """Frozen: each of these keeps a threat out; changing one is a decision."""
    job = Job(
        crawl=1,
        resumed=False,
        store=Path("pages.db"),
        site=SiteIdentity(start_urls=("https://acme.example/",)),
        rules=CrawlRules(),
        now=datetime.now(UTC),
    )
    assert scrapy_settings(job) == {
        "USER_AGENT": "SitebriefBot/0.1.0 (+https://acme.example/)",
        "DEFAULT_REQUEST_HEADERS": {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5"},
        "CONCURRENT_REQUESTS": 4,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 4,
        "DOWNLOAD_DELAY": 0.25,
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_START_DELAY": 0.25,
        "AUTOTHROTTLE_TARGET_CONCURRENCY": 4.0,
        "AUTOTHROTTLE_MAX_DELAY": 30.0,
        "DOWNLOAD_TIMEOUT": 15.0,
        "DNS_TIMEOUT": 15.0,
        "DOWNLOAD_MAXSIZE": 10_000_000,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_FAIL_ON_DATALOSS": True,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "DOWNLOAD_HANDLERS": {"data": None, "file": None, "ftp": None, "s3": None},
        "TWISTED_DNS_RESOLVER": "crawler.resolver.FilteringResolver",
        "SITEBRIEF_ALLOWED_HOSTS": [],
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
