"""The five tools of the agent: their arguments as pydantic models, their definitions as the session
carries them.

The models are also what the server checks a tool call with; the words come from prompts/tools.toml.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from compiler.errors import PromptError
from compiler.prompts import Prompts
from compiler.texts import PhaseId


class Arguments(BaseModel):
    """The base of tool arguments: an unknown argument is an error, text is trimmed and capped."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=True, str_strip_whitespace=True
    )


class LookupKnowledge(Arguments):
    """Arguments of lookup_knowledge."""

    query: str = Field(min_length=2, max_length=300)
    """What to find, as a few plain words with the name of the offer, in the visitor's language."""


class CaptureLead(Arguments):
    """Arguments of capture_lead."""

    name: str = Field(min_length=1, max_length=120)
    """The visitor's name as confirmed."""
    email: str | None = Field(default=None, max_length=254)
    """Mail address as confirmed; this or the phone is needed."""
    phone: str | None = Field(default=None, max_length=40)
    """Phone with country code as confirmed; this or the mail address is needed."""
    company: str | None = Field(default=None, max_length=160)
    """The visitor's company, when they named it."""
    request: str = Field(min_length=1, max_length=500)
    """What it is about, in one sentence in the visitor's words."""
    consent: bool
    """True only after a spoken yes to being contacted."""


class BookDiscoveryCall(Arguments):
    """Arguments of book_discovery_call."""

    name: str = Field(min_length=1, max_length=120)
    """The visitor's name as confirmed."""
    email: str = Field(min_length=3, max_length=254)
    """Mail address as confirmed; the invitation goes there."""
    preferred_times: str = Field(min_length=1, max_length=200)
    """The times as the visitor said them, such as "Tuesday or Thursday after 2 pm"."""
    timezone: str | None = Field(default=None, max_length=64)
    """The visitor's time zone or city, when known."""
    topic: str | None = Field(default=None, max_length=500)
    """What they want from the call, in one sentence."""
    consent: bool
    """True only after a spoken yes to being contacted about it."""


class SetPhase(Arguments):
    """Arguments of set_phase."""

    phase: PhaseId
    """Id of the phase that begins now."""


class EndReason(StrEnum):
    """Why a call ends."""

    BOOKED = "booked"
    ANSWERED = "answered"
    LEAD_CAPTURED = "lead_captured"
    NOT_INTERESTED = "not_interested"
    NO_ANSWER = "no_answer"
    ABUSE = "abuse"
    OTHER = "other"


class EndCall(Arguments):
    """Arguments of end_call."""

    reason: EndReason
    """Why the call ends."""


TOOL_ARGUMENTS: dict[str, type[Arguments]] = {
    "lookup_knowledge": LookupKnowledge,
    "capture_lead": CaptureLead,
    "book_discovery_call": BookDiscoveryCall,
    "set_phase": SetPhase,
    "end_call": EndCall,
}
"""Name of each tool to its arguments, in the order in which the session carries them."""


def tool_definitions(prompts: Prompts) -> tuple[dict[str, Any], ...]:
    """The tools as Realtime function tools. Raises PromptError when prompts/tools.toml lacks or
    invents one.
    """
    wanted, told = set(TOOL_ARGUMENTS), set(prompts.tools)
    if wanted != told:
        odd = ", ".join(sorted(wanted ^ told))
        raise PromptError(
            f"prompts/tools.toml must name exactly {sorted(wanted)}; differs in {odd}"
        )
    return tuple(
        {
            "type": "function",
            "name": name,
            "description": prompts.words.tool.format_map(prompts.tools[name].model_dump()),
            "parameters": parameters(model),
        }
        for name, model in TOOL_ARGUMENTS.items()
    )


def parameters(model: type[Arguments]) -> dict[str, Any]:
    """JSON Schema of the arguments: flat, without titles, enums written out."""
    schema = model.model_json_schema()
    shared = schema.get("$defs", {})
    properties = {n: _property(p, shared) for n, p in schema["properties"].items()}
    return {
        "type": "object",
        "properties": properties,
        "required": schema.get("required", []),
        "additionalProperties": False,
    }


def _property(value: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in value:
        enum = shared[value["$ref"].rpartition("/")[2]]
        value = {"type": enum["type"], "enum": enum["enum"], **value}
    if "anyOf" in value:  # Optional[str]: leaving it out is enough, null is never asked for
        value = {**next(o for o in value["anyOf"] if o.get("type") != "null"), **value}
    return {k: v for k, v in value.items() if k not in ("title", "default", "anyOf", "$ref")}
