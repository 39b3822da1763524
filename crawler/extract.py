"""From pages to readings: every extractor run over one page, and over all pages on all cores."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from crawler.company import company
from crawler.contact import contacts
from crawler.dom import Document, parse
from crawler.faq import faqs
from crawler.pages import Page
from crawler.placeholders import placeholders
from crawler.pricing import prices
from crawler.prose import passages
from crawler.reading import PageReading, Trace
from crawler.services import services
from crawler.signals import signals
from crawler.site import SiteIdentity
from crawler.testimonials import testimonials
from crawler.visibility import MOST_ELEMENTS

EXTRACTOR_VERSION = "1"
"""Part of the key under which readings are cached; raise it when any extractor changes what it
reads."""


def read_page(page: Page, site: SiteIdentity) -> PageReading:
    """Read everything that one page says. Pure: no network, clock or store."""
    document = parse(page)
    return PageReading(
        url=page.url,
        canonical=page.canonical,
        title=document.title,
        language=document.language,
        content_hash=page.content_hash,
        services=services(document, site),
        testimonials=testimonials(document, site),
        pricing=prices(document, site),
        faq=faqs(document, site),
        contacts=contacts(document, site),
        company=company(document, site),
        placeholders=placeholders(document),
        passages=passages(document),
        signals=signals(document),
        trace=_cut(document) if document.cut else (),
    )


def _cut(document: Document) -> tuple[Trace, ...]:
    reason = f"the page has more than {MOST_ELEMENTS} elements; what follows was not read"
    return (Trace(path="body", text=document.title, verdict="none", reason=reason),)


def read_pages(
    pages: Sequence[Page],
    site: SiteIdentity,
    *,
    workers: int | None = None,
    on_page: Callable[[PageReading], None] = lambda _: None,
) -> list[PageReading]:
    """Read `pages` on all cores, in order; `on_page` is called as each one is done."""
    readings = []
    for reading in _each(pages, site, workers or os.cpu_count() or 1):
        on_page(reading)
        readings.append(reading)
    return readings


def _each(pages: Sequence[Page], site: SiteIdentity, workers: int) -> Iterator[PageReading]:
    read = partial(read_page, site=site)
    if workers == 1 or len(pages) < 8:
        yield from map(read, pages)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        yield from pool.map(read, pages, chunksize=4)
