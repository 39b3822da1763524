"""sitebrief serve."""

from __future__ import annotations

import logging
from pathlib import Path

import click
from flask import Flask

from server.app import create_app
from server.cli.context import reading_site, site_option
from server.cli.output import say
from server.settings import Settings, read_settings, ready_store
from server.site_file import SiteFile
from server.web import Gunicorn, Listen, require_free_port
from server.wiring import open_services, open_web, require_key


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8080, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--workers",
    default=0,
    type=click.IntRange(0, 64),
    help="Processes; default 1, or 2 with REDIS_URL.",
)
@click.option("--threads", default=64, show_default=True, type=click.IntRange(1, 512))
@site_option
def serve(host: str, port: int, workers: int, threads: int, site_file: Path | None) -> None:
    """Run the web process until it is stopped."""
    settings, site = read_settings(), reading_site(site_file)
    require_key(settings)
    ready_store(settings)
    open_services(settings, site, on_warning=say).close()
    require_free_port(host, port)
    # Without Redis each process counts its own limits, so there is one unless asked otherwise.
    workers = workers or (2 if settings.redis_url else 1)
    logging.basicConfig(level="INFO", format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("httpx2").setLevel("WARNING")
    say(f"serving on http://{host}:{port}")
    Gunicorn(lambda: _app(settings, site), Listen(host, port, workers, threads)).run()


def _app(settings: Settings, site: SiteFile) -> Flask:
    services = open_services(settings, site)
    web = open_web(settings, site, services)
    web.live.warm()
    return create_app(settings, web)
