"""Changes that wait for a person: a gate says why; the server holds the release as candidate."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from compiler.changes import Change
from compiler.diff import Content, diff_releases, price_move
from compiler.facts import main_language
from compiler.manifest import Draft, Release
from compiler.rules import GateRules
from crawler.records import KnowledgeBase

_KINDS = ("services", "testimonials", "pricing", "faq")
_FEW = 4
"""A share of fewer records than this says nothing."""
_CONTACTS = ("emails", "phones", "booking_urls")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s\"'<>)]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


class Gate(StrEnum):
    """Names of the gates, as the audit log and the console show them."""

    PRICE_MOVED = "price_moved"
    KIND_EMPTIED = "kind_emptied"
    RECORDS_GONE = "records_gone"
    CONTACTS_CHANGED = "contacts_changed"
    PAGES_GONE = "pages_gone"
    LANGUAGE_CHANGED = "language_changed"
    NEW_ADDRESS = "new_address"
    ORDER_LIKE_TEXT = "order_like_text"
    LINT = "lint"


class GateFinding(BaseModel):
    """Why a release has to wait."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    gate: Gate
    message: str


def check_gates(
    old: Release | None,
    new: Draft | Release,
    rules: GateRules,
    *,
    seen: Mapping[str, str] | None = None,
    lint_errors: Sequence[str] = (),
) -> tuple[GateFinding, ...]:
    """Why `new` may not replace `old` by itself; empty when it may.

    `seen` = the pages of the new crawl (URL to when first seen), `lint_errors` = what lint refused.
    The first release has nothing to differ from:
    only errors of lint hold it.
    """
    found = [_finding(Gate.LINT, message) for message in lint_errors if rules.lint_errors]
    if old is None:
        return tuple(found)
    diff = diff_releases(old, new)
    if rules.imperative_text:
        orders = (c.sentence for c in diff.changes if c.order_like)
        found += (_finding(Gate.ORDER_LIKE_TEXT, f"sounds like an order: {o}") for o in orders)
    found += _prices(diff.changes, rules)
    found += _kinds(old.knowledge, new.knowledge, rules)
    found += _contacts(diff.changes, rules)
    found += _pages(old, seen, rules)
    found += _language(old.knowledge, new.knowledge, rules)
    found += _addresses(old, new, rules)
    return tuple(found)


def _prices(changes: Sequence[Change], rules: GateRules) -> Iterable[GateFinding]:
    for change in changes:
        if change.kind != "price" or change.decided:
            continue
        move = price_move(change)
        if move is not None and move > rules.price_percent:
            yield _finding(Gate.PRICE_MOVED, f"{change.sentence} ({move:.0f} %)")
        elif change.field == "terms":
            yield _finding(Gate.PRICE_MOVED, change.sentence)


def _kinds(old: KnowledgeBase, new: KnowledgeBase, rules: GateRules) -> Iterable[GateFinding]:
    for kind in _KINDS:
        had, has = len(getattr(old, kind)), len(getattr(new, kind))
        if had and not has and rules.kind_emptied:
            yield _finding(Gate.KIND_EMPTIED, f"all {had} records of {kind} are gone")
        elif had >= _FEW and has and 100 * _lost(old, new, kind) / had > rules.records_gone_percent:
            gone = _lost(old, new, kind)
            yield _finding(Gate.RECORDS_GONE, f"{gone} of {had} records of {kind} are gone")


def _lost(old: KnowledgeBase, new: KnowledgeBase, kind: str) -> int:
    return len({r.key for r in getattr(old, kind)} - {r.key for r in getattr(new, kind)})


def _contacts(changes: Sequence[Change], rules: GateRules) -> Iterable[GateFinding]:
    if not rules.contacts_changed:
        return
    for change in changes:
        if change.kind == "contact_info" and change.field in _CONTACTS:
            yield _finding(Gate.CONTACTS_CHANGED, change.sentence)


def _pages(old: Release, seen: Mapping[str, str] | None, rules: GateRules) -> Iterable[GateFinding]:
    had = set(old.manifest.seen)
    if seen is None or len(had) < _FEW:
        return
    gone = len(had - set(seen))
    if 100 * gone / len(had) > rules.pages_gone_percent:
        yield _finding(Gate.PAGES_GONE, f"{gone} of {len(had)} pages are gone")


def _language(old: KnowledgeBase, new: KnowledgeBase, rules: GateRules) -> Iterable[GateFinding]:
    was, now = main_language(old), main_language(new)
    if rules.language_changed and was and now and was != now:
        yield _finding(Gate.LANGUAGE_CHANGED, f"the site was in {was} and is now in {now}")


def _addresses(old: Content, new: Content, rules: GateRules) -> Iterable[GateFinding]:
    if not rules.new_links:
        return
    known = {a for text in old.instructions.values() for a in _ADDRESS.findall(text)}
    come = {a for text in new.instructions.values() for a in _ADDRESS.findall(text)} - known
    for address in sorted(come):
        yield _finding(Gate.NEW_ADDRESS, f"instructions name {address} for the first time")


def _finding(gate: Gate, message: str) -> GateFinding:
    return GateFinding(gate=gate, message=message)
