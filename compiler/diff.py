"""What changed between two releases, in sentences a person reads, the riskiest first."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict

from compiler.changes import Change, What, record_changes, value_changes
from compiler.dispute_changes import dispute_changes
from compiler.manifest import json_bytes
from compiler.voice import Voice
from crawler.records import KnowledgeBase


class Content(Protocol):
    """What is compared: a release on the shelf, or a draft of one."""

    @property
    def id(self) -> str:
        """Release id."""

    @property
    def knowledge(self) -> KnowledgeBase:
        """The records."""

    @property
    def instructions(self) -> Mapping[str, str]:
        """The texts by name."""

    @property
    def tools(self) -> tuple[dict[str, Any], ...]:
        """Function tools."""

    @property
    def voice(self) -> Voice | None:
        """How it sounds and its limits."""


class ReleaseDiff(BaseModel):
    """All changes, riskiest first, then the texts."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    old: str | None
    """Id of the older release; None: there was none."""
    new: str
    changes: tuple[Change, ...]
    texts: dict[str, str]
    """Name of each changed text to its unified diff."""


def diff_releases(old: Content | None, new: Content) -> ReleaseDiff:
    """Compare two releases, fact by fact, then text by text; without `old`, everything is added."""
    before = old.knowledge if old else KnowledgeBase()
    changes = [
        *record_changes(before, new.knowledge),
        *value_changes(before, new.knowledge),
        *dispute_changes(before, new.knowledge),
    ]
    if old is not None and old.tools != new.tools:
        changes.append(_plain("tools", "the tools or their words changed", risk=2))
    changes += _voice(old, new)
    texts = _texts(old, new)
    if old is not None and texts and not changes:
        changes.append(
            _plain(
                "wording",
                "only the wording of the instructions or the choice of facts changed",
                risk=1,
            )
        )
    ranked = sorted(changes, key=lambda c: (-c.risk, not c.order_like, c.kind, c.key, c.sentence))
    return ReleaseDiff(old=old.id if old else None, new=new.id, changes=tuple(ranked), texts=texts)


def price_move(change: Change) -> float | None:
    """By how many percent a price moved; None when the change is not a moved amount."""
    if change.kind != "price" or change.field != "amount":
        return None
    try:
        before, after = Decimal(change.before or ""), Decimal(change.after or "")
    except InvalidOperation:
        return None
    return float(abs(after - before) / before * 100) if before else None


def _voice(old: Content | None, new: Content) -> Iterable[Change]:
    """What changed in sound and limits, a field each."""
    if old is None or old.voice is None or new.voice is None:
        return
    for field in Voice.model_fields:
        was, now = (_shown(getattr(voice, field)) for voice in (old.voice, new.voice))
        if was != now:
            name = field.replace("_", " ")
            yield Change(
                risk=2,
                what=What.CHANGED,
                kind="voice",
                key=f"voice.{field}",
                field=field,
                before=was,
                after=now,
                sentence=f"Voice, {name}: {was} → {now}",
            )


def _shown(value: object) -> str:
    return str(value) or "off"


def _plain(kind: str, sentence: str, *, risk: int) -> Change:
    return Change(
        risk=risk,
        what=What.CHANGED,
        kind=kind,
        key=kind,
        field=None,
        before=None,
        after=None,
        sentence=sentence,
    )


def _texts(old: Content | None, new: Content) -> dict[str, str]:
    before = _named_texts(old) if old else {}
    after = _named_texts(new)
    found = {}
    for name in sorted(before.keys() | after.keys()):
        was, now = before.get(name, ""), after.get(name, "")
        if was != now:
            lines = difflib.unified_diff(
                was.splitlines(), now.splitlines(), f"old/{name}", f"new/{name}", lineterm="", n=1
            )
            found[name] = "\n".join(lines)
    return found


def _named_texts(content: Content) -> dict[str, str]:
    texts = {f"{name}.md": text for name, text in content.instructions.items()}
    return texts | {"tools.json": json_bytes(list(content.tools)).decode()}
