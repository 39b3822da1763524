"""The [crawl] table of site.toml: what the owner decides about fetching."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

PRODUCT = "SitebriefBot"
"""The robots.txt product token of the default user agent."""


PRIORITY = tuple(
    f"*{word}*"
    for word in (
        *("pric", "preis", "preci", "prezz", "prix", "tarif", "preco", "cennik", "prijs", "pris"),
        *("contact", "kontakt", "contatt", "contato"),
        *(
            "servi",
            "leistung",
            "uslug",
            "dienst",
            "prestation",
            "offer",
            "offre",
            "ofert",
            "angebot",
        ),
        *("faq", "question", "pregunta", "domande", "perguntas", "pytania"),
    )
)
"""Pages on which a stale word costs most, by what their paths are called in the site's language."""


SKIP = (
    *("*/wp-admin/*", "*/wp-login.php*", "*/wp-json/*", "*/xmlrpc.php*", "*/cdn-cgi/*"),
    *("*?*add-to-cart=*", "*?*add_to_wishlist=*", "*?*remove_item=*", "*?*replytocom=*"),
    *("*?*action=logout*", "*/logout$", "*?*share=*", "*?*print=*", "*?*format=pdf*"),
)


class CrawlRules(BaseModel):
    """How the site is crawled. Every field has a safe default; site.toml overrides it."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    include: tuple[str, ...] = ()
    """Path patterns (* is any text, $ ends); when given, only matching pages are content."""
    exclude: tuple[str, ...] = ()
    """Path patterns that are never fetched; they win over include."""
    skip: tuple[str, ...] = SKIP
    """As exclude: addresses of common systems that act on a shop or a login, or repeat a page."""
    extra_urls: tuple[str, ...] = ()
    """Pages that neither links nor sitemaps name."""
    hosts: tuple[str, ...] = ()
    """Further hosts (host or host:port) that belong to the site, such as "blog.example.com"."""
    aliases: tuple[str, ...] = ()
    """Hosts that are this same site elsewhere; their URLs are fetched at the crawled host. The
    public host is found by itself.
    """
    priority: tuple[str, ...] = PRIORITY
    """Path patterns fetched first and always in full, never only revalidated."""
    allow_private_hosts: tuple[str, ...] = ()
    """Exact host:port pairs on private or loopback addresses that may be fetched; none by default.
    """
    user_agent: str | None = Field(default=None, min_length=3, max_length=300)
    """Sent with every request; its first word is the robots.txt product token. None: our own name
    and, as the contact, the site's public URL: who crawls is who owns it.
    """
    ignore_robots: bool = False
    """The owner's override of robots.txt and crawl-delay on their own site; it is logged in the
    report.
    """
    ignore_noindex: bool = False
    """The owner's override of noindex and nofollow on their own site; it is logged in the report.
    """
    render: Literal["off", "browser"] = "off"
    """browser: pages whose content only appears after scripts are fetched again through Chromium.
    """
    max_pages: int = Field(default=2_000, ge=1, le=100_000)
    """Pages fetched in one crawl."""
    max_depth: int = Field(default=12, ge=0)
    """Links followed from a start page."""
    max_per_pattern: int = Field(default=300, ge=1)
    """Pages of one URL pattern (numbers as folders, and query values, replaced) that links alone
    lead to."""
    max_bytes: int = Field(default=10_000_000, ge=1_000)
    """Bytes of one response, before and after decompression."""
    max_seconds: float = Field(default=3_600.0, gt=0)
    """Wall clock of one crawl."""
    max_memory_mb: int = Field(default=2_048, ge=256)
    """Address space of the crawl process, in MiB; the browser is not counted."""
    timeout: float = Field(default=15.0, gt=0, le=120)
    """Seconds for one response."""
    concurrency: int = Field(default=4, ge=1, le=32)
    """Requests in flight to one host (loopback: 6)."""
    delay: float = Field(default=0.25, ge=0)
    """Least seconds between two requests to one host before AutoThrottle; 0 on loopback."""
    max_crawl_delay: float = Field(default=10.0, ge=0)
    """A longer Crawl-delay in robots.txt is cut to this, and the report says so."""
    gone_after: float = Field(default=3_600.0, ge=0)
    """Seconds that must lie between two observations before a missing page is dropped."""

    @field_validator("allow_private_hosts")
    @classmethod
    def _host_and_port(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for entry in value:
            if not re.fullmatch(r"(\[[0-9a-fA-F:]+\]|[^\s:/\[\]]+):\d{1,5}", entry):
                raise ValueError(f'allow_private_hosts: "{entry}" is not host:port')
        return value


def matches(pattern: str, path: str) -> bool:
    """Whether a rule's pattern matches a path with query, as in robots.txt: * any text, $ the end.

    A pattern starts at the path's beginning; matching ignores case.
    """
    return _compiled(pattern).match(path) is not None


_patterns: dict[str, re.Pattern[str]] = {}


def _compiled(pattern: str) -> re.Pattern[str]:
    if pattern not in _patterns:
        body = ".*".join(re.escape(part) for part in pattern.removesuffix("$").split("*"))
        _patterns[pattern] = re.compile(
            body + ("$" if pattern.endswith("$") else ""), re.IGNORECASE
        )
    return _patterns[pattern]
