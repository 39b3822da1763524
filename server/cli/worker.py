"""sitebrief worker."""

from __future__ import annotations

import logging
from pathlib import Path

import click

from server.cli.context import desk, load_site, site_option
from server.cli.output import say
from server.worker import work


@click.command()
@site_option
def worker(site_file: Path | None) -> None:
    """Run the nightly rebuild of [schedule] until stopped; a missed one is caught up once."""
    site = load_site(site_file)
    rules = site.schedule
    with desk(site) as at:
        logging.basicConfig(level="INFO", format="%(asctime)s %(levelname)s %(name)s %(message)s")
        say(
            f"nightly rebuild at {rules.nightly} {rules.timezone}"
            if rules.nightly
            else "no nightly rebuild"
        )
        work(site, at.services)
