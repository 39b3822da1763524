"""sitebrief inspect: what a site says, for people or as JSON; keeps nothing."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import click

from crawler.crawl import crawl
from crawler.extract import read_pages
from crawler.merge import merge
from crawler.pages import Page
from crawler.reading import PageReading
from crawler.records import Channel, KnowledgeBase, Price, Record, Source, Testimonial
from crawler.site import SiteIdentity
from crawler.store import PageStore
from crawler.why import explain
from server.cli.context import load_site, site_option
from server.cli.output import counted, print_json, progress, say
from server.gathering import Tick, require_pages
from server.site_file import SiteFile

_COLUMNS = ("kind", "record", "price", "page", "channel", "confidence")
_LONGEST = 70
_Row = tuple[str, str, str, str, str, str]


@click.command()
@click.argument("url")
@click.option("--json", "as_json", is_flag=True, help="Print the KnowledgeBase as JSON alone.")
@click.option("--why", metavar="TEXT", help="Say what became of TEXT on each page that has it.")
@site_option
def inspect(url: str, *, as_json: bool, why: str | None, site_file: Path | None) -> None:
    """Crawl the site at URL and print what was read. Keeps nothing."""
    site = load_site(site_file, url)
    began = time.monotonic()
    with progress() as on_tick:
        pages, readings = read_site(site, on_tick)
    knowledge = merge(readings, site.site)
    say(f"{counted({'pages': len(pages)})} in {time.monotonic() - began:.1f} s")
    if as_json:
        print_json(knowledge.model_dump(mode="json"))
    elif why:
        show_why(pages, readings, why)
    else:
        show(knowledge)


def read_site(
    site: SiteFile, on_tick: Callable[[Tick], None] = lambda _: None
) -> tuple[list[Page], list[PageReading]]:
    """Crawl into a folder that is gone afterwards, and read every page on all cores."""
    with (
        TemporaryDirectory(prefix="sitebrief-") as folder,
        PageStore(Path(folder) / "pages.db") as store,
    ):
        crawled = crawl(
            site.site,
            site.crawl,
            store=store,
            now=datetime.now(UTC),
            on_progress=lambda p: on_tick(Tick("crawl", p.done, p.known)),
        )
        pages = store.pages()
    require_pages(pages, crawled)
    return pages, _read(pages, site.site, on_tick)


def _read(
    pages: Sequence[Page], site: SiteIdentity, on_tick: Callable[[Tick], None]
) -> list[PageReading]:
    done = 0

    def on_page(_: PageReading) -> None:
        nonlocal done
        done += 1
        on_tick(Tick("extract", done, len(pages)))

    return read_pages(pages, site, on_page=on_page)


def show(knowledge: KnowledgeBase) -> None:
    """Print a table of everything, then what is wrong with the site."""
    rows = list(rows_of(knowledge))
    if sys.stdout.isatty():
        _print_table(rows)
    else:
        for row in rows:
            click.echo("\t".join(row))
    for dispute in knowledge.contradictions:
        how = "overruled" if dispute.overruled else "contradiction"
        places = ", ".join(sorted({_page(s.url) for s in dispute.sources}))
        click.echo(
            f"{how}: {dispute.about} {dispute.field}: {' | '.join(dispute.values)} ({places})"
        )
    for placeholder in knowledge.placeholders:
        places = ", ".join(sorted({_page(s.url) for s in placeholder.sources}))
        click.echo(f"not filled in: {placeholder.text} ({places})")


def _print_table(rows: Sequence[_Row]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(*_COLUMNS, header_style="bold")
    for row in rows:
        table.add_row(*(_cut(cell) for cell in row))
    Console().print(table)


def rows_of(knowledge: KnowledgeBase) -> Iterator[_Row]:
    """One row a record or value: kind, record, price, page, channel, confidence."""
    for record in knowledge.records():
        price = price_text(record) if isinstance(record, Price) else ""
        yield _row(record.kind, _name(record), price, record.sources, f"{record.confidence:.2f}")
    values: dict[tuple[str, str], list[Source]] = {}
    for block in (knowledge.contact_info, knowledge.company_info):
        for source in block.sources:
            values.setdefault((source.field, source.value), []).append(source)
    for (field, value), sources in values.items():
        yield _row(field, value, "", sources, "")


def _row(kind: str, name: str, price: str, sources: Sequence[Source], confidence: str) -> _Row:
    if not sources:
        return (kind, name, price, "", "", confidence)
    more = f" +{len(sources) - 1}" if len(sources) > 1 else ""
    channel = sources[0].channel
    shown = "" if channel is Channel.VISIBLE else channel.value
    return (kind, name, price, _page(sources[0].url) + more, shown, confidence)


def _name(record: Record) -> str:
    if isinstance(record, Testimonial):
        return f"{record.author or 'unnamed'}: {record.quote}"
    return " / ".join(str(getattr(record, f)) for f in record.named_by if getattr(record, f))


def price_text(price: Price) -> str:
    """The amount as a person reads it: "from 140 USD / hour"."""
    if price.amount is None:
        return price.qualifier.value.replace("_", " ")
    amount = price.amount if price.amount_max is None else f"{price.amount}-{price.amount_max}"
    before = {"from": "from ", "up_to": "up to "}.get(price.qualifier.value, "")
    period = f" / {price.period.value}" if price.period else ""
    return f"{before}{amount} {price.currency or '?'}{period}"


def _page(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def show_why(pages: Sequence[Page], readings: Sequence[PageReading], text: str) -> None:
    """Print what became of `text`, page by page."""
    found = False
    for page, reading in zip(pages, readings, strict=True):
        for trace in explain(page, reading, text):
            found = True
            click.echo(f"{_page(page.url)} {trace.path}")
            click.echo(f"  {_cut(trace.text)}")
            click.echo(f"  {trace.verdict}: {trace.reason}")
    if not found:
        click.echo(f"no page holds {text!r}; it may be drawn by scripts, or not be linked")
