"""What the files of prompts/ hold, as typed values; prompts/README.md explains them to editors."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Text(BaseModel):
    """The base of everything read from prompts/: frozen, and an unknown name is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Phase(Text):
    """One phase of the conversation flow."""

    id: str
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
    phases: tuple[Phase, ...]
    objections: tuple[Objection, ...] = ()


class Phrases(Text):
    """Sample phrases that every goal shares."""

    preambles: tuple[str, ...]
    unclear_audio: tuple[str, ...]
    consent: tuple[str, ...]
    handover: tuple[str, ...]


class Spoken(Text):
    """How numbers and addresses are said."""

    at: str
    dot: str
    dash: str
    underscore: str
    plus: str
    free: str
    on_request: str
    from_: str
    up_to: str
    range: str
    periods: dict[str, str]


class Locale(Text):
    """locales/<tag>.toml: the language that the agent speaks."""

    tag: str
    name: str
    company: str
    """What stands for the company's name while the owner has not given one."""
    disclosure: tuple[str, ...]
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
    say: str
    tool: str
    labels: dict[str, str]
