"""Where a site's contact values disagree: with its structured data, or from page to page."""

from __future__ import annotations

import re
from collections.abc import Iterable

from crawler.ballot import count
from crawler.contact_settle import Settled
from crawler.reading import Candidate
from crawler.records import Contradiction


def disputed(
    candidates: Iterable[Candidate], name: str, settled: Settled
) -> tuple[Contradiction, ...]:
    """Values of structured data that visible words overrule."""
    if not any(vote.visible for _, vote in settled):
        return ()
    known = {id(c) for _, vote in settled for c in vote.candidates}
    votes = count((c for c in candidates if id(c) not in known), lambda c: c.value)
    value, vote = settled[0]
    return tuple(
        Contradiction(
            about=f"contact_info.{name}",
            field=name,
            values=(value, other.value),
            sources=(vote.candidates[0].source, other.candidates[0].source),
            overruled=True,
        )
        for other in votes
        if not other.visible and re.search(r"\w", other.value)
    )


def rivals(name: str, settled: Settled) -> tuple[Contradiction, ...]:
    """Values for one thing: every footer (or header) shows one, but not the same one."""
    found = []
    for region in ("footer", "header"):
        shown: dict[str, set[str]] = {}
        votes: dict[str, list[Candidate]] = {}
        for value, vote in settled:
            own = [c for c in vote.candidates if c.detail == region]
            if own:
                votes[value] = own
            for candidate in own:
                shown.setdefault(candidate.source.url, set()).add(value)
        if len(votes) > 1 and all(len(values) == 1 for values in shown.values()):
            sources = tuple(candidates[0].source for candidates in votes.values())
            found.append(
                Contradiction(
                    about=f"contact_info.{name}",
                    field=name,
                    values=tuple(votes),
                    sources=sources,
                )
            )
    return tuple(found[:1])
