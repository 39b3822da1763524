"""Statements of the site that began or ceased to contradict each other between two releases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from compiler.changes import Change, What, name_of, where
from compiler.disputes import disputes_of
from compiler.risk import CONTACTS, TERMS
from crawler.records import Contradiction, KnowledgeBase

_SPOKEN = ("price", "contact_info")
"""What is about these is left out of the instructions while it is in dispute."""


def dispute_changes(old: KnowledgeBase, new: KnowledgeBase) -> Iterable[Change]:
    """One change for each contradiction that came, went or has other values."""
    before, after = _open(old), _open(new)
    names = {record.key: name_of(record) for record in (*old.records(), *new.records())}
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key), after.get(key)
        if now and _values(was) != _values(now):
            yield _change(now, names, _values(was), _values(now))
        elif was and now is None:
            yield _change(was, names, _values(was), ())


def _open(knowledge: KnowledgeBase) -> dict[tuple[str, str], Contradiction]:
    return {(c.about, c.field): c for c in disputes_of(knowledge).open}


def _values(found: Contradiction | None) -> tuple[str, ...]:
    return tuple(sorted(set(found.values))) if found else ()


def _change(
    told: Contradiction, names: Mapping[str, str], was: Sequence[str], now: Sequence[str]
) -> Change:
    name = f"{names.get(told.about, told.about)}, {told.field}"
    spoken = told.about.startswith(_SPOKEN)
    if now:
        left_out = "; the agent states none of them" if spoken else ""
        text = f"the site gives {' and '.join(now)}{left_out}{where(told.sources)}"
    else:
        text = f"the site no longer contradicts itself ({' and '.join(was)})"
    return Change(
        risk=CONTACTS if spoken else TERMS,
        what=What.CHANGED if was and now else What.ADDED if now else What.REMOVED,
        kind="contradiction",
        key=told.about,
        field=told.field,
        before=" / ".join(was) or None,
        after=" / ".join(now) or None,
        sentence=f"{name}: {text}",
    )
