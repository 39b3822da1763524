"""From what the crawl brought to what its pages say; nothing to read is an error, not a release."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crawler.extract import extractor_version, read_pages
from crawler.pages import Page
from crawler.reading import PageReading
from crawler.records import KnowledgeBase, content_id
from crawler.report import CrawlReport, Disposition
from crawler.site import SiteIdentity
from crawler.store import PageStore
from server.errors import BuildError


@dataclass(frozen=True)
class Tick:
    """How far one stage is."""

    stage: str
    """crawl, extract or embed."""
    done: int
    total: int


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
