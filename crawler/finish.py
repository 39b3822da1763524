"""From a walk's outcomes to the new live pages and the report, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from crawler.duplicates import Preference, duplicates
from crawler.markup import read_markup
from crawler.pages_kept import LivePage
from crawler.report import CONTENT, CrawlReport, Disposition, Outcome
from crawler.settle import (
    Crawled,
    Verdict,
    broken_links,
    same_everywhere,
    settle_pages,
    with_styles,
)
from crawler.store import PageStore
from crawler.walk import Walk


def finish(walk: Walk, store: PageStore, *, seconds: float) -> CrawlReport:
    """Settle the crawl of `walk` in `store`; of a one-page crawl, the other pages stay."""
    job, before = walk.job, store.live()
    crawled = _crawled(walk, store, before)
    others = {} if job.only is None else _others(before, crawled)
    known = {url: live for url, live in before.items() if url not in others}
    now = max(job.now, datetime.now(UTC))
    verdict = settle_pages(known, crawled, gone_after=job.rules.gone_after, now=now)
    sheets = {**store.sheets(), **store.sheets(job.crawl)}
    live = [with_styles(p, sheets, store.body, before.get(p.page.url)) for p in verdict.live]
    live = sorted([*live, *others.values()], key=lambda page: page.page.url)
    report = _report(walk, verdict, seconds=seconds, pages=len(live))
    store.settle(job.crawl, live, report)
    return report


def _others(before: dict[str, LivePage], crawled: Crawled) -> dict[str, LivePage]:
    return {url: live for url, live in before.items() if url not in crawled.outcomes}


def _crawled(walk: Walk, store: PageStore, before: dict[str, LivePage]) -> Crawled:
    """The walk's pages and outcomes, with twins and a site-wide outage recognised."""
    outcomes = dict(walk.frontier.ended)
    staged = {
        url: found
        for url, found in store.staged(walk.job.crawl).items()
        if url in outcomes and outcomes[url].disposition in CONTENT
    }
    start = frozenset(walk.site.name(url) for url in walk.job.site.start_urls)
    for url in same_everywhere(before, walk.shown):
        outcomes[url] = _now(outcomes[url], Disposition.MAINTENANCE, "one text on every page")
    preference = Preference(start, walk.frontier.mapped)
    pages = {
        url: page
        for url, (page, _) in staged.items()
        if outcomes[url].disposition in (Disposition.FETCHED, Disposition.UNCHANGED)
    }

    def words(url: str) -> frozenset[str]:
        page, body = staged[url]
        return frozenset(read_markup(store.body(body), page.url).text.split())

    for url, target in duplicates(pages, words, preference).items():
        outcomes[url] = _now(outcomes[url], Disposition.DUPLICATE, "", target)
    return Crawled(staged, outcomes, start, complete=not walk.stopped)


def _now(
    outcome: Outcome, disposition: Disposition, detail: str, target: str | None = None
) -> Outcome:
    return outcome.model_copy(
        update={"disposition": disposition, "detail": detail, "target": target}
    )


def _report(walk: Walk, verdict: Verdict, *, seconds: float, pages: int) -> CrawlReport:
    frontier, outcomes = walk.frontier, verdict.outcomes
    content = {url for url, o in outcomes.items() if o.disposition in CONTENT}
    start = {walk.site.name(url) for url in walk.job.site.start_urls}
    linked = _through_redirects(frontier.linked, outcomes)
    whole = walk.job.only is None
    return CrawlReport(
        crawl=walk.job.crawl,
        site=walk.site.served,
        aliases=tuple(sorted(walk.site.aliases)),
        started_at=walk.job.now,
        seconds=round(seconds, 3),
        resumed=walk.job.resumed,
        complete=not walk.stopped,
        pages=pages,
        outcomes=tuple(outcomes[url] for url in sorted(outcomes)),
        kept=tuple(sorted(verdict.kept, key=lambda kept: kept.url)),
        dropped=tuple(sorted(verdict.dropped)),
        only_in_sitemap=_sorted((content & frontier.mapped) - linked - start, when=whole),
        not_in_sitemap=_sorted(content - frontier.mapped, when=whole and bool(walk.survey.mapped)),
        broken_links=broken_links(outcomes, frontier.referrers),
        notes=tuple(walk.notes),
    )


def _through_redirects(urls: set[str], outcomes: Mapping[str, Outcome]) -> set[str]:
    """`urls` and where they redirect to."""
    found, waiting = set(urls), list(urls)
    while waiting:
        outcome = outcomes.get(waiting.pop())
        if outcome is not None and outcome.target is not None and outcome.target not in found:
            found.add(outcome.target)
            waiting.append(outcome.target)
    return found


def _sorted(urls: set[str], *, when: bool) -> tuple[str, ...]:
    return tuple(sorted(urls)) if when else ()
