"""The commands of sitebrief crawl: what the last crawl did, and why a page is or is not there."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from crawler.errors import StoreError
from crawler.report import CONTENT, CrawlReport, Disposition, Outcome
from crawler.store import PageStore
from crawler.urls import SiteUrls, authority
from server.cli.context import load_site, site_option
from server.cli.output import print_json
from server.settings import read_settings
from server.site_file import SiteFile
from server.wiring import pages_path

_MOST = 20
"""Lines of a list that a table shows; --all and --json show every one."""


@click.group()
@site_option
@click.option("--url", help="The site that was built with --url.")
@click.pass_context
def crawl(ctx: click.Context, site_file: Path | None, url: str | None) -> None:
    """Look at the last crawl."""
    ctx.obj = load_site(site_file, url)


@crawl.command()
@click.option("--json", "as_json", is_flag=True, help="The whole report as JSON.")
@click.option("--all", "everything", is_flag=True, help="Every URL, not the counts alone.")
@click.option("--crawl", "number", type=int, help="The crawl with this number; default the last.")
@click.pass_obj
def report(site: SiteFile, *, as_json: bool, everything: bool, number: int | None) -> None:
    """Print how the URLs of the last crawl ended, and what the content team should mend."""
    with _kept(site) as store:
        found = _report(store, number)
    if as_json:
        print_json({**found.model_dump(mode="json"), "counts": found.counts})
        return
    for line in lines(found, most=sys.maxsize if everything else _MOST):
        click.echo(line)
    if everything:
        for outcome in found.outcomes:
            click.echo(f"{outcome.disposition.value}\t{outcome.url}\t{explain(outcome)}")


@crawl.command()
@click.argument("page_url", metavar="URL")
@click.option("--json", "as_json", is_flag=True, help="The outcome as JSON.")
@click.pass_obj
def why(site: SiteFile, page_url: str, *, as_json: bool) -> None:
    """Say how URL ended in the last crawl, and how the crawl came to it."""
    with _kept(site) as store:
        found = _report(store, None)
    urls = SiteUrls(found.site, aliases=found.aliases)
    written = page_url if "://" in page_url else f"{found.site}/{page_url.lstrip('/')}"
    outcome = found.why(urls.name(written)) or found.why(page_url)
    if outcome is None:
        raise StoreError(
            f"the last crawl never met {page_url}: no link, sitemap or rule names it;"
            " put it into extra_urls to have it read"
        )
    if as_json:
        print_json(outcome.model_dump(mode="json"))
    else:
        click.echo(f"{outcome.url}: {outcome.disposition.value}")
        click.echo(explain(outcome))


@contextmanager
def _kept(site: SiteFile) -> Iterator[PageStore]:
    path = pages_path(read_settings().store, site.site)
    if not path.exists():
        raise StoreError(
            f'{site.site.start_urls[0]} was never crawled here; run "sitebrief build" first'
        )
    with PageStore(path) as store:
        yield store


def _report(store: PageStore, number: int | None) -> CrawlReport:
    found = store.report(number)
    if found is None:
        which = "no finished crawl" if number is None else f"no report of crawl {number}"
        raise StoreError(f'{which} in {store.path}; run "sitebrief build"')
    return found


def explain(outcome: Outcome) -> str:
    """Return one line on why a URL ended as it did and where it was met."""
    parts = [
        f"HTTP {outcome.status}" if outcome.status else "",
        outcome.detail,
        f"→ {outcome.target}" if outcome.target else "",
        _met(outcome),
    ]
    return "; ".join(filter(None, parts))


def _met(outcome: Outcome) -> str:
    how = {
        "start": "a start URL",
        "extra": "named by extra_urls",
        "known": "known from the crawl before",
        "page": "asked for by itself",
    }
    where = f" on {outcome.found_on}" if outcome.found_on else ""
    return how.get(outcome.via, f"met as {outcome.via}{where}")


def lines(found: CrawlReport, *, most: int) -> Iterator[str]:
    """Yield the readable report: counts, speed, then lists of at most `most` lines each."""
    ended = "" if found.complete else ", ended early"
    yield (
        f"crawl {found.crawl} of {found.site}, {found.started_at:%Y-%m-%d %H:%M} UTC{ended}:"
        f" {found.pages} live pages"
    )
    yield (
        f"{found.seconds:.1f} s, {found.pages_per_second:g} answers/s, {found.bytes / 1e6:.1f} MB"
    )
    if found.aliases:
        yield f"also known as {', '.join(found.aliases)}"
    yield from (f"{count:>7} {name}" for name, count in found.counts.items())
    yield from (f"note: {note}" for note in found.notes)
    troubles = [o for o in found.outcomes if _needs_a_look(o, found)]
    yield from _listed("could not be read", [f"{o.url}: {_short(o)}" for o in troubles], most)
    kept = [f"{k.url}: {k.reason.value}, content of {k.since:%Y-%m-%d %H:%M}" for k in found.kept]
    yield from _listed("kept although not read this time", kept, most)
    yield from _listed("dropped", list(found.dropped), most)
    broken = [f"{b.url} (linked on {', '.join(b.found_on[:3])})" for b in found.broken_links]
    yield from _listed("broken links", broken, most)
    yield from _listed("only in the sitemap", list(found.only_in_sitemap), most)
    yield from _listed("not in the sitemap", list(found.not_in_sitemap), most)


_EXPECTED = frozenset(
    {
        Disposition.BAD_URL,
        Disposition.DUPLICATE,
        Disposition.EXCLUDED,
        Disposition.NOFOLLOW,
        Disposition.NOINDEX,
        Disposition.NOT_A_PAGE,
        Disposition.NOT_FOUND,
        Disposition.OFF_SITE,
        Disposition.REDIRECTED,
        Disposition.ROBOTS,
    }
)
"""Ends that ask for nothing, or stand in a list of their own."""


def _needs_a_look(outcome: Outcome, found: CrawlReport) -> bool:
    fine = outcome.disposition in CONTENT or outcome.disposition in _EXPECTED
    ours = authority(outcome.url) == authority(found.site) if "://" in outcome.url else False
    return ours and not fine


def _short(outcome: Outcome) -> str:
    return ", ".join(filter(None, [outcome.disposition.value, outcome.detail]))


def _listed(title: str, items: list[str], most: int) -> Iterator[str]:
    if items:
        yield f"{title}: {len(items)}"
        yield from (f"  {item}" for item in items[:most])
    if len(items) > most:
        yield f"  … {len(items) - most} more; --all shows them"
