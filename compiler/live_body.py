"""From a release to the body of a GPT-Live session (POST /v1/live/sessions, read 2026-11).

GPT-Live splits what a Realtime model does alone: a voice model talks and delegates, a backend model
knows the facts and calls the tools. So the one text of a release becomes two prompts, section by
section: how to talk goes to the voice, facts and tools go to the backend. The headings of the
voice prompt's policies are those of the vendor's prompting guide for Live models, which asks to
keep them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import Field, ValidationError

from compiler.errors import PromptError
from compiler.manifest import DEFAULT_VARIANT, Release
from compiler.texts import Text
from compiler.voice import Voice

MODEL = "gpt-live-1.1"
BACKEND_MODEL = "gpt-6.1-terra"
"""Responses model behind the voice; text only, so that its price counts little."""
CLIENT_EVENTS = (
    "response.create",
    "response.item.create",
    "session.close",
    "session.input_audio.mute",
    "session.input_audio.unmute",
)
"""What the visitor's browser may send: tool answers that it relays, muting and hanging up. The
events that rewrite instructions, history or settings stay with the server."""
_TALKING = (
    "Role and Objective",
    "Personality and Tone",
    "Language",
    "Verbosity",
    "Unclear Audio",
    "Entity Capture",
    "Conversation Flow",
    "Safety and Escalation",
)
_KNOWING = ("Context", "Tools", "Safety and Escalation")
_HEADING = re.compile(r"(?m)^# (.+)\n")
_SENTENCE = re.compile(r"(?<=[.!?]) ")
_SILENT = "set_phase"
"""Only counts where a conversation got to; here it would cost a delegation, so it is left out."""
_COMPANY = re.compile(r'(?s)<facts about="company">\n.*?</facts>')


class LiveWords(Text):
    """prompts/live.toml: what is said only to GPT-Live."""

    company: str
    policies: str = Field(pattern=r"\{tools\}")
    backend: str


def live_body(
    release: Release,
    goal: str,
    language: str,
    variant: str = DEFAULT_VARIANT,
    fallback: Voice | None = None,
) -> dict[str, Any]:
    """The `session` object of `POST /v1/live/sessions` for a browser (WebRTC).

    `fallback` is the voice of releases of format 1, which hold none. Raises ShelfError when the
    release has no such instructions.
    """
    voice = release.voice or fallback or Voice()
    tools = [tool for tool in release.tools if tool["name"] != _SILENT]
    parts = sections(release.instructions_for(goal, language, variant))
    backend = {
        "model": BACKEND_MODEL,
        "instructions": backend_prompt(parts),
        "max_output_tokens": voice.max_output_tokens,
        "parallel_tool_calls": False,
        "reasoning": {"effort": voice.reasoning_effort},
        "text": {"verbosity": "low"},
        "tool_choice": "auto",
        "tools": [{**tool, "strict": False} for tool in tools],
    }
    return {
        "model": MODEL,
        "instructions": voice_prompt(parts, tools),
        "audio": {"output": {"voice": voice.voice}},
        "client": {"data_channel": {"allowed_client_events": list(CLIENT_EVENTS)}},
        "delegation": {"type": "responses", "responses": backend},
        "store": False,
    }


def sections(text: str) -> dict[str, str]:
    """Heading of each section of instructions to what stands below it, in their order."""
    _, *pieces = _HEADING.split(text)
    return {head: body.strip() for head, body in zip(pieces[::2], pieces[1::2], strict=True)}


def voice_prompt(parts: Mapping[str, str], tools: Sequence[Mapping[str, Any]]) -> str:
    """How to talk, the company's own block of facts, no names of tools, and when to delegate."""
    plain = {tool["name"]: f'"{tool["name"].replace("_", " ")}"' for tool in tools}
    live = live_words()
    told = [f"# {name}\n{_untooled(parts[name], plain)}\n" for name in _TALKING if name in parts]
    if company := _COMPANY.search(parts.get("Context", "")):
        told.append(f"{live.company}\n{company[0]}\n")
    offers = (f"- {plain[t['name']]}: {_SENTENCE.split(t['description'])[0]}" for t in tools)
    return "\n".join((*told, live.policies.replace("{tools}", "\n".join(offers))))


def backend_prompt(parts: Mapping[str, str]) -> str:
    """What is known, the tools, and the limits."""
    known = [f"# {name}\n{_unsilent(parts[name])}\n" for name in _KNOWING if name in parts]
    return "\n".join((live_words().backend, *known))


def _untooled(body: str, plain: Mapping[str, str]) -> str:
    """`body` with tools called by plain words; sentences about the silent one are left out."""
    lines = (_spoken_of(line, plain) for line in body.splitlines())
    return "\n".join(line for line in lines if line is not None)


def _spoken_of(line: str, plain: Mapping[str, str]) -> str | None:
    kept = " ".join(s for s in _SENTENCE.split(line) if _SILENT not in s)
    if line and not kept:
        return None
    for name, words in plain.items():
        kept = re.sub(rf"\b{name}\b", words, kept)
    return kept


def _unsilent(body: str) -> str:
    """`body` without the silent tool's part."""
    parts = re.split(r"(?m)^(?=## )", body)
    return "".join(part for part in parts if not part.startswith(f"## {_SILENT}")).strip()


@cache
def live_words() -> LiveWords:
    """prompts/live.toml. Raises PromptError naming what is wrong with it."""
    text = files("prompts").joinpath("live.toml").read_text("utf-8")
    try:
        return LiveWords.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise PromptError(
            f"prompts/live.toml: {str(error).splitlines()[0]}; it has exactly company, policies "
            "(with {tools}) and backend"
        ) from error
