"""Whether a freshly built release may go live by itself, and making it so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

from compiler.errors import ShelfError
from compiler.release import Release, Shelf
from crawler.records import KnowledgeBase
from crawler.site import SiteIdentity
from server.audit import Deed
from server.labels import Pointers, Refusal, propose, publish, read_refusals
from server.wiring import Services

State = Literal["published", "unchanged", "held", "kept"]


@dataclass(frozen=True)
class Outcome:
    """What became of a built release."""

    state: State
    """published; unchanged: it is production already; held: it waits as candidate; kept: nobody
    asked to publish."""
    reasons: tuple[str, ...] = ()
    """Why it is held, or would be if somebody asked to publish; one line each."""


def settle(
    services: Services,
    release: Release,
    findings: Sequence[str],
    *,
    seen: Pointers,
    who: str,
    at: datetime,
) -> Outcome:
    """Publish `release`, or make it the candidate when anything speaks against it.

    `findings` are the gates' reasons. A pinned production and changes that a person took back
    speak against it too. Raises LabelConflictError when production moved since `seen` was read.
    """
    if release.id == seen.production:
        return Outcome("unchanged")
    reasons = (
        *_pinned(seen),
        *repeated(release, services.shelf, read_refusals(services.engine)),
        *findings,
    )
    if reasons:
        propose(
            services.engine, release.id, Deed(who, "hold", release.id, "; ".join(reasons)), at=at
        )
        return Outcome("held", reasons)
    publish(services.engine, release.id, Deed(who, "build", release.id), seen=seen, at=at)
    return Outcome("published")


def repeated(release: Release, shelf: Shelf, refusals: Sequence[Refusal]) -> tuple[str, ...]:
    """Return one reason for each refused release whose refused changes `release` repeats.

    What was refused is what that release says and the one that served instead did not: publishing
    it again under another id, because something else on the site changed meanwhile, would undo the
    person's decision.
    """
    return tuple(_words(refusal) for refusal in refusals if _repeats(release, refusal, shelf))


def is_another_site(old: Release, new: KnowledgeBase, site: SiteIdentity) -> bool:
    """Whether `old` was made from another site, so that comparing it with `new` says nothing.

    It is when no page of `old` was on this host and hardly a record (a tenth) is about the same
    thing. A copy of the same site on another host, changed or not, is still compared.
    """
    hosts = {urlsplit(url).netloc for url in old.manifest.seen}
    if hosts & {urlsplit(url).netloc for url in site.start_urls}:
        return False
    before = {record.key for record in old.knowledge.records()}
    after = {record.key for record in new.records()}
    return 10 * len(before & after) < min(len(before), len(after))


def _repeats(release: Release, refusal: Refusal, shelf: Shelf) -> bool:
    if release.id == refusal.release_id:
        return True
    try:
        refused = _statements(shelf.open(refusal.release_id).knowledge)
        kept = _statements(shelf.open(refusal.kept_id).knowledge) if refusal.kept_id else set()
    except ShelfError:  # long gone from the shelf: only its id is left to compare
        return False
    return bool((refused - kept) & _statements(release.knowledge))


def _statements(knowledge: KnowledgeBase) -> set[tuple[str, str]]:
    """Return everything that `knowledge` says: record ids, contact and company values."""
    said = {("record", record.id) for record in knowledge.records()}
    for part in (knowledge.contact_info, knowledge.company_info):
        fields = part.model_dump(mode="json", exclude={"sources"})
        for name, value in fields.items():
            values = value if isinstance(value, list) else [value]
            said |= {(name, str(item)) for item in values if item}
    return said


def _pinned(seen: Pointers) -> tuple[str, ...]:
    if not seen.pinned:
        return ()
    return (
        f'production is pinned to {seen.production}; lift it with "sitebrief releases pin --off"',
    )


def _words(refusal: Refusal) -> str:
    did = {"rollback": "rolled back", "reject": "rejected"}.get(refusal.action, refusal.action)
    why = f": {refusal.why}" if refusal.why else ""
    return f"it repeats changes of {refusal.release_id}, {did} by {refusal.who}{why}"
