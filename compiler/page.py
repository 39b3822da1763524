"""One conversation's instructions: the sections of a goal, a language and a variant around the
facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from compiler.errors import PromptError
from compiler.prompts import Prompts, render
from compiler.texts import Goal, Locale, Phase
from compiler.voice import Voice

_NUMBERS = (
    *("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve"),
)
_OPENS, _CLOSES = "<facts ", "</facts>"


@dataclass(frozen=True)
class Script:
    """Which conversation is written."""

    goal: str
    language: str
    variant: str

    @property
    def name(self) -> str:
        """What the text is called: "<goal>.<language>.<variant>"."""
        return f"{self.goal}.{self.language}.{self.variant}"


class Page:
    """The sections of one script with everything but the facts.

    `owner_name` is the company's name as its owner gives it, or None; `max_seconds` the longest
    conversation. Raises PromptError when the
    prompts lack something, naming it.
    """

    def __init__(
        self,
        prompts: Prompts,
        script: Script,
        owner_name: str | None,
        max_seconds: int = Voice().max_seconds,
    ) -> None:
        self.prompts = prompts
        self.names = prompts.sections_for(script.goal, script.variant)
        locale = prompts.locales[script.language]
        self.goal = _goal(prompts, script, locale, owner_name)
        self._context = {
            "company": owner_name or prompts.words.unnamed_company,
            "named": owner_name is not None,
            "goal": self.goal,
            "limit": duration(max_seconds),
            "locale": locale,
            "tools": [{"name": n, **t.model_dump()} for n, t in prompts.tools.items()],
        }

    def text(self, blocks: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
        """The whole text with `blocks` (name and lines) as its facts."""
        facts: dict[str, object] = {
            "blocks": [{"name": name, "lines": lines} for name, lines in blocks]
        }
        return "\n".join(self._fixed.get(name) or self._render(name, facts) for name in self.names)

    @cached_property
    def _fixed(self) -> dict[str, str]:
        """The sections that no fact stands in, rendered once."""
        plain = [n for n in self.names if "blocks" not in self.prompts.sections[n]]
        return {name: self._render(name, {}) for name in plain}

    def _render(self, name: str, facts: dict[str, object]) -> str:
        return render(self.prompts, name, self._context | facts).strip() + "\n"


def duration(seconds: int) -> str:
    """`seconds` in English words as far as one says them: "eight minutes", "90 seconds"."""
    minutes, rest = divmod(seconds, 60)
    if rest or not minutes:
        return f"{seconds} seconds"
    if minutes == 1:
        return "one minute"
    return f"{_NUMBERS[minutes] if minutes < len(_NUMBERS) else minutes} minutes"


def split_facts(text: str) -> tuple[str, str]:
    """The instructions proper, and the fact blocks cut out of them: site text is in the second
    alone.
    """
    start, end = text.find(_OPENS), text.rfind(_CLOSES)
    if start < 0 or end < 0:
        return text, ""
    end += len(_CLOSES)
    return text[:start] + text[end:], text[start:end]


def _goal(prompts: Prompts, script: Script, locale: Locale, owner_name: str | None) -> Goal:
    """The goal with the company's name, and its phrases in place of their names."""
    plain = prompts.goal_named(script.goal)
    phrases = prompts.phrases_of(script.goal, script.language)
    prose = owner_name or prompts.words.unnamed_company
    goal = _filled(plain, prose)
    phases = []
    for phase in goal.phases:
        said = _phrases(phase, phrases, script, owner_name or locale.company)
        phases.append(_filled(phase, prose).model_copy(update={"phrases": said}))
    return goal.model_copy(update={"phases": tuple(phases)})


def _phrases(
    phase: Phase, phrases: Mapping[str, tuple[str, ...]], script: Script, company: str
) -> tuple[str, ...]:
    if missing := [name for name in phase.phrases if name not in phrases]:
        raise PromptError(
            f'prompts/goals/{script.goal}/phrases.{script.language}.toml lacks "{missing[0]}", '
            f'which phase "{phase.id}" wants'
        )
    return tuple(_fill(text, company) for name in phase.phrases for text in phrases[name])


_FillableT = TypeVar("_FillableT", Goal, Phase)


def _filled(value: _FillableT, company: str) -> _FillableT:
    update: dict[str, object] = {}
    for field in type(value).model_fields:
        text = getattr(value, field)
        if isinstance(text, str):
            update[field] = _fill(text, company)
        elif isinstance(text, tuple) and text and isinstance(text[0], str):
            update[field] = tuple(_fill(t, company) for t in text)
    return value.model_copy(update=update)


def _fill(text: str, company: str) -> str:
    return text.replace("{company}", company)
