"""A text with what is needed to judge it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from compiler.page import Script, split_facts
from compiler.texts import Goal, Locale
from compiler.voice import Voice


@dataclass(frozen=True)
class Draught:
    """A text with what is needed to judge it."""

    script: Script
    text: str
    tokens: int
    """Of instructions and tools."""
    goal: Goal
    locale: Locale
    tools: Sequence[str]
    """Names in tools.json."""
    stated: Sequence[str] = ()
    """The facts that the text states, a line each."""
    company: str = ""
    """The company's name as its owner gives it."""
    max_seconds: int = Voice().max_seconds
    """Longest conversation."""

    @cached_property
    def proper(self) -> str:
        """The instructions without the facts."""
        return split_facts(self.text)[0]
