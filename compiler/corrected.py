"""What a site says, as the corrections in force want it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeVar

from compiler.citations import citation
from compiler.corrections import Corrections, Overrule
from compiler.field_values import OWNERS, fields_of, fitting
from crawler.records import (
    CompanyInfo,
    ContactInfo,
    Knowledge,
    KnowledgeBase,
    Person,
    Price,
    Record,
    ValueSource,
    content_id,
)

_LISTS = {"service": "services", "testimonial": "testimonials", "price": "pricing", "faq": "faq"}
_OF_ONE_PERIOD = ("amount", "amount_max", "qualifier", "period")
_NEAR = 0.8
_NOT_SAID = {"id", "url", "confidence", "sources"}
_OwnerT = TypeVar("_OwnerT", ContactInfo, CompanyInfo)


@dataclass(frozen=True)
class _InForce:
    """The corrections of one day."""

    hidden: frozenset[str]
    overrules: tuple[Overrule, ...]
    added: tuple[Record, ...]

    def of(self, key: str, period: str | None = None) -> tuple[Overrule, ...]:
        """Those of one key, and of the price by `period`."""
        own = (entry for entry in self.overrules if entry.key == key)
        return tuple(entry for entry in own if entry.period in (None, period))


def apply_corrections(
    knowledge: KnowledgeBase, corrections: Corrections, *, today: dt.date
) -> tuple[KnowledgeBase, tuple[str, ...]]:
    """`knowledge` as the corrections in force want it, and one line for each that found nothing to
    act on.

    Index and instructions are both built from the result. Every value that a correction gave cites
    it.
    """
    added = tuple(e.made() for e in corrections.add if e.in_force(today))
    overrules = [e for e in corrections.overrule if e.in_force(today)]
    unclear = _unclear(overrules, (*knowledge.pricing, *added))
    now = _InForce(
        hidden=frozenset(e.key for e in corrections.hide if e.in_force(today)),
        overrules=tuple(e for e in overrules if e not in [entry for entry, _ in unclear]),
        added=added,
    )
    update: dict[str, object] = {
        name: _records(getattr(knowledge, name), kind, now) for kind, name in _LISTS.items()
    }
    update["contact_info"] = _owner(knowledge.contact_info, "contact_info", now)
    update["company_info"] = _owner(knowledge.company_info, "company_info", now)
    update["contradictions"] = tuple(
        c for c in knowledge.contradictions if not _settles(now, c.about, c.field)
    )
    changed = knowledge.model_copy(update=update)
    lost = _lost(knowledge, changed, corrections, now, today)
    return changed, (*(line for _, line in unclear), *lost)


def _unclear(
    overrules: Sequence[Overrule], records: Sequence[Record]
) -> list[tuple[Overrule, str]]:
    """Corrections that do not say which of several prices they mean, or mean one that is not there,
    each with a line about it: one amount for a month and for a year would be a wrong price.
    """
    periods: dict[str, set[str]] = {}
    for price in records:
        if isinstance(price, Price):
            periods.setdefault(price.key, set()).add(_period(price))
    found = []
    for entry in overrules:
        there = periods.get(entry.key, set())
        several = entry.period is None and entry.field in _OF_ONE_PERIOD and len(there) > 1
        if several or (entry.period and there and entry.period not in there):
            line = (
                f'correction of "{entry.key}", {entry.field}: the site has it with period '
                f'{" and ".join(sorted(there))}; write the one that is meant as period = "…"'
            )
            found.append((entry, line))
    return found


def _period(record: Record) -> str:
    return (isinstance(record, Price) and record.period) or "none"


def _records(records: Sequence[Record], kind: str, now: _InForce) -> tuple[Record, ...]:
    new = [record for record in now.added if record.kind == kind]
    replaced = {record.key for record in new}
    kept = [*(r for r in records if r.key not in replaced), *new]
    found: dict[str, Record] = {}
    for record in kept:
        if record.key not in now.hidden:
            overrules = now.of(record.key, _period(record))
            mended = _overruled(record, overrules)
            found.setdefault(_sameness(mended) if overrules else mended.id, mended)
    return tuple(found.values())


def _sameness(record: Record) -> str:
    """Two statements that a correction made one differ at most in the page they link."""
    return content_id([record.key, record.model_dump(mode="json", exclude=_NOT_SAID)])


def _overruled(record: Record, overrules: Sequence[Overrule]) -> Record:
    for entry in overrules:
        cited = citation(entry.field, entry.quote)
        update = {
            entry.field: fitting(type(record), entry.field, entry.value),
            "sources": (*(s for s in record.sources if s != cited), cited),
        }
        record = type(record).model_validate(dict(record) | update)
    return record


def _owner(owner: _OwnerT, key: str, now: _InForce) -> _OwnerT:
    """Contact or company details without what is hidden, with what is overruled."""
    hidden = [f for f in fields_of(OWNERS[key]) if {key, f"{key}.{f}"} & now.hidden]
    empty = {field: fitting(type(owner), field, None) for field in hidden}
    sources = [source for source in owner.sources if source.field not in empty]
    overrules = [entry for entry in now.of(key) if entry.field not in empty]
    values = {e.field: fitting(type(owner), e.field, e.value) for e in overrules}
    sources = [source for source in sources if source.field not in values]
    for entry in overrules:
        sources += _value_sources(entry, values[entry.field])
    return owner.model_copy(update={**empty, **values, "sources": tuple(sources)})


def _value_sources(entry: Overrule, given: object) -> Iterable[ValueSource]:
    cited = citation(entry.field, entry.quote)
    for value in given if isinstance(given, tuple) else (given,):
        if value is not None:
            text = value.name if isinstance(value, Person) else str(value)
            yield ValueSource(url=cited.url, quote=cited.quote, field=entry.field, value=text)


def _settles(now: _InForce, about: str, field: str) -> bool:
    """Whether nothing is in dispute any more: a person gave the value or the thing, or hid it."""
    if any(record.key == about for record in now.added):
        return True
    if {about, about.partition(".")[0]} & now.hidden or f"{about}.{field}" in now.hidden:
        return True
    return any(e.field == field and about in (e.key, f"{e.key}.{field}") for e in now.overrules)


def _lost(
    before: KnowledgeBase,
    after: KnowledgeBase,
    corrections: Corrections,
    now: _InForce,
    today: dt.date,
) -> tuple[str, ...]:
    found = _keys(before) | {record.key for record in now.added}
    stands = _keys(after)
    lost = {e.key for e in now.overrules if e.key not in found} - OWNERS.keys()
    lost |= now.hidden - found
    lost |= {e.key for e in corrections.pin if e.in_force(today) and e.key not in stands}
    return tuple(_nothing_of(key, sorted(found)) for key in sorted(lost))


def _nothing_of(key: str, there: Sequence[str]) -> str:
    near = get_close_matches(key, there, n=1, cutoff=_NEAR) if ":" in key else []
    step = f'did you mean "{near[0]}"?' if near else "mend the key or take it out"
    return f'correction of "{key}" found nothing of that key; {step}'


def _keys(knowledge: KnowledgeBase) -> set[str]:
    """Keys of everything that is there, contact and company details by field and as a whole."""
    keys = {record.key for record in knowledge.records()}
    owners: dict[str, Knowledge] = {
        "contact_info": knowledge.contact_info,
        "company_info": knowledge.company_info,
    }
    for key, owner in owners.items():
        filled = {f"{key}.{field}" for field in fields_of(type(owner)) if getattr(owner, field)}
        keys |= filled | ({key} if filled else set())
    return keys
