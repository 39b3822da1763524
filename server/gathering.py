"""From what the crawl brought to what its pages say; nothing to read is an error, not a release."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from crawler.crawl import crawl
from crawler.extract import extractor_version, read_pages
from crawler.pages import Page
from crawler.reading import PageReading
from crawler.records import KnowledgeBase, content_id
from crawler.report import CrawlReport, Disposition
from crawler.site import SiteIdentity
from crawler.store import PageStore
from server.errors import BuildError
from server.site_file import SiteFile


@dataclass(frozen=True)
class Tick:
    """How far one stage is."""

    stage: str
    """crawl, extract or embed."""
    done: int
    total: int


@dataclass(frozen=True)
class Gathered:
    """What the site's live pages say."""

    crawl: CrawlReport
    pages: list[Page]
    readings: list[PageReading]
    """Of the pages, in their order."""
    extracted: int
    """Pages that were read anew; the rest came from the cache."""
    first_seen: dict[str, str]
    """When the content of each page was first seen, ISO 8601, by URL."""


def gather(
    site: SiteFile,
    store: PageStore,
    *,
    now: datetime,
    full: bool,
    only: str | None,
    on_tick: Callable[[Tick], None],
) -> Gathered:
    """Crawl `site` into `store` and read its live pages; `full` and `only` as `crawl()` has them.

    Raises CrawlError, and BuildError when no page is live.
    """
    crawled = crawl(
        site.site,
        site.crawl,
        store=store,
        now=now,
        full=full,
        only=only,
        on_progress=lambda progress: on_tick(Tick("crawl", progress.done, progress.known)),
    )
    pages = store.pages()
    require_pages(pages, crawled)
    readings, extracted = read_with_cache(pages, site.site, store, on_tick)
    first_seen = {page.url: store.first_seen(page.url).isoformat() for page in pages}
    return Gathered(crawled, pages, readings, extracted, first_seen)


def read_with_cache(
    pages: Sequence[Page], site: SiteIdentity, store: PageStore, on_tick: Callable[[Tick], None]
) -> tuple[list[PageReading], int]:
    """Return the reading of every page, in order, and how many had to be read anew."""
    version = f"{extractor_version()}:{content_id(site.model_dump(mode='json'))}"
    known = {page.url: store.reading(page.content_hash, version, page.url) for page in pages}
    new = [page for page in pages if known[page.url] is None]
    done = 0

    def keep(reading: PageReading) -> None:
        nonlocal done
        done += 1
        store.keep_reading(reading, version)
        on_tick(Tick("extract", done, len(new)))

    fresh = {r.url: r for r in read_pages(new, site, on_page=keep)}
    readings = [known[page.url] or fresh[page.url] for page in pages]
    return readings, len(new)


def require_pages(pages: Sequence[Page], crawled: CrawlReport) -> None:
    """Raise BuildError when the crawl brought no page."""
    if pages:
        return
    if crawled.counts.get(Disposition.ROBOTS):
        raise BuildError(
            f"robots.txt of {crawled.site} forbids every page; allow the crawler there, or set "
            "[crawl] ignore_robots = true on your own site"
        )
    how = (
        ", ".join(f"{count} {name}" for name, count in crawled.counts.items()) or "nothing answered"
    )
    raise BuildError(
        f'no page of {crawled.site} could be read ({how}); run "sitebrief crawl report"'
    )


def require_content(
    knowledge: KnowledgeBase, readings: Sequence[PageReading], site: SiteIdentity
) -> None:
    """Raise BuildError when the pages say nothing at all."""
    if knowledge.records() or any(reading.passages for reading in readings):
        return
    raise BuildError(
        f"no page of {site.start_urls[0]} holds any text ({len(readings)} read); if scripts draw "
        'them, set [crawl] render = "browser"'
    )
