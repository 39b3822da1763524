"""The command sitebrief run."""

from __future__ import annotations

from pathlib import Path

import click

from server.cli.context import load_site, site_option
from server.cli.output import say
from server.processes import start, stopping, wait_for_any
from server.settings import read_settings, ready_store
from server.web import require_free_port
from server.wiring import require_key


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8080, show_default=True, type=click.IntRange(1, 65535))
@site_option
def run(host: str, port: int, site_file: Path | None) -> None:
    """Run the web process and the worker on one machine until stopped."""
    settings = read_settings()
    load_site(site_file)
    require_key(settings)
    ready_store(settings)
    require_free_port(host, port)
    site = ["--site", str(site_file)] if site_file else []
    children = [
        start(["server.cli", *site, "serve", "--host", host, "--port", str(port)]),
        start(["server.cli", *site, "worker"]),
    ]
    say("web and worker run; stop both with Ctrl-C")
    with stopping(children):
        wait_for_any(children)
