"""The whole flow as one function: from the site to a release that is live or waits for a person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from compiler.compile import Compiled, Setting, compile_instructions
from compiler.corrections import Corrections, load_corrections
from compiler.demand import steady_demand
from compiler.errors import ShelfError
from compiler.facts import Facts, collect_facts
from compiler.gates import check_gates
from compiler.prompts import load_prompts
from compiler.release import Draft, Release, Shelf, release_id
from crawler.merge import merge
from crawler.reading import PageReading
from crawler.records import KnowledgeBase
from crawler.report import CrawlReport
from crawler.site import SiteIdentity
from index.build import write_index
from index.chunks import Chunk, build_chunks, dump_chunks
from server.answerable import answerable, in_force
from server.assisting import assisted
from server.gathering import Tick, gather, require_content
from server.labels import read_labels
from server.lookups import demand
from server.review import Outcome, is_another_site, settle
from server.site_file import SiteFile
from server.wiring import Services

_DEMAND_WINDOW = timedelta(weeks=4)


@dataclass(frozen=True)
class Orders:
    """What the caller of a rebuild may choose."""

    who: str
    """Login, or "system:<job>", for the audit log."""
    full: bool = False
    """Fetch every page again, whatever its validators say."""
    only: str | None = None
    """URL of the one page to fetch again."""
    named: bool = False
    """A person named the site on the command line: it may take the place of another one."""
    publish: bool = True
    """False: put the release on the shelf and move no label."""
    prompts: Path | None = None
    """Templates to use instead of the shipped ones."""


@dataclass(frozen=True)
class Built:
    """What a rebuild made."""

    release: Release
    outcome: Outcome
    crawl: CrawlReport
    extracted: int
    """Pages that were read anew; the rest came from the cache."""
    warnings: tuple[str, ...] = ()


def rebuild(
    site: SiteFile,
    services: Services,
    orders: Orders,
    *,
    now: datetime,
    on_tick: Callable[[Tick], None] = lambda _: None,
) -> Built:
    """Crawl, read, merge, index, compile, shelve, review and publish.

    Raises CrawlError, IndexingError, CompileError or ServerError; then nothing changed but caches.
    """
    seen = read_labels(services.engine)
    live, doubts = live_release(services.shelf, seen.production)
    corrections = load_corrections(site.corrections) if site.corrections else Corrections()
    load_prompts(orders.prompts).require(site.compile)  # a slip shows before an hour of crawling

    with services.pages(site.site) as store:
        found = gather(site, store, now=now, full=orders.full, only=orders.only, on_tick=on_tick)
    readings, notes = assisted(found.readings, found.pages, site, services)
    knowledge = merge(readings, site.site)
    require_content(knowledge, readings, site.site)
    facts = collect_facts(
        knowledge,
        corrections,
        site=known_host(site.site, found.crawl),
        today=now.date(),
        approved_contacts=site.compile.approved_contacts,
    )
    knowledge = facts.knowledge
    answers = answerable(knowledge, facts, site.compile.approved_contacts)
    chunks = _chunks(answers, readings, facts)
    facts = with_booking(facts, site.booking.url)
    models = services.models(site)
    compiled = compile_instructions(
        facts,
        site.compile,
        prompts=orders.prompts,
        asked=_asked(site, services, live, now),
        setting=Setting(
            used=models | site.vendor_names(),
            prices=site.costs.models.get(site.voice.model),
            max_seconds=site.voice.max_seconds,
        ),
    )

    draft = Draft(
        knowledge=knowledge,
        instructions=compiled.instructions,
        tools=compiled.tools,
        chunks=dump_chunks(chunks),
        models=models,
        voice=site.voice.of_release(),
    )

    if live and is_another_site(live, knowledge, site.site):
        place = f"{site.site.start_urls[0]} takes the place of another site, {live.id}"
        notes, doubts = ((*notes, place), ()) if orders.named else (notes, (place,))
        live = None
    findings = check_gates(
        live, draft, site.gates, seen=found.first_seen, lint_errors=compiled.lint_errors
    )
    reasons = (*doubts, *(finding.message for finding in findings))

    release = services.shelf.add(
        draft,
        report={**compiled.report, "gates": list(reasons), "booking_url": booking_page(facts)},
        parent=seen.production,
        created_at=now,
        seen=found.first_seen,
        derive=_indexing(chunks, release_id(draft), services, on_tick),
    )
    outcome = Outcome("kept", reasons)
    if orders.publish:
        outcome = settle(services, release, reasons, seen=seen, who=orders.who, at=now)
    warnings = (*notes, *warnings_of(compiled))
    return Built(release, outcome, found.crawl, found.extracted, warnings)


def live_release(shelf: Shelf, release_id: str | None) -> tuple[Release | None, tuple[str, ...]]:
    """Return production's release, and why it cannot be compared with when it is damaged."""
    if release_id is None:
        return None, ()
    try:
        return shelf.open(release_id), ()
    except ShelfError as exc:
        return None, (f"nothing to compare with: {exc}",)


def known_host(site: SiteIdentity, crawled: CrawlReport) -> SiteIdentity:
    """Return `site` with the public host that the crawl found, where site.toml names none."""
    if site.public_url or len(crawled.aliases) != 1:
        return site
    return site.model_copy(update={"public_url": f"https://{crawled.aliases[0]}/"})


def with_booking(facts: Facts, url: str | None) -> Facts:
    """Return `facts` with the booking page of site.toml in place of those that the site links."""
    if url is None:
        return facts
    return replace(facts, contact=facts.contact.model_copy(update={"booking_urls": (url,)}))


def booking_page(facts: Facts) -> str | None:
    """Return the page that the agent may open for a visitor: own or approved, else None."""
    return next(iter(facts.contact.booking_urls), None)


def warnings_of(compiled: Compiled) -> tuple[str, ...]:
    """Return what lint warns of, one line each."""
    warnings = (f for f in compiled.findings if f.level == "warning")
    return tuple(f"{f.where}, {f.rule}: {f.message}" for f in warnings)


def _asked(
    site: SiteFile, services: Services, live: Release | None, now: datetime
) -> dict[str, float]:
    """Return what visitors looked up of late, as the choice of facts takes it."""
    if site.compile.demand == "priors":
        return {}
    found = demand(services.engine, since=now - _DEMAND_WINDOW)
    return steady_demand(found.by_key, found.conversations, live.report if live else None)


def _chunks(knowledge: KnowledgeBase, readings: Sequence[PageReading], facts: Facts) -> list[Chunk]:
    titles = {reading.url: reading.title for reading in readings}
    passages = (passage for reading in readings for passage in reading.passages)
    return build_chunks(knowledge, in_force(passages, facts.overruled), titles=titles)


def _indexing(
    chunks: Sequence[Chunk], name: str, services: Services, on_tick: Callable[[Tick], None]
) -> Callable[[Path], None]:
    """Return what writes the index of the release `name` into its folder."""

    def derive(folder: Path) -> None:
        write_index(
            folder,
            chunks,
            services.embedder,
            services.vectors,
            server=services.collection(name),
            on_progress=lambda done, total: on_tick(Tick("embed", done, total)),
        )

    return derive
