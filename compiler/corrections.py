"""corrections.toml: what a person overrules, adds, hides or pins, each with reason, author and
date.

Who wins, first to last: a correction in force; the words on the page about the thing; a teaser
elsewhere; structured data (the last two are settled by the crawler). A correction outside its dates
does nothing, so a price that changes on a day switches by itself at the next compile.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from compiler.errors import CorrectionsError
from crawler.records import (
    Faq,
    Knowledge,
    KnowledgeBase,
    Price,
    Record,
    Service,
    Source,
    Testimonial,
)

_LISTS: dict[str, tuple[str, type[Record]]] = {
    "service": ("services", Service),
    "testimonial": ("testimonials", Testimonial),
    "price": ("pricing", Price),
    "faq": ("faq", Faq),
}
_OWN_FIELDS = {"key", "id", "language", "confidence", "sources"}


def _said(text: str) -> str:
    if not text.strip():
        raise ValueError("say it in a few words")
    return text


Said = Annotated[str, AfterValidator(_said)]


class Entry(BaseModel):
    """What every correction says about itself."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    reason: Said
    """Why the website is not right, or not enough."""
    author: Said
    """Who answers for it."""
    date: dt.date
    """When it was written."""
    valid_from: dt.date | None = None
    """First day on which it holds; empty: at once."""
    valid_until: dt.date | None = None
    """Last day on which it holds; empty: until it is deleted."""

    def in_force(self, today: dt.date) -> bool:
        """Whether it holds on `today`."""
        return (self.valid_from or today) <= today <= (self.valid_until or today)

    def source(self) -> Source:
        """The correction as a source, so that every fact still says where it comes from."""
        return Source(url="corrections.toml", quote=f"{self.reason} ({self.author}, {self.date})")


class Keyed(Entry):
    """A correction of something that the website has."""

    key: Said
    """Key of the record, or "contact_info" or "company_info"; `releases show` lists keys."""


class Overrule(Keyed):
    """Another value for one field."""

    field: Said
    value: str | float | tuple[str, ...] | None = None
    """The value that holds; left out: the field is emptied."""


class Add(Entry):
    """A record that the website lacks."""

    kind: Literal["service", "testimonial", "price", "faq"]
    url: Said
    """Page of the site that is cited for it."""
    record: dict[str, Any]
    """Its fields, as in `sitebrief inspect --json`."""


class Hide(Keyed):
    """A record that must not be used, though the website has it."""


class Pin(Keyed):
    """A record that must always stand in the instructions."""


class Corrections(BaseModel):
    """The whole file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    overrule: tuple[Overrule, ...] = ()
    add: tuple[Add, ...] = ()
    hide: tuple[Hide, ...] = ()
    pin: tuple[Pin, ...] = ()

    def pinned(self, today: dt.date) -> frozenset[str]:
        """Keys that must stand in the instructions on `today`."""
        return frozenset(entry.key for entry in self.pin if entry.in_force(today))


def load_corrections(path: Path) -> Corrections:
    """The file at `path`; a missing file is no corrections. Raises CorrectionsError naming the
    entry.
    """
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Corrections()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CorrectionsError(f"cannot read {path}: {error}") from error
    try:
        corrections = Corrections.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise CorrectionsError(f"{path}: {place}: {first['msg']}") from error
    for number, add in enumerate(corrections.add):
        _record(add, f"{path}: add.{number}")
    return corrections


def apply_corrections(
    knowledge: KnowledgeBase, corrections: Corrections, *, today: dt.date
) -> tuple[KnowledgeBase, tuple[str, ...]]:
    """`knowledge` as the corrections in force want it, and one line for each that found nothing to
    act on.

    Applying twice changes nothing more. Index and instructions are both built from the result.
    """
    hidden = {e.key for e in corrections.hide if e.in_force(today)}
    overrules = [e for e in corrections.overrule if e.in_force(today)]
    added = [(e, _record(e, "add")) for e in corrections.add if e.in_force(today)]
    keys = {record.key for record in knowledge.records()}
    lists = {
        name: _corrected(getattr(knowledge, name), kind, hidden, overrules, added)
        for kind, (name, _) in _LISTS.items()
    }
    settled = {(e.key, e.field) for e in overrules} | {
        (f"{e.key}.{e.field}", e.field) for e in overrules
    }
    changed = knowledge.model_copy(
        update=lists
        | {
            "contact_info": _overruled(knowledge.contact_info, "contact_info", overrules),
            "company_info": _overruled(knowledge.company_info, "company_info", overrules),
            "contradictions": tuple(
                c
                for c in knowledge.contradictions
                if (c.about, c.field) not in settled and c.about not in hidden
            ),
        }
    )
    known = keys | {record.key for _, record in added} | {"contact_info", "company_info"}
    targets: tuple[Keyed, ...] = (*corrections.overrule, *corrections.hide, *corrections.pin)
    lost = sorted({e.key for e in targets if e.in_force(today) and e.key not in known})
    return changed, tuple(f'correction of "{key}" found no such record' for key in lost)


def _corrected(
    records: Sequence[Record],
    kind: str,
    hidden: set[str],
    overrules: Sequence[Overrule],
    added: Sequence[tuple[Add, Record]],
) -> tuple[Record, ...]:
    new = [record for entry, record in added if entry.kind == kind]
    replaced = hidden | {record.key for record in new}
    kept = [_overruled(r, r.key, overrules) for r in records if r.key not in replaced]
    kept += [_overruled(r, r.key, overrules) for r in new if r.key not in hidden]
    return tuple({record.id: record for record in kept}.values())


_Value = TypeVar("_Value", bound=Knowledge)


def _overruled(value: _Value, key: str, overrules: Sequence[Overrule]) -> _Value:
    for entry in overrules:
        if entry.key == key:
            value = _replace(value, entry)
    return value


def _replace(value: _Value, entry: Overrule) -> _Value:
    fields = set(type(value).model_fields) - _OWN_FIELDS
    if entry.field not in fields:
        known = ", ".join(sorted(fields))
        raise CorrectionsError(
            f'correction of "{entry.key}": no field "{entry.field}"; use {known}'
        )
    content = value.model_dump(mode="json") | {entry.field: entry.value}
    if isinstance(value, Record):
        content["sources"] = _cited(value.sources, entry)
    try:
        return type(value).model_validate(content)
    except ValidationError as error:
        message = error.errors()[0]["msg"]
        raise CorrectionsError(f'correction of "{entry.key}", {entry.field}: {message}') from error


def _cited(sources: tuple[Source, ...], entry: Entry) -> list[dict[str, Any]]:
    own = entry.source()
    return [s.model_dump(mode="json") for s in (*sources, *(() if own in sources else (own,)))]


def _record(entry: Add, place: str) -> Record:
    source = Source(url=entry.url, quote=entry.source().quote)
    model = _LISTS[entry.kind][1]
    try:
        return model.model_validate({"sources": [source], **entry.record})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise CorrectionsError(f"{place}.record.{where}: {first['msg']}") from error
