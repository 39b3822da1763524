"""What the store keeps of a page: as it was fetched, and as it answers today; and as rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import NamedTuple

from crawler.linked_sheets import in_media
from crawler.pages import Page
from crawler.report import Disposition


@dataclass(frozen=True)
class FetchedPage:
    """A page as the crawl fetched it, with what the next crawl needs to follow and compare it."""

    url: str
    fetched_at: datetime
    status: int = 200
    canonical: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    """content-language, last-modified, etag, x-robots-tag; lower-case names."""
    title: str = ""
    text_hash: str = ""
    """Hash of its visible text: pages with one title and one text are twins."""
    text_length: int = 0
    links: tuple[tuple[str, str], ...] = ()
    """(url, via) of what it names on the site, in document order."""
    sheets: tuple[str, ...] = ()
    """URLs of its stylesheets on the site, in document order."""
    media: Mapping[str, str] = field(default_factory=dict)
    """Media queries of those stylesheets that not every screen takes, by URL."""


class KeptSheet(NamedTuple):
    """A stylesheet of a live page."""

    text: str
    """Hash of its text."""
    media: str = ""
    """The media that the page links it for; "" is every screen."""


@dataclass(frozen=True)
class LivePage:
    """A page that answers today: content and history."""

    page: FetchedPage
    body: str
    """Hash of its HTML."""
    sheets: tuple[KeptSheet, ...]
    """Its stylesheets that could be fetched, in document order."""
    content_hash: str
    first_seen: datetime
    """When this content was first seen."""
    confirmed_at: datetime
    """When the page was last fetched with this content."""
    missing_since: datetime | None = None
    stale: Disposition | None = None
    """Why it could not be read last time; None when it could."""


def text_hash(text: str) -> str:
    """SHA-256 in hex of a text's UTF-8 bytes (lone surrogates pass)."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def styles_of(sheets: Iterable[KeptSheet], body: Callable[[str], str]) -> str:
    """The text of `sheets` as one, each in its media; `body` gives a text by its hash."""
    return "\n".join(in_media(body(sheet.text), sheet.media) for sheet in sheets)


def page_of(page: FetchedPage, html: str, styles: str) -> Page:
    """The Page that later stages see."""
    return Page(
        url=page.url,
        canonical=page.canonical,
        status=page.status,
        headers=dict(page.headers),
        html=html,
        styles=styles,
        fetched_at=page.fetched_at,
    )


def dump_page(page: FetchedPage) -> str:
    """`page` as JSON."""
    values = {
        **page.__dict__,
        "fetched_at": page.fetched_at.isoformat(),
        "headers": dict(page.headers),
        "media": dict(page.media),
    }
    return json.dumps(values, ensure_ascii=True, sort_keys=True)


def load_page(text: str) -> FetchedPage:
    """What `dump_page` wrote."""
    values = json.loads(text)
    return replace(
        FetchedPage(**values),
        fetched_at=datetime.fromisoformat(values["fetched_at"]).astimezone(UTC),
        links=tuple((url, via) for url, via in values["links"]),
        sheets=tuple(values["sheets"]),
    )


def load_live(row: Sequence[str]) -> LivePage:
    """What `dump_live` wrote."""
    page, body, sheets, content_hash, first_seen, confirmed_at, missing_since, stale = row
    return LivePage(
        page=load_page(page),
        body=body,
        sheets=tuple(KeptSheet(*sheet) for sheet in json.loads(sheets)),
        content_hash=content_hash,
        first_seen=datetime.fromisoformat(first_seen),
        confirmed_at=datetime.fromisoformat(confirmed_at),
        missing_since=datetime.fromisoformat(missing_since) if missing_since else None,
        stale=Disposition(stale) if stale else None,
    )


def dump_live(live: LivePage) -> tuple[str | None, ...]:
    """`live` and its URL as a row of the table `page`."""
    return (
        live.page.url,
        dump_page(live.page),
        live.body,
        json.dumps(live.sheets),
        live.content_hash,
        live.first_seen.isoformat(),
        live.confirmed_at.isoformat(),
        live.missing_since.isoformat() if live.missing_since else None,
        live.stale.value if live.stale else None,
    )
