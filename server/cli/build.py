"""sitebrief build."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from server.cli.context import desk, load_site, login, site_option
from server.cli.output import counted, progress, say
from server.lock import build_lock
from server.rebuild import Built, Orders, rebuild


@click.command()
@click.option("--url", help="Build this site instead of the one in the site file.")
@click.option("--page", help="Fetch only this page again.")
@click.option("--full", is_flag=True, help="Fetch and read every page again.")
@click.option("--no-publish", is_flag=True, help="Make the release but move no label.")
@click.option(
    "--prompts",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of templates to use.",
)
@site_option
def build(
    url: str | None,
    page: str | None,
    full: bool,
    no_publish: bool,
    prompts: Path | None,
    site_file: Path | None,
) -> None:
    """Make a release from the site; it goes live unless a gate holds it. Prints its id."""
    site = load_site(site_file, url)
    orders = Orders(
        login(),
        full=full,
        only=page,
        named=url is not None,
        publish=not no_publish,
        prompts=prompts,
    )
    with desk(site) as at, build_lock(at.services.store), progress() as on_tick:
        built = rebuild(site, at.services, orders, now=datetime.now(UTC), on_tick=on_tick)
    for line in told(built):
        say(line)
    click.echo(built.release.id)


def told(built: Built) -> list[str]:
    """Return what a person wants to know of a build, line by line."""
    counts = counted(built.release.manifest.counts)
    pages = counted({"pages": built.crawl.pages})
    lines = [f"{pages}, {built.extracted} read anew: {counts}"]
    lines += [f"warning: {warning}" for warning in built.warnings]
    held = "would wait" if built.outcome.state == "kept" else "held"
    lines += [f"{held}: {reason}" for reason in built.outcome.reasons]
    release = built.release.id
    lines.append(
        {
            "published": f"{release} is live",
            "unchanged": f"nothing changed: {release} is live already",
            "held": f'{release} waits for a person; look at "sitebrief releases diff"',
            "kept": f"{release} is on the shelf and not live",
        }[built.outcome.state]
    )
    return lines
