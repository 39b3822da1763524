"""The commands of sitebrief audit."""

from __future__ import annotations

from pathlib import Path

import click

from server import audit as log
from server.cli.context import desk, reading_site, site_option
from server.db.engine import reading
from server.errors import DatabaseError


@click.group()
@site_option
@click.pass_context
def audit(ctx: click.Context, site_file: Path | None) -> None:
    """Look at the audit log."""
    ctx.obj = site_file


@audit.command()
@click.pass_context
def verify(ctx: click.Context) -> None:
    """Check the chain of hashes; prints its head, which is worth keeping elsewhere."""
    with desk(reading_site(ctx.find_object(Path))) as at, reading(at.services.engine) as connection:
        verdict = log.verify(connection)
    if verdict.broken_at is not None:
        raise DatabaseError(
            f"the audit log was tampered with: entry {verdict.broken_at} does not fit "
            f"({verdict.entries} before it do); compare with a backup"
        )
    click.echo(f"{verdict.entries} entries, head {verdict.head}")
