"""sitebrief leads."""

from __future__ import annotations

from pathlib import Path

import click

from server.cli.context import desk, reading_site, site_option
from server.leads import leads_csv


@click.command()
@site_option
def leads(site_file: Path | None) -> None:
    """Print what visitors left for the team as CSV, oldest first; safe to open in a spreadsheet."""
    with desk(reading_site(site_file)) as at:
        click.echo(leads_csv(at.services.engine), nl=False)
