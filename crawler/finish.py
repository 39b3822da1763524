"""From a walk's outcomes to the new live pages and the report, in one transaction."""

from __future__ import annotations

from datetime import UTC, datetime

from crawler.report import CONTENT, CrawlReport
from crawler.settle import Verdict, broken_links, settle_pages, with_styles
from crawler.store import PageStore
from crawler.walk import Walk


def finish(walk: Walk, store: PageStore, *, seconds: float) -> CrawlReport:
    """Settle the crawl of `walk` in `store`."""
    job, frontier = walk.job, walk.frontier
    before, staged = store.live(), store.staged(job.crawl)
    others = (
        {} if job.only is None else {u: p for u, p in before.items() if u not in frontier.ended}
    )
    known = {u: p for u, p in before.items() if u not in others}
    verdict = settle_pages(
        known,
        staged,
        frontier.ended,
        rules=job.rules,
        now=max(job.now, datetime.now(UTC)),
        complete=walk.complete,
    )
    sheets = {**store.sheets(), **store.sheets(job.crawl)}
    live = [
        with_styles(page, sheets, store.body, before.get(page.page.url)) for page in verdict.live
    ]
    live = sorted([*live, *others.values()], key=lambda page: page.page.url)
    return store.settle(job.crawl, live, lambda: _report(walk, verdict, seconds, len(live)))


def _report(walk: Walk, verdict: Verdict, seconds: float, pages: int) -> CrawlReport:
    frontier = walk.frontier
    content = {u for u, o in verdict.outcomes.items() if o.disposition in CONTENT}
    partial = walk.job.only is not None
    return CrawlReport(
        crawl=walk.job.crawl,
        site=walk.site.served,
        aliases=tuple(sorted(walk.site.aliases)),
        started_at=walk.job.now,
        seconds=round(seconds, 3),
        resumed=walk.job.resumed,
        complete=walk.complete,
        pages=pages,
        outcomes=tuple(verdict.outcomes[url] for url in sorted(verdict.outcomes)),
        kept=tuple(sorted(verdict.kept, key=lambda k: k.url)),
        dropped=tuple(sorted(verdict.dropped)),
        only_in_sitemap=()
        if partial
        else tuple(sorted((content & frontier.mapped) - frontier.linked)),
        not_in_sitemap=tuple(sorted(content - frontier.mapped))
        if walk.has_sitemap and not partial
        else (),
        broken_links=broken_links(verdict.outcomes, frontier.referrers),
        notes=tuple(walk.notes),
    )
