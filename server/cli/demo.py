"""The command sitebrief demo."""

from __future__ import annotations

import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from pydantic import SecretStr

from crawler.records import content_id
from server.cli.build import told
from server.cli.context import desk, load_site
from server.cli.output import print_json, progress, say
from server.demo import PEER_KEY, await_ready, mint, start_peer, static_site
from server.errors import SettingsError
from server.lock import build_lock
from server.processes import start, stopping, wait_for_any
from server.rebuild import Orders, rebuild
from server.settings import Settings, read_settings
from server.web import require_free_port

SAMPLE = Path("data/sample")

_UNSET = (
    "DATABASE_URL",
    "REDIS_URL",
    "CHROMA_URL",
    "SITEBRIEF_SECRET_KEY",
    "SITEBRIEF_TRUSTED_PROXIES",
    "VOICE_AGENT_ALLOWED_ORIGINS",
)


@click.command()
@click.option("--port", default=8080, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--sample", default=SAMPLE, type=click.Path(path_type=Path), help="The site's folder."
)
@click.option("--url", help="Build from this site instead of the sample.")
@click.option("--once", is_flag=True, help="Build, serve, mint one session, print it and stop.")
def demo(port: int, sample: Path, url: str | None, once: bool) -> None:
    """Build the sample site and serve it with a local Realtime peer; no key and no network."""
    require_free_port("127.0.0.1", port)
    if url:
        _play(port, url, content_id(url), once=once)
        return
    if not (sample / "index.html").is_file():
        raise SettingsError(
            f"no site in {sample}; run this in the project's folder or use --sample"
        )
    with static_site(sample, port + 1) as sample_url:
        _play(port, sample_url, "sample", once=once)


def _play(port: int, site_url: str, folder: str, *, once: bool) -> None:
    """Build `site_url` into the demo's own data `folder`, serve it, and wait or stop."""
    settings = demo_settings(read_settings(), folder)
    _build(settings, site_url)
    peer, base_url = start_peer()
    web = start(["server.cli", "serve", "--port", str(port)], _environment(settings, base_url))
    with stopping([web, peer]):
        url = f"http://127.0.0.1:{port}"
        await_ready(url, web)
        minted = mint(url)
        if once:
            print_json(minted)
            return
        _tell(url, site_url, settings, minted)
        wait_for_any([web, peer])


def demo_settings(settings: Settings, folder: str) -> Settings:
    """Return `settings` with a data folder of the demo's own, the peer's key and no services."""
    alone = {"database_url": None, "redis_url": None, "chroma_url": None, "secret_key": None}
    data = settings.store / "demo" / folder
    return settings.model_copy(
        update={**alone, "data": data, "openai_api_key": SecretStr(PEER_KEY)}
    )


def _environment(settings: Settings, base_url: str) -> dict[str, str]:
    """Return the web process's variables; an empty one counts as unset."""
    return {
        "SITEBRIEF_DATA": str(settings.data),
        "OPENAI_API_KEY": PEER_KEY,
        "OPENAI_BASE_URL": base_url,
        **dict.fromkeys(_UNSET, ""),
    }


def _build(settings: Settings, site_url: str) -> None:
    site = load_site(None, site_url)
    with desk(site, settings) as at, build_lock(at.services.store), progress() as on_tick:
        now = datetime.now(UTC)
        built = rebuild(site, at.services, Orders("demo"), now=now, on_tick=on_tick)
    for line in told(built):
        say(line)


def _tell(url: str, site_url: str, settings: Settings, minted: dict[str, Any]) -> None:
    post = "curl -s -X POST -H 'Content-Type: application/json'"
    sitebrief = f"SITEBRIEF_DATA={settings.data} {_called()}"
    click.echo(
        f"""
The site           {site_url}
The web process    {url}/readyz
Release            {minted["release"]}

Mint a session:
  {post} -H 'Origin: {url}' -d '{{}}' {url}/api/voice/token
Ask as its agent, until it ends in {minted["max_seconds"] // 60} minutes:
  {post} -H 'Authorization: Bearer {minted["session_key"]}' -d '{{"query": "What does it cost?"}}' {url}/api/voice/tools/lookup_knowledge
Read the instructions that it carries:
  {sitebrief} prompt
Ask on the terminal:
  {sitebrief} ask "What does it cost?"

Stop with Ctrl-C."""  # noqa: E501 - commands to copy
    )


def _called() -> str:
    """Return how to call sitebrief from here: by name where the shell finds it."""
    return "sitebrief" if shutil.which("sitebrief") else sys.argv[0]
