"""What changed between two knowledge bases, fact by fact, in sentences a person reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict

from compiler.arrows import arrow, short
from compiler.citations import FILE, decided, gives, is_correction
from compiler.orders import sounds_like_order
from compiler.paths import first_path
from compiler.prompts import load_prompts
from compiler.risk import CONTACTS, TERMS, WORDING, delicate, risk_of
from compiler.spoken import written_price
from compiler.texts import Spoken
from crawler.records import Knowledge, KnowledgeBase, Price, Record, Source

_OWN = {"key", "id", "language", "confidence", "sources"}
_WORDLESS = _OWN | {"url"}
_PRICE = ("amount", "amount_max", "currency", "period", "qualifier")
_TERMS = {"service": ("duration",), "faq": ("question", "answer")}
"""Fields of a kind that promise something."""
_LABELS = {
    "service": "Service",
    "testimonial": "Testimonial",
    "price": "Price",
    "faq": "Question",
    "contact_info": "Contact",
    "company_info": "Company",
}


class What(StrEnum):
    """What happened to a fact."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Change(BaseModel):
    """One change of one fact."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    risk: int
    """3 contact, price, link or order-like text; 2 promises and terms; 1 wording."""
    what: What
    kind: str
    """service, price, faq, testimonial, contact_info, company_info, contradiction, tools, voice or
    wording."""
    key: str
    field: str | None
    """Name of the field, "terms" for what a price means; None when the whole record came or
    went."""
    before: str | None
    after: str | None
    sentence: str
    """One line for a person: what, from, to, page, quote."""
    order_like: bool = False
    """The new words sound like an order to the agent."""
    decided: bool = False
    """A person made it, with a correction that began or ended."""


def record_changes(old: KnowledgeBase, new: KnowledgeBase) -> Iterable[Change]:
    """Records that came, went or changed, matched by key and then word for word."""
    before, after = _by_key(old.records()), _by_key(new.records())
    for key in sorted(before.keys() | after.keys()):
        gone, come = _unmatched(before.get(key, []), after.get(key, []))
        for was, now in zip(gone, come, strict=False):
            yield from _changed(was, now)
        yield from (_whole(What.REMOVED, record) for record in gone[len(come) :])
        yield from (_whole(What.ADDED, record) for record in come[len(gone) :])


def _by_key(records: Sequence[Record]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for record in sorted(records, key=lambda r: (r.key, r.id)):
        found.setdefault(record.key, []).append(record)
    return found


def _unmatched(old: list[Record], new: list[Record]) -> tuple[list[Record], list[Record]]:
    """Records of one key that are not on both sides, word for word."""
    same = {r.id for r in old} & {r.id for r in new}
    return [r for r in old if r.id not in same], [r for r in new if r.id not in same]


def _whole(what: What, record: Record) -> Change:
    name, said = name_of(record), _said(record)
    order = what is What.ADDED and sounds_like_order(f"{name} {said}")
    risk = CONTACTS if order or record.kind == "price" else _risk_of_whole(what, record)
    detail = f": {said}" if said else ""
    return Change(
        risk=risk,
        what=what,
        kind=record.kind,
        key=record.key,
        field=None,
        before=said if what is What.REMOVED else None,
        after=said if what is What.ADDED else None,
        sentence=f"{_LABELS[record.kind]} {what}: {name}{detail}{where(record.sources)}",
        order_like=order,
    )


def _risk_of_whole(what: What, record: Record) -> int:
    """A service that comes or goes is a promise; new words with contacts or amounts rank first."""
    if what is What.ADDED and delicate(_words(record)):
        return CONTACTS
    return TERMS if record.kind in ("service", "faq") else WORDING


def _words(record: Record) -> str:
    """Everything that a record says."""
    fields = (f for f in type(record).model_fields if f not in _WORDLESS)
    return "\n".join(_text(getattr(record, field)) for field in fields)


def _changed(was: Record, now: Record) -> Iterable[Change]:
    money = _moved(was, now)
    if isinstance(was, Price) and isinstance(now, Price) and money:
        old, new = written_price(was, _english()), written_price(now, _english())
        yield Change(
            risk=CONTACTS,
            what=What.CHANGED,
            kind="price",
            key=now.key,
            field="amount" if _terms(was) == _terms(now) else "terms",
            before=was.amount,
            after=now.amount,
            sentence=f"{name_of(now)}: {old} → {new}{where(now.sources, money[0])}",
            decided=decided(was, now, money),
        )
    for field in type(now).model_fields:
        if field in _OWN or (money and field in _PRICE):
            continue
        old_text, new_text = _text(getattr(was, field)), _text(getattr(now, field))
        if old_text != new_text:
            order = sounds_like_order(new_text)
            least = TERMS if field in _TERMS.get(now.kind, ()) else WORDING
            differ = arrow(old_text, new_text)
            risk = risk_of(old_text, new_text, least=least)
            yield Change(
                risk=CONTACTS if order or field == "url" else risk,
                what=What.CHANGED,
                kind=now.kind,
                key=now.key,
                field=field,
                before=old_text,
                after=new_text,
                sentence=f"{name_of(now)}, {field}: {differ}{where(now.sources, field)}",
                order_like=order,
            )


def _terms(price: Price) -> tuple[object, ...]:
    """What an amount means; when that changes, a percentage says nothing."""
    stated = price.amount is None
    return price.currency, price.period, price.qualifier, price.amount_max, stated


def _moved(was: Record, now: Record) -> list[str]:
    """The fields of a price that differ."""
    if not (isinstance(was, Price) and isinstance(now, Price)):
        return []
    return [field for field in _PRICE if getattr(was, field) != getattr(now, field)]


def value_changes(old: KnowledgeBase, new: KnowledgeBase) -> Iterable[Change]:
    """Changes of contact and company values."""
    for kind in ("contact_info", "company_info"):
        was, now = getattr(old, kind), getattr(new, kind)
        for field in type(now).model_fields:
            if field != "sources":
                yield from _field(kind, field, was, now)


def _field(kind: str, field: str, was: Knowledge, now: Knowledge) -> Iterable[Change]:
    before, after = _pieces(getattr(was, field)), _pieces(getattr(now, field))
    gone = [v for v in before if v not in after]
    come = [v for v in after if v not in before]
    for value in come or gone:
        added = value in come
        order = added and sounds_like_order(value)
        replaced = ", ".join(gone) if added else None
        what = What.CHANGED if added and gone else What.ADDED if added else What.REMOVED
        label = f"{_LABELS[kind]}, {field.replace('_', ' ')}"
        text = arrow(replaced or "", value) if replaced else f"{what} {short(value)}"
        yield Change(
            risk=CONTACTS if order or kind == "contact_info" else risk_of(replaced or "", value),
            what=what,
            kind=kind,
            key=f"{kind}.{field}",
            field=field,
            before=replaced if added else value,
            after=value if added else None,
            sentence=f"{label}: {text}{where(_sources_of(now if added else was, field, value))}",
            order_like=order,
        )


def _sources_of(owner: Knowledge, field: str, value: str) -> Sequence[Source]:
    sources: Sequence[Any] = getattr(owner, "sources", ())
    return [s for s in sources if s.field == field and s.value == value]


def _pieces(value: object) -> list[str]:
    if isinstance(value, tuple):
        return [_text(v) for v in value]
    return [str(value)] if value else []


def _text(value: object) -> str:
    if isinstance(value, Knowledge):
        return ", ".join(str(v) for v in value.model_dump().values() if v)
    if isinstance(value, tuple):
        return "; ".join(map(_text, value))
    return "" if value is None else str(value)


def name_of(record: Record) -> str:
    """What a person calls a record."""
    if isinstance(record, Price) and record.service:
        return f"{record.service}, {record.name}"
    fields = ("name", "question", "author", "quote")
    return short(next((str(v) for f in fields if (v := getattr(record, f, None))), record.key))


def _said(record: Record) -> str:
    if isinstance(record, Price):
        return written_price(record, _english())
    fields = ("description", "answer", "quote")
    return next((short(str(v)) for f in fields if (v := getattr(record, f, None))), "")


def where(sources: Sequence[Source], field: str = "") -> str:
    """The correction that gave `field`, else the page, and the words that support something, in
    brackets; empty without sources.
    """
    if not sources:
        return ""
    first = min(sources, key=lambda source: not gives(source, field))
    place = FILE if is_correction(first) else f"{first_path([first]) or 'home'} page"
    return f' ({place}: "{short(first.quote)}")'


@cache
def _english() -> Spoken:
    return load_prompts().locales["en"].spoken
