"""corrections.toml: what a person overrules, adds, hides or pins, each with reason, author and
date.

Who wins, first to last: a correction in force; the words on the page about the thing; a teaser
elsewhere; structured data (the last two are settled by the crawler). A correction outside its dates
does nothing, so a price that changes on a day switches by itself at the next compile; it is checked
in full on every day. compiler/corrected.py applies them.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from itertools import combinations
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    ValidationError,
    field_validator,
    model_validator,
)

from compiler.citations import whole_citation
from compiler.errors import CorrectionsError
from compiler.field_values import (
    OWNERS,
    RECORDS,
    fields_of,
    fitting,
    model_of,
    part_key,
    require_field,
    stated_key,
    whole_key,
)
from compiler.slips import first_slip
from crawler.records import Period, Price, Record, Source


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

    @field_validator("valid_until")
    @classmethod
    def _after_its_start(cls, until: dt.date | None, info: Any) -> dt.date | None:
        start = info.data.get("valid_from")
        if until and start and until < start:
            raise ValueError(f"{until} is before valid_from = {start}; mend one of them")
        return until

    def in_force(self, today: dt.date) -> bool:
        """Whether it holds on `today`."""
        return (self.valid_from or today) <= today <= (self.valid_until or today)

    def meets(self, other: Entry) -> bool:
        """Whether there is a day on which both hold."""
        first = max(self.valid_from or dt.date.min, other.valid_from or dt.date.min)
        return first <= min(self.valid_until or dt.date.max, other.valid_until or dt.date.max)

    @property
    def quote(self) -> str:
        """What is cited for it: reason, author and date."""
        return f"{self.reason} ({self.author}, {self.date})"


class Overrule(Entry):
    """Another value for one field."""

    key: Annotated[Said, AfterValidator(whole_key)]
    """Key of the record, or "contact_info" or "company_info"; `sitebrief inspect URL --json` lists
    keys."""
    field: Said
    value: object = None
    """The value that holds; left out: the field is emptied."""
    period: Period | Literal["none"] | None = None
    """Of several prices of one key, such as by month and by year, the one that is meant; "none" is
    the one without a period."""

    @field_validator("value", mode="before")
    @classmethod
    def _frozen(cls, value: object) -> object:
        return tuple(value) if isinstance(value, list) else value

    @model_validator(mode="after")
    def _fits(self) -> Self:
        model = model_of(self.key)
        try:
            require_field(model, self.field)
        except ValueError as error:
            raise ValueError(f'field = "{self.field}": {error}') from None
        fitting(model, self.field, self.value)
        if self.period and model is not Price:
            raise ValueError(f'period = "{self.period}": only prices have one; take it out')
        return self

    def rivals(self, other: Overrule) -> bool:
        """Whether both give one field of one thing on one day."""
        same = (self.key, self.field) == (other.key, other.field)
        apart = self.period and other.period and self.period != other.period
        return same and not apart and self.meets(other)


class Add(Entry):
    """A record that the website lacks."""

    kind: Literal["service", "testimonial", "price", "faq"]
    url: Said
    """Page of the site that is cited for it."""
    record: dict[str, Any]
    """Its fields, as in `sitebrief inspect --json`; key, id, confidence and sources are filled in
    by themselves."""

    @field_validator("url")
    @classmethod
    def _is_a_page(cls, url: str) -> str:
        if not re.match(r"https?://[^\s/]", url):
            raise ValueError("must be a web address with http(s)://")
        return url

    @model_validator(mode="after")
    def _fits(self) -> Self:
        model = RECORDS[self.kind]
        may = (*fields_of(model), "language")
        for field, value in self.record.items():
            if field not in may:
                raise ValueError(f"record.{field}: no such field here; use {', '.join(may)}")
            try:
                fitting(model, field, value)
            except ValueError as error:
                raise ValueError(f"record.{error}") from None
        wanted = (field for field in may if model.model_fields[field].is_required())
        if missing := [field for field in wanted if field not in self.record]:
            raise ValueError(f"record.{missing[0]} is missing; add it")
        if self.kind == "price" and not (self.record.keys() & {"amount", "qualifier"}):
            raise ValueError(
                'record.amount is missing; add it, or qualifier = "free" or "on_request"'
            )
        return self

    def made(self) -> Record:
        """The record, with its page and the correction as its sources."""
        cited = (Source(url=self.url, quote=self.quote), whole_citation(self.quote))
        return RECORDS[self.kind].model_validate({**self.record, "sources": cited})


class Hide(Entry):
    """Something that must not be used, though the website has it."""

    key: Annotated[Said, AfterValidator(part_key)]
    """Key of a record, "contact_info", "company_info", or one field such as
    "contact_info.phones"."""


class Pin(Entry):
    """Something that must always stand in the instructions."""

    key: Annotated[Said, AfterValidator(stated_key)]
    """As of Hide."""


class Corrections(BaseModel):
    """The whole file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    overrule: tuple[Overrule, ...] = ()
    add: tuple[Add, ...] = ()
    hide: tuple[Hide, ...] = ()
    pin: tuple[Pin, ...] = ()

    @model_validator(mode="after")
    def _one_value(self) -> Self:
        for (a, one), (b, other) in combinations(enumerate(self.overrule, 1), 2):
            if one.rivals(other):
                raise ValueError(
                    f"[[overrule]] {a} and {b} both set {one.field} of {one.key}; "
                    "take one out or give them dates that do not meet"
                )
        return self

    def pinned(self, today: dt.date) -> frozenset[str]:
        """Keys that must stand in the instructions on `today`; contact and company values go by
        "contact_info.phones" and the like.
        """
        keys = {entry.key for entry in self.pin if entry.in_force(today)}
        fields = {f"{key}.{f}" for key in keys & OWNERS.keys() for f in fields_of(OWNERS[key])}
        return frozenset(keys | fields)


def load_corrections(path: Path) -> Corrections:
    """The file at `path`; a missing file is no corrections. Raises CorrectionsError: one line with
    file, entry, field, value and what to do.
    """
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Corrections()
    except OSError as error:
        raise CorrectionsError(f"cannot read {path}: {error.strerror}; mend that") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CorrectionsError(f"{path} is not TOML: {error}; mend that line") from error
    try:
        return Corrections.model_validate(values)
    except ValidationError as error:
        raise CorrectionsError(f"{path}: {described(error, values)}") from error


def described(error: ValidationError, values: dict[str, Any]) -> str:
    """The first problem in one line, named as a person finds it: the second [[hide]], by its
    key.
    """
    return " ".join(_told(*first_slip(error), values).split())


def _told(loc: tuple[str | int, ...], says: str, values: dict[str, Any]) -> str:
    if not loc:
        return says.removeprefix(": ")
    table, *rest = loc
    if table not in Corrections.model_fields:
        return f'"{table}" is unknown; use [[{"]], [[".join(Corrections.model_fields)}]]'
    if not rest:
        return f"{table} must be a list of entries; write [[{table}]] before each one"
    entry, *fields = rest
    key = values[table][entry].get("key") if isinstance(values[table][entry], dict) else None
    named = f"[[{table}]] {int(entry) + 1}{f' ({key})' if key else ''}"
    return f"{named}, {'.'.join(map(str, fields))}{says}" if fields else f"{named}{says}"
