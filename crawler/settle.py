"""The end of a crawl: which pages are live from now on. Pure: no network, no store."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from crawler.pages_kept import FetchedPage, KeptSheet, LivePage, styles_of
from crawler.report import CONTENT, MISSING, OUTAGES, BrokenLink, Disposition, Kept, Outcome

_EVERYWHERE = 4
"""Known pages that suddenly show one and the same text: an outage that answers 200."""


@dataclass(frozen=True)
class Crawled:
    """What a crawl brought home."""

    staged: Mapping[str, tuple[FetchedPage, str]]
    """Fetched pages with the hash of their HTML, by URL."""
    outcomes: Mapping[str, Outcome]
    start: AbstractSet[str]
    """Start pages."""
    complete: bool
    """Whether every URL that was found got its turn."""


@dataclass(frozen=True)
class Verdict:
    """What a crawl's outcomes make of the live pages."""

    live: tuple[LivePage, ...]
    kept: tuple[Kept, ...]
    dropped: tuple[str, ...]
    outcomes: Mapping[str, Outcome]
    """With an outcome for each page of the last crawl that this one never met."""


def settle_pages(
    before: Mapping[str, LivePage], crawled: Crawled, *, gone_after: float, now: datetime
) -> Verdict:
    """Settle which pages are live.

    Fetched pages are. A page that could not be read keeps its last good content. A page that seems
    to be gone (404, soft 404, no longer linked, redirected to the start page or off the site) stays
    until a second observation at least `gone_after` seconds after the first; 410, other redirects,
    duplicates and the owner's rules end it at once.
    """
    outcomes = dict(crawled.outcomes)
    for url in before:
        outcomes.setdefault(url, _unmet(url, complete=crawled.complete))
    live: list[LivePage] = []
    kept: list[Kept] = []
    dropped: list[str] = []
    for url, outcome in sorted(outcomes.items()):
        old = before.get(url)
        if outcome.disposition in CONTENT and url in crawled.staged:
            live.append(_fresh(*crawled.staged[url], old, now))
        elif old is not None:
            reason = _seen_as(outcome, outcomes, crawled.start)
            stays = _stay(old, reason, timedelta(seconds=gone_after), now)
            if stays is not None:
                live.append(stays)
                kept.append(_kept(stays, outcome))
                continue
            dropped.append(url)
            if reason in MISSING:
                outcomes[url] = _twice(outcome, old)
    return Verdict(tuple(live), tuple(kept), tuple(dropped), outcomes)


def same_everywhere(before: Mapping[str, LivePage], shown: Mapping[str, str]) -> AbstractSet[str]:
    """URLs of known pages that now all show one text that none of them showed before.

    `shown` has the hash of the text by URL. Empty unless they are most of the known pages: then the
    site is in maintenance, whatever the page says and however its status reads.
    """
    known = {url: text for url, text in shown.items() if url in before}
    if not known:
        return frozenset()
    text, count = Counter(known.values()).most_common(1)[0]
    if count < _EVERYWHERE or 2 * count <= len(before):
        return frozenset()
    if any(live.page.text_hash == text for live in before.values()):
        return frozenset()
    return frozenset(url for url, its in known.items() if its == text)


def _unmet(url: str, *, complete: bool) -> Outcome:
    if complete:
        return Outcome(
            url=url, disposition=Disposition.UNLINKED, detail="no link, no sitemap", via="known"
        )
    return Outcome(
        url=url, disposition=Disposition.NOT_REACHED, detail="the crawl ended early", via="known"
    )


def _fresh(page: FetchedPage, body: str, old: LivePage | None, now: datetime) -> LivePage:
    if old is not None and old.page.fetched_at > page.fetched_at and old.stale is None:
        return old  # recrawled alone while this crawl lay interrupted
    same = old is not None and old.body == body
    return LivePage(
        page=page,
        body=body,
        sheets=(),
        content_hash="",
        first_seen=old.first_seen if same and old else page.fetched_at,
        confirmed_at=now,
    )


def _seen_as(
    outcome: Outcome, outcomes: Mapping[str, Outcome], start: AbstractSet[str]
) -> Disposition:
    """What an outcome says about the page's content; of a redirect, what its target says."""
    if outcome.disposition is not Disposition.REDIRECTED:
        return outcome.disposition
    end = _end_of(outcome, outcomes)
    if end is None or end.disposition is Disposition.OFF_SITE or end.url in start:
        return Disposition.NOT_FOUND
    return end.disposition if end.disposition in OUTAGES | MISSING else Disposition.REDIRECTED


def _end_of(outcome: Outcome, outcomes: Mapping[str, Outcome]) -> Outcome | None:
    seen = {outcome.url}
    found: Outcome | None = outcome
    while found is not None and found.disposition is Disposition.REDIRECTED:
        onward = found.target or ""
        found = outcomes.get(onward) if onward not in seen else None
        seen.add(onward)
    return found


def _stay(
    old: LivePage, reason: Disposition, gone_after: timedelta, now: datetime
) -> LivePage | None:
    """The page as it stays live, stale; None when it is dropped."""
    if reason in OUTAGES:
        return replace(old, stale=reason)
    if reason not in MISSING:
        return None
    if old.missing_since is not None and now - old.missing_since >= gone_after:
        return None
    return replace(old, stale=reason, missing_since=old.missing_since or now)


def _kept(live: LivePage, outcome: Outcome) -> Kept:
    return Kept(
        url=live.page.url,
        reason=outcome.disposition,
        since=live.confirmed_at,
        missing_since=live.missing_since,
    )


def _twice(outcome: Outcome, old: LivePage) -> Outcome:
    since = f"{old.missing_since:%Y-%m-%d %H:%M} UTC" if old.missing_since else "before"
    return outcome.model_copy(
        update={
            "disposition": Disposition.GONE,
            "detail": f"{outcome.disposition.value} again; missing since {since}",
        }
    )


def with_styles(
    live: LivePage, sheets: Mapping[str, str], text: Callable[[str], str], old: LivePage | None
) -> LivePage:
    """`live` with its stylesheets and its content hash; `text` gives a body by hash."""
    page = live.page
    found = tuple(
        KeptSheet(sheets[url], page.media.get(url, "")) for url in page.sheets if url in sheets
    )
    if old is not None and old.body == live.body and old.sheets == found:
        return replace(live, sheets=found, content_hash=old.content_hash)
    both = hashlib.sha256(text(live.body).encode("utf-8", "surrogatepass"))
    both.update(b"\0")
    both.update(styles_of(found, text).encode("utf-8", "surrogatepass"))
    return replace(live, sheets=found, content_hash=both.hexdigest())


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
