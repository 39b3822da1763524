"""What `sitebrief check` looks at: each thing is ok, absent (it runs without) or broken."""

from __future__ import annotations

import datetime as dt
import importlib.util
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from compiler.corrections import load_corrections
from compiler.errors import CorrectionsError, PromptError
from compiler.prompts import load_prompts
from compiler.shutdowns import lint_vendor
from index.embedders import choose_embedder
from index.errors import IndexingError
from server.db.engine import open_database, shown
from server.errors import DatabaseError, LabelError, SettingsError
from server.labels import Label, pointed, read_labels
from server.settings import Settings, ready_store
from server.site_file import SiteFile, read_site_file

_CONNECT_SECONDS = 3.0


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    name: str
    state: Literal["ok", "absent", "broken"]
    says: str
    step: str = ""
    """What to do next, when there is something to do."""


def findings(settings: Settings, site_file: Path) -> Iterator[Finding]:
    """Look at everything; nothing is changed but the data folder, which is made."""
    yield _site(site_file)
    yield _corrections(site_file)
    yield _prompts(site_file)
    data = _data(settings)
    yield data
    if data.state == "ok":
        yield from _database(settings)
    yield _realtime(settings)
    yield _models(site_file, dt.datetime.now(dt.UTC).date())
    yield _embeddings(settings, site_file)
    yield _redis(settings)
    yield _origins(settings)
    yield _secret(settings)
    yield _optional("aiohttp", "the local Realtime peer", 'pip install "sitebrief[demo]"')
    yield _optional(
        "scrapy_playwright", "pages that scripts draw", 'pip install "sitebrief[browser]"'
    )


def _site(path: Path) -> Finding:
    try:
        site = read_site_file(path)
    except SettingsError as exc:
        return Finding("site file", "broken", str(exc))
    return Finding("site file", "ok", f"{path}: {site.site.start_urls[0]}")


def _corrections(site_file: Path) -> Finding:
    file = site_file.with_name("corrections.toml")
    try:
        found = load_corrections(file)
    except CorrectionsError as exc:
        return Finding("corrections", "broken", str(exc))
    count = sum(len(getattr(found, table)) for table in type(found).model_fields)
    return Finding("corrections", "ok", f"{count} in {file}" if file.exists() else "none")


def _prompts(site_file: Path) -> Finding:
    try:
        rules = read_site_file(site_file).compile
    except SettingsError:
        return Finding("prompts", "absent", "no site file that names goals")
    try:
        load_prompts().require(rules)
    except PromptError as exc:
        return Finding("prompts", "broken", str(exc))
    return Finding("prompts", "ok", ", ".join(rules.goals))


def _data(settings: Settings) -> Finding:
    try:
        ready_store(settings)
    except SettingsError as exc:
        return Finding("data folder", "broken", str(exc))
    return Finding("data folder", "ok", str(settings.data))


def _database(settings: Settings) -> Iterator[Finding]:
    try:
        engine = open_database(settings.sql_url)
    except DatabaseError as exc:
        yield Finding("database", "broken", str(exc), "check DATABASE_URL")
        return
    yield Finding("database", "ok", shown(settings.sql_url))
    try:
        yield Finding("production", "ok", pointed(read_labels(engine), Label.PRODUCTION))
    except LabelError:
        yield Finding("production", "absent", "no release yet", 'run "sitebrief build"')
    finally:
        engine.dispose()


def _realtime(settings: Settings) -> Finding:
    if settings.openai_api_key is None:
        return Finding(
            "realtime", "absent", "OPENAI_API_KEY is not set", 'set it, or run "sitebrief demo"'
        )
    return _reached("realtime", settings.openai_base_url, "check OPENAI_BASE_URL and the network")


def _models(site_file: Path, today: dt.date) -> Finding:
    try:
        site = read_site_file(site_file)
    except SettingsError:
        return Finding("models", "absent", "no site file to read them from")
    used = site.vendor_names()
    found = lint_vendor(used, today)
    says = "; ".join(f.message for f in found) or ", ".join(sorted(used.values()))
    broken = any(f.level == "error" for f in found)
    return Finding("models", "broken" if broken else "ok", says)


def _embeddings(settings: Settings, site_file: Path) -> Finding:
    try:
        rules = read_site_file(site_file).lookup
    except SettingsError:
        rules = SiteFile.model_fields["lookup"].default
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else None
    try:
        embedder = choose_embedder(rules, api_key=key, base_url=settings.openai_base_url)
    except IndexingError as exc:
        return Finding("embeddings", "broken", str(exc))
    if embedder is None:
        return Finding("embeddings", "absent", "lookup searches words only", 'run "make setup"')
    return Finding("embeddings", "ok", embedder.model)


def _redis(settings: Settings) -> Finding:
    if settings.redis_url is None:
        return Finding("redis", "absent", "limits are counted in memory, per process")
    return _reached("redis", settings.redis_url.get_secret_value(), "check REDIS_URL", port=6379)


def _origins(settings: Settings) -> Finding:
    if not settings.allowed_origins:
        return Finding("origins", "ok", "same origin only (VOICE_AGENT_ALLOWED_ORIGINS is empty)")
    return Finding("origins", "ok", ", ".join(settings.allowed_origins))


def _secret(settings: Settings) -> Finding:
    says = "SITEBRIEF_SECRET_KEY" if settings.secret_key else "a random key of this machine"
    return Finding("signing key", "ok", says)


def _optional(module: str, purpose: str, step: str) -> Finding:
    if importlib.util.find_spec(module):
        return Finding(module, "ok", purpose)
    return Finding(module, "absent", f"not installed: {purpose}", step)


def _reached(name: str, url: str, step: str, *, port: int | None = None) -> Finding:
    parts = urlsplit(url)
    port = parts.port or port or (443 if parts.scheme == "https" else 80)
    where = f"{parts.hostname}:{port}"
    try:
        socket.create_connection((parts.hostname or "", port), timeout=_CONNECT_SECONDS).close()
    except OSError as exc:
        return Finding(name, "broken", f"{where} does not answer ({exc.strerror or exc})", step)
    return Finding(name, "ok", where)
