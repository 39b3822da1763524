"""What most commands begin with: the environment, the site file and the services."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from crawler.site import SiteIdentity
from server.cli.output import say
from server.settings import Settings, read_settings
from server.site_file import SiteFile, for_url, read_site_file
from server.wiring import Services, open_services

DEFAULT_SITE = Path("data/site.toml")

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True)
class Desk:
    """What a command works with."""

    settings: Settings
    site: SiteFile
    services: Services


def site_option(command: Command) -> Command:
    """Add --site FILE to a command; it may also stand before the command's name."""
    option = click.option(
        "--site",
        "site_file",
        type=click.Path(path_type=Path),
        help="Site file; default data/site.toml.",
        callback=lambda ctx, _, value: value or ctx.find_object(Path),
    )
    return option(command)


def load_site(path: Path | None, url: str | None = None) -> SiteFile:
    """Read the site file, turned to `url`; with a URL the default file may be missing."""
    if url and path is None and not DEFAULT_SITE.exists():
        site = SiteFile(site=SiteIdentity(start_urls=("http://localhost/",)))
    else:
        site = read_site_file(path or DEFAULT_SITE)
    if not url:
        return site
    turned, note = for_url(site, url)
    if note:
        say(note)
    return turned


def reading_site(path: Path | None) -> SiteFile:
    """Read the site file for a command that needs releases alone: the default may be missing."""
    if path is None and not DEFAULT_SITE.exists():
        return SiteFile(site=SiteIdentity(start_urls=("http://localhost/",)))
    return read_site_file(path or DEFAULT_SITE)


@contextmanager
def desk(site: SiteFile, settings: Settings | None = None) -> Iterator[Desk]:
    """Yield the opened services."""
    settings = settings or read_settings()
    services = open_services(settings, site, on_warning=say)
    try:
        yield Desk(settings, site, services)
    finally:
        services.close()


def login() -> str:
    """Return who runs the command, for the audit log."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return "unknown"
