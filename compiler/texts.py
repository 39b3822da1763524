"""What the files of prompts/ hold, as typed values; prompts/README.md explains them to editors."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from string import Formatter
from typing import Annotated, Self

from babel import localedata
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from crawler.records import Period

LABELS = (
    *("name", "tagline", "description", "founded", "people", "locations", "emails", "phones"),
    *("addresses", "opening_hours", "duration", "audience", "includes", "points", "more"),
    "customer",
)
"""The labels that facts need."""


TOOL_SLOTS = ("use_when", "do_not_use_when", "how", "failure")
"""What the description of a tool may be put together from, beside its own."""


class PhaseId(StrEnum):
    """The phases of every conversation flow."""

    OPENING = "opening"
    DISCOVERY = "discovery"
    POSITIONING = "positioning"
    CONVERSION = "conversion"
    CLOSING = "closing"


def _holding(*slots: str, may: tuple[str, ...] = ()) -> Callable[[str], str]:
    """What checks that a text holds `{slot}` for each of `slots`, perhaps some of `may`, and no
    other braces.
    """
    named = " and ".join(f"{{{slot}}}" for slot in slots)

    def check(text: str) -> str:
        try:
            parts = [part for part in Formatter().parse(text) if part[1] is not None]
        except ValueError:
            raise ValueError(f"has a brace without its pair; write {named}") from None
        held = {name for _, name, _, _ in parts}
        plain = not any(spec or conversion for _, _, spec, conversion in parts)
        if not plain or not set(slots) <= held <= {*slots, *may}:
            raise ValueError(f"must hold {named} and no other braces")
        return text

    return check


def _phase_id(text: str) -> str:
    if text not in set(PhaseId):
        raise ValueError(f"is none that set_phase knows; use {', '.join(PhaseId)}")
    return text


def _period_words(words: dict[str, str]) -> dict[str, str]:
    if missing := [period.value for period in Period if period not in words]:
        raise ValueError(f'lacks {missing[0]}; write {missing[0]} = "{{price}} …"')
    for name, text in words.items():
        try:
            _holding("price")(text)
        except ValueError as error:
            raise ValueError(f'{name} = "{text}" {error}') from None
    return words


def _all_labels(labels: dict[str, str]) -> dict[str, str]:
    if missing := [name for name in LABELS if name not in labels]:
        raise ValueError(f'lacks {missing[0]}; write {missing[0]} = "…"')
    try:
        _holding("count")(labels["more"])
    except ValueError as error:
        raise ValueError(f'more = "{labels["more"]}" {error}') from None
    return labels


def _language(tag: str) -> str:
    if not localedata.exists(tag) or not tag.isalpha():
        raise ValueError("names no language; call the file after its code, such as de.toml")
    return tag


Said = Annotated[tuple[str, ...], Field(min_length=1)]
"""Phrases of which at least one is given."""
OfPrice = Annotated[str, AfterValidator(_holding("price"))]


class Text(BaseModel):
    """The base of everything read from prompts/: frozen, and an unknown name is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Phase(Text):
    """One phase of the conversation flow."""

    id: Annotated[str, AfterValidator(_phase_id)]
    """The name that set_phase reports."""
    title: str
    starts: int
    """Seconds from the start of the call; an upper bound, as `ends`."""
    ends: int
    goal: str
    respond: tuple[str, ...]
    exit_when: str
    next: tuple[str, ...]
    """Ids of the phases that may follow; "end" closes the call."""
    phrases: tuple[str, ...]
    """Names of phrases in phrases.<language>.toml."""


class Objection(Text):
    """What a visitor may hold against the next step, and how to respond."""

    heard: str
    respond: str


class Goal(Text):
    """goal.toml: what one kind of conversation is for."""

    title: str
    minutes: str
    objective: tuple[str, ...]
    success: str
    phases: Annotated[tuple[Phase, ...], Field(min_length=1)]
    objections: tuple[Objection, ...] = ()

    @model_validator(mode="after")
    def _once_each(self) -> Self:
        ids = [phase.id for phase in self.phases]
        if twice := [name for name in ids if ids.count(name) > 1]:
            raise ValueError(f'two phases have id = "{twice[0]}"; rename or join them')
        return self


class Phrases(Text):
    """Sample phrases that every goal shares."""

    preambles: Said
    unclear_audio: Said
    consent: Said
    handover: Said


class Spoken(Text):
    """How numbers and addresses are said."""

    at: str
    dot: str
    dash: str
    underscore: str
    plus: str
    free: str
    on_request: str
    from_: OfPrice = Field(validation_alias="from")
    up_to: OfPrice
    range: Annotated[str, AfterValidator(_holding("low", "high"))]
    periods: Annotated[dict[str, str], AfterValidator(_period_words)]


class Locale(Text):
    """locales/<tag>.toml: the language that the agent speaks."""

    tag: Annotated[str, AfterValidator(_language)]
    name: str
    company: str
    """What stands for the company's name while the owner has not given one."""
    disclosure: Said
    """Words of which the first greeting must hold one, so that nobody takes the agent for a person.
    """
    address: str
    """How visitors are addressed, as an instruction in English."""
    pronunciations: dict[str, str]
    """Word as it is written to how it is said."""
    phrases: Phrases
    spoken: Spoken


class ToolText(Text):
    """What the agent is told about one tool."""

    description: str
    use_when: str
    do_not_use_when: str
    how: str
    failure: str


class Words(Text):
    """words.toml: what stands around facts and names."""

    unnamed_company: str
    say: Annotated[str, AfterValidator(_holding("spoken"))]
    tool: Annotated[str, AfterValidator(_holding("description", may=TOOL_SLOTS))]
    labels: Annotated[dict[str, str], AfterValidator(_all_labels)]
