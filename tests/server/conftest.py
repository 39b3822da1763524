"""A data folder with releases, and the web application over it and the local Realtime peer."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from pydantic import SecretStr

from compiler.release import Draft, Release
from crawler.records import CompanyInfo, KnowledgeBase, Price, Service
from crawler.site import SiteIdentity
from index.build import write_index
from index.chunks import build_chunks, dump_chunks
from index.rules import LookupRules
from server.app import create_app
from server.audit import Deed
from server.labels import publish, read_labels
from server.realtime import OpenAIRealtime, Realtime
from server.settings import Settings
from server.site_file import SiteFile
from server.wiring import Services, Web, open_services, open_web

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ORIGIN = "https://www.acme.test"

LOOKUP_TOOL = {
    "type": "function",
    "name": "lookup_knowledge",
    "description": "Look something up.",
    "parameters": {
        "type": "object",
        "properties": {"query": {"type": "string"}},
        "required": ["query"],
        "additionalProperties": False,
    },
}


@dataclass
class Bench:
    """One data folder, opened."""

    settings: Settings
    site: SiteFile
    services: Services

    def release(
        self, price: str = "900", *, company: str = "Acme", goal: str = "discovery-call"
    ) -> Release:
        """Put a release on the shelf whose workshop costs `price`."""
        workshop = Service(name="Prompting workshop", description="A day of practice for teams.")
        offer = Price(name="Prompting workshop", amount=price, currency="EUR")
        knowledge = KnowledgeBase(
            services=(workshop,), pricing=(offer,), company_info=CompanyInfo(name=company)
        )
        chunks = build_chunks(knowledge, (), titles={})
        text = (
            f"# Role and Objective\n- You speak for {company}.\n- The workshop costs {price} EUR.\n"
        )
        draft = Draft(
            knowledge=knowledge,
            instructions={f"{goal}.en.A": text, f"{goal}.de.A": f"# Rolle\n- {price} EUR\n"},
            tools=(LOOKUP_TOOL,),
            chunks=dump_chunks(chunks),
            models={"realtime": "gpt-realtime-2.1", "embedding": "none"},
        )
        return self.services.shelf.add(
            draft,
            report={},
            parent=None,
            created_at=datetime.now(UTC),
            seen={},
            derive=lambda folder: write_index(folder, chunks, None, self.services.vectors),
        )

    def publish(self, release: Release) -> Release:
        """Make it live."""
        engine = self.services.engine
        deed = Deed("test", "publish", release.id)
        publish(engine, release.id, deed, seen=read_labels(engine), at=NOW)
        return release


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        SITEBRIEF_DATA=tmp_path / "data",
        OPENAI_API_KEY=SecretStr("sk-test"),
        VOICE_AGENT_ALLOWED_ORIGINS=ORIGIN,
        VOICE_AGENT_RATE_LIMIT=1000,
    )


@pytest.fixture
def site() -> SiteFile:
    return SiteFile(
        site=SiteIdentity(start_urls=("https://www.acme.test/",)),
        lookup=LookupRules(embedder="none"),
    )


@pytest.fixture
def bench(settings: Settings, site: SiteFile) -> Iterator[Bench]:
    services = open_services(settings, site)
    yield Bench(settings, site, services)
    services.close()


@pytest.fixture(scope="session")
def peer_url() -> Iterator[str]:
    """Base URL of the local Realtime peer, in a process of its own."""
    with subprocess.Popen(
        [sys.executable, "-m", "server.peer"], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        yield process.stdout.readline().strip()
        process.terminate()


@pytest.fixture
def realtime(peer_url: str) -> Iterator[OpenAIRealtime]:
    """The vendor's adapter, talking to the peer."""
    adapter = OpenAIRealtime(SecretStr("sk-test"), peer_url)
    yield adapter
    adapter.close()


Serve = Callable[..., tuple[FlaskClient, Web]]


@pytest.fixture
def serve(bench: Bench, realtime: OpenAIRealtime) -> Iterator[Serve]:
    """Return a function that makes the application: (client, its services)."""
    opened: list[Web] = []

    def make(*, vendor: Realtime | None = None, **changes: Any) -> tuple[FlaskClient, Web]:
        settings = bench.settings.model_copy(update=changes)
        web = open_web(settings, bench.site, bench.services, realtime=vendor or realtime)
        opened.append(web)
        return create_app(settings, web).test_client(), web

    yield make
    for web in opened:
        web.close()
