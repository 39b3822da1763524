"""From pages to readings: every extractor run over one page, and over all pages on all cores."""

from __future__ import annotations

import hashlib
import logging
import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from importlib.resources import files
from importlib.resources.abc import Traversable

from crawler.company import company
from crawler.contact import contacts
from crawler.dom import Document, parse
from crawler.faq import faqs
from crawler.pages import Page
from crawler.parent import end_with_parent
from crawler.placeholders import placeholders
from crawler.pricing import prices
from crawler.prose import passages
from crawler.reading import PageReading, Trace
from crawler.service_shapes import likely_offers
from crawler.services import services
from crawler.signals import signals
from crawler.site import SiteIdentity
from crawler.testimonials import testimonials
from crawler.visibility import MOST_ELEMENTS

log = logging.getLogger(__name__)

_READERS: dict[str, Callable[[Document, SiteIdentity], object]] = {
    "services": services,
    "likely_offers": likely_offers,
    "testimonials": testimonials,
    "pricing": prices,
    "faq": faqs,
    "contacts": contacts,
    "company": company,
    "placeholders": lambda document, _: placeholders(document),
    "passages": lambda document, _: passages(document),
    "signals": lambda document, _: signals(document),
}


@cache
def extractor_version() -> str:
    """Hash of the package's code and word lists: readings made by other code are not reused."""
    digest = hashlib.sha256()
    root = files("crawler")
    for name in sorted(_sources(root)):
        digest.update(name.encode() + b"\0" + root.joinpath(name).read_bytes())
    return digest.hexdigest()[:12]


def _sources(folder: Traversable, above: str = "") -> Iterator[str]:
    for item in folder.iterdir():
        if item.is_dir():
            yield from _sources(item, f"{above}{item.name}/")
        elif item.name.endswith((".py", ".toml")):
            yield above + item.name


def read_page(page: Page, site: SiteIdentity) -> PageReading:
    """Read everything that one page says. Pure: no network, clock or store.

    A page that an extractor stumbles over raises whatever the extractor raised.
    """
    document = parse(page)
    found = {field: read(document, site) for field, read in _READERS.items()}
    return _reading(document, found, _cut(document) if document.cut else ())


def read_despite_faults(page: Page, site: SiteIdentity) -> PageReading:
    """Read a page and leave out only the kinds whose extractor stumbles over it.

    The pages are strangers' work: one that none of us thought of must not cost the site the rest
    of its knowledge. Each fault is logged and stands in `trace` with the verdict "fault".
    """
    try:
        return read_page(page, site)
    except Exception:
        log.exception("an extractor failed on %s; reading the other kinds", page.url)
    document = parse(page)
    found: dict[str, object] = {}
    faults = []
    for field, read in _READERS.items():
        try:
            found[field] = read(document, site)
        except Exception as exc:  # noqa: BLE001 - the boundary to hostile pages, see above
            reason = f"reading {field} failed: {type(exc).__name__}"
            faults.append(Trace(path="body", text=document.title, verdict="fault", reason=reason))
    return _reading(document, found, tuple(faults))


def _reading(
    document: Document, found: Mapping[str, object], trace: tuple[Trace, ...]
) -> PageReading:
    return PageReading.model_validate(
        {
            "url": document.page.url,
            "canonical": document.page.canonical,
            "title": document.title,
            "language": document.language,
            "content_hash": document.page.content_hash,
            "trace": trace,
            **found,
        }
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
    read = partial(read_despite_faults, site=site)
    if workers == 1 or len(pages) < 8:
        yield from map(read, pages)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, initializer=end_with_parent) as pool:
        yield from pool.map(read, pages, chunksize=4)
