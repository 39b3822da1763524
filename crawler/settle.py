"""The end of a crawl: which pages are live from now on, and the report. Decides; touches no network."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from crawler.report import CONTENT, MISSING, OUTAGES, BrokenLink, Disposition, Kept, Outcome
from crawler.rules import CrawlRules
from crawler.store import FetchedPage, LivePage


@dataclass(frozen=True)
class Verdict:
    """What a crawl's outcomes make of the live pages."""

    live: tuple[LivePage, ...]
    kept: tuple[Kept, ...]
    dropped: tuple[str, ...]
    outcomes: Mapping[str, Outcome]
    """With an outcome for each page of the last crawl that this one never met."""


def settle_pages(
    before: Mapping[str, LivePage],
    staged: Mapping[str, tuple[FetchedPage, str]],
    outcomes: Mapping[str, Outcome],
    *,
    rules: CrawlRules,
    now: datetime,
    complete: bool,
) -> Verdict:
    """Settle which pages are live.

    Fetched pages are. A page that could not be read keeps its last good content. A page that seems to be
    gone (404, soft 404, no longer linked) stays until a second observation at least `rules.gone_after`
    seconds after the first; 410, redirects, duplicates and the owner's rules end it at once.
    """
    found = dict(outcomes)
    for url in before:
        found.setdefault(url, _unmet(url, complete=complete))
    live, kept, dropped = [], [], []
    for url, outcome in found.items():
        old = before.get(url)
        if outcome.disposition in CONTENT and url in staged:
            live.append(_fresh(*staged[url], old, now))
        elif old is not None:
            stays = _stay(old, outcome, rules, now, complete=complete)
            if stays is None:
                dropped.append(url)
                continue
            live.append(stays)
            kept.append(
                Kept(
                    url=url,
                    reason=outcome.disposition,
                    since=stays.confirmed_at,
                    missing_since=stays.missing_since,
                )
            )
    return Verdict(tuple(live), tuple(kept), tuple(dropped), found)


def _unmet(url: str, *, complete: bool) -> Outcome:
    if complete:
        return Outcome(url=url, disposition=Disposition.UNLINKED, via="known")
    return Outcome(
        url=url, disposition=Disposition.NOT_REACHED, detail="the crawl ended early", via="known"
    )


def _fresh(page: FetchedPage, body: str, old: LivePage | None, now: datetime) -> LivePage:
    same = old is not None and old.body == body
    return LivePage(
        page=page,
        body=body,
        sheets=(),
        content_hash="",
        first_seen=old.first_seen if same and old else page.fetched_at,
        confirmed_at=now,
    )


def _stay(
    old: LivePage, outcome: Outcome, rules: CrawlRules, now: datetime, *, complete: bool
) -> LivePage | None:
    reason = outcome.disposition
    if reason in OUTAGES or (reason is Disposition.UNLINKED and not complete):
        return replace(old, stale=reason)
    if reason not in MISSING:
        return None
    since = old.missing_since or now
    if old.missing_since is not None and now - since >= timedelta(seconds=rules.gone_after):
        return None
    return replace(old, stale=reason, missing_since=since)


def with_styles(
    live: LivePage, sheets: Mapping[str, str], text: Callable[[str], str], old: LivePage | None
) -> LivePage:
    """`live` with its stylesheets' hashes and its content hash; `text` gives a body by hash."""
    hashes = tuple(sheets[url] for url in live.page.sheets if url in sheets)
    if old is not None and old.body == live.body and old.sheets == hashes:
        return replace(live, sheets=hashes, content_hash=old.content_hash)
    both = hashlib.sha256(text(live.body).encode("utf-8", "surrogatepass"))
    both.update(b"\0")
    both.update("\n".join(map(text, hashes)).encode("utf-8", "surrogatepass"))
    return replace(live, sheets=hashes, content_hash=both.hexdigest())


def broken_links(
    outcomes: Mapping[str, Outcome], referrers: Mapping[str, list[str]]
) -> tuple[BrokenLink, ...]:
    """The site's links to its own pages that are not there."""
    gone = (
        Disposition.NOT_FOUND,
        Disposition.GONE,
        Disposition.SOFT_404,
        Disposition.REDIRECT_LOOP,
    )
    return tuple(
        BrokenLink(url=url, status=outcome.status, found_on=tuple(sorted(referrers[url])))
        for url, outcome in sorted(outcomes.items())
        if outcome.disposition in gone and referrers.get(url)
    )
