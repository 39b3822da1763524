"""Which vendor does what: the one place that chooses."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr
from sqlalchemy import Engine

from compiler.release import Release, Shelf
from crawler.assist_openai import OpenAIReader
from crawler.records import content_id
from crawler.site import SiteIdentity
from crawler.store import PageStore
from index.embedders import Embedder, choose_embedder
from index.opening import open_searcher
from index.search import Searcher
from index.store import ServerCollection
from index.vectors import VectorCache
from server.db.engine import open_database
from server.errors import SettingsError
from server.leads import LeadBook
from server.live import LiveReleases
from server.lookups import LookupLog
from server.minting import Mint
from server.realtime import OpenAIRealtime, Realtime
from server.sessions import SessionBook, SessionKeys
from server.settings import Settings, ready_store, signing_key
from server.site_file import SiteFile


@dataclass(frozen=True)
class Services:
    """What building and reading releases needs."""

    engine: Engine
    shelf: Shelf
    embedder: Embedder | None
    vectors: VectorCache
    chroma_url: str | None
    """A Chroma server to keep vectors in, instead of the releases' own folders."""
    store: Path
    """Folder of databases, caches and locks."""
    reader: OpenAIReader | None = None
    """The assistant that looks over pages; None: rules alone read them."""

    def pages(self, site: SiteIdentity) -> PageStore:
        """Open the pages kept of `site`."""
        return PageStore(pages_path(self.store, site))

    def collection(self, release_id: str) -> ServerCollection | None:
        """Return where the vectors of a release go on the Chroma server; None: into its folder."""
        return ServerCollection(self.chroma_url, release_id) if self.chroma_url else None

    def models(self, site: SiteFile) -> dict[str, str]:
        """Role to model name: what a release depends on."""
        embedding = self.embedder.model if self.embedder else "none"
        return {"realtime": site.voice.model, "embedding": embedding}

    def close(self) -> None:
        """Give back the connections to the database and the assistant."""
        self.engine.dispose()
        if self.reader is not None:
            self.reader.close()


@dataclass(frozen=True)
class Web:
    """What the web process needs."""

    live: LiveReleases
    mint: Mint
    lookups: LookupLog
    leads: LeadBook
    booking_url: str | None
    """The booking page of site.toml."""
    engine: Engine

    def close(self) -> None:
        """Write what waits, close the releases and give back the database's connections."""
        self.lookups.flush()
        self.live.close()
        self.engine.dispose()


def pages_path(store: Path, site: SiteIdentity) -> Path:
    """Return the file of the pages of `site`: one a start page, so that sites do not mix."""
    home = site.start_urls[0].rstrip("/")
    host = re.sub(r"[^a-z0-9.-]+", "-", (urlsplit(home).netloc or "site").lower())
    return store / "pages" / f"{host}-{content_id(home)}.db"


def open_services(
    settings: Settings, site: SiteFile, *, on_warning: Callable[[str], None] = lambda _: None
) -> Services:
    """Open database, shelf and embedder; raises SettingsError, DatabaseError, IndexingError."""
    ready_store(settings)
    return Services(
        engine=open_database(settings.sql_url),
        shelf=Shelf(settings.releases),
        embedder=_embedder(settings, site, on_warning),
        vectors=VectorCache(settings.store / "vectors.db"),
        chroma_url=settings.chroma_url,
        store=settings.store,
        reader=_reader(settings, site, on_warning),
    )


def open_web(
    settings: Settings, site: SiteFile, services: Services, *, realtime: Realtime | None = None
) -> Web:
    """Put together what mints sessions and answers their tools; `realtime` replaces OpenAI."""
    live = LiveReleases(services.engine, services.shelf, searchers(site, services))
    secret = signing_key(settings)
    mint = Mint(
        live=live,
        realtime=realtime or _openai(settings),
        book=SessionBook(services.engine),
        keys=SessionKeys(secret),
        voice=site.voice,
        rules=site.compile,
    )
    return Web(
        live=live,
        mint=mint,
        lookups=LookupLog(services.engine, secret),
        leads=LeadBook(services.engine),
        booking_url=site.booking.url,
        engine=services.engine,
    )


def require_key(settings: Settings) -> SecretStr:
    """Return the key to mint with; raises SettingsError when there is none."""
    if settings.openai_api_key is None:
        raise SettingsError(
            'OPENAI_API_KEY is not set; set it, or run "sitebrief demo" for the local Realtime peer'
        )
    return settings.openai_api_key


def _openai(settings: Settings) -> Realtime:
    return OpenAIRealtime(require_key(settings), settings.openai_base_url)


def _embedder(
    settings: Settings, site: SiteFile, on_warning: Callable[[str], None]
) -> Embedder | None:
    key = settings.openai_api_key
    return choose_embedder(
        site.lookup,
        api_key=key.get_secret_value() if key else None,
        base_url=settings.openai_base_url,
        on_warning=on_warning,
    )


def _reader(
    settings: Settings, site: SiteFile, on_warning: Callable[[str], None]
) -> OpenAIReader | None:
    rules, key = site.extraction, settings.openai_api_key
    if rules.assist == "off":
        return None
    if key is None:
        on_warning('extraction.assist = "openai" needs OPENAI_API_KEY; rules alone read the pages')
        return None
    return OpenAIReader(
        rules.assistant.model,
        key.get_secret_value(),
        base_url=settings.openai_base_url,
        max_output_tokens=rules.assistant.max_output_tokens,
    )


def searchers(site: SiteFile, services: Services) -> Callable[[Release], Searcher]:
    """Return what opens a searcher over a release."""

    def open_(release: Release) -> Searcher:
        return open_searcher(
            release.folder,
            services.store / "open",
            services.embedder,
            site.lookup,
            cache=services.vectors,
            chroma_url=services.chroma_url,
        )

    return open_
