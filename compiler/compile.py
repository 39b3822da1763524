"""From facts to instructions: choose what fits, render the sections, count, account for it all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from compiler.budget import Choice, choose
from compiler.errors import BudgetError, PromptError
from compiler.facts import Facts
from compiler.lines import Line, fact_lines
from compiler.prompts import Goal, Locale, Phase, Prompts, load_prompts, render
from compiler.rules import CompileRules
from compiler.tokens import count_tokens
from compiler.tools import tool_definitions

FALLBACK = "en"
"""The locale of a site in a language that has none."""
_LEAST_ROOM = 400
"""Tokens that the facts get even when the sections alone fill the budget; lint then warns."""


@dataclass(frozen=True)
class Compiled:
    """All instructions of a release, its tools, and the account of how they came to be."""

    instructions: dict[str, str]
    """"<goal>.<language>.<variant>" to the text."""
    tools: tuple[dict[str, Any], ...]
    report: dict[str, Any]
    """tokens, provenance, left_to_lookup, notes: plain JSON for report.json."""


def compile_instructions(
    facts: Facts,
    rules: CompileRules,
    *,
    company: str | None = None,
    prompts: Path | None = None,
    asked: Mapping[str, int] | None = None,
) -> Compiled:
    """Instructions for every goal, language and variant of `rules`.

    `company` is the name that the owner gives in site.toml: site text never stands in the
    instructions proper. `prompts` replaces the shipped folder; `asked` = record key to how often
    lookups found it. Raises PromptError and BudgetError.
    """
    words = load_prompts(prompts)
    tools = tool_definitions(words)
    texts: dict[str, str] = {}
    report: dict[str, Any] = {"tokens": {}, "provenance": {}, "left_to_lookup": {}, "lint": []}
    tool_tokens = count_tokens(json.dumps(tools, ensure_ascii=False, separators=(",", ":")))
    for language in _languages(rules, facts, words):
        locale = words.locales[language]
        lines = fact_lines(facts, locale, words.locales[FALLBACK])
        for goal in rules.goals:
            for variant in rules.variants:
                name = f"{goal}.{language}.{variant}"
                page = _Page(words, goal, variant, locale, company)
                room = max(rules.budget - tool_tokens - count_tokens(page.text(())), _LEAST_ROOM)
                choice = choose(lines, room, asked)
                texts[name] = page.text(choice.blocks)
                total = count_tokens(texts[name]) + tool_tokens
                _refuse_excess(name, total, rules)
                report["tokens"][name] = {
                    "instructions": total - tool_tokens,
                    "tools": tool_tokens,
                    "facts": choice.tokens,
                    "total": total,
                }
                report["provenance"][name] = _provenance(choice)
                report["left_to_lookup"][name] = _keys(choice.left)
    report["notes"] = [note.model_dump(mode="json") for note in facts.notes]
    return Compiled(instructions=texts, tools=tools, report=report)


def _languages(rules: CompileRules, facts: Facts, words: Prompts) -> tuple[str, ...]:
    if not rules.languages:
        own = facts.language
        return (own if own in words.locales else FALLBACK,)
    if unknown := [tag for tag in rules.languages if tag not in words.locales]:
        known = ", ".join(sorted(words.locales))
        raise PromptError(
            f'no locale for "{unknown[0]}" in [compile] languages; there are {known}; '
            "add prompts/locales/<tag>.toml or take it out"
        )
    return tuple(dict.fromkeys(rules.languages))


class _Page:
    """One conversation's sections with everything but the facts."""

    def __init__(
        self, words: Prompts, goal: str, variant: str, locale: Locale, company: str | None
    ) -> None:
        if goal not in words.goals:
            known = ", ".join(sorted(words.goals))
            raise PromptError(f'no goal "{goal}" in prompts/goals; there are {known}')
        self.words = words
        self.names = words.sections_for(goal, variant)
        name = company or locale.company
        phrases = words.phrases.get((goal, locale.tag), {})
        self.context = {
            "company": name,
            "goal": _named(words.goals[goal], goal, phrases, name),
            "locale": locale,
            "tools": [{"name": n, **t.model_dump()} for n, t in words.tools.items()],
        }

    def text(self, blocks: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
        context = self.context | {"blocks": [{"name": n, "lines": lines} for n, lines in blocks]}
        return "\n".join(render(self.words, n, context).strip() + "\n" for n in self.names)


def _named(goal: Goal, name: str, phrases: Mapping[str, tuple[str, ...]], company: str) -> Goal:
    """The goal with the company's name and the phrases themselves in place of their names."""
    phases = []
    for phase in goal.phases:
        said: list[str] = []
        for phrase in phase.phrases:
            if phrase not in phrases:
                raise PromptError(f'goal "{name}": phase "{phase.id}" wants phrases "{phrase}"')
            said += (_fill(p, company) for p in phrases[phrase])
        phases.append(_filled(phase, company).model_copy(update={"phrases": tuple(said)}))
    return _filled(goal, company).model_copy(update={"phases": tuple(phases)})


_T = TypeVar("_T", Goal, Phase)


def _filled(value: _T, company: str) -> _T:
    update: dict[str, Any] = {}
    for field in type(value).model_fields:
        text = getattr(value, field)
        if isinstance(text, str):
            update[field] = _fill(text, company)
        elif isinstance(text, tuple) and text and isinstance(text[0], str):
            update[field] = tuple(_fill(t, company) for t in text)
    return value.model_copy(update=update)


def _fill(text: str, company: str) -> str:
    return text.replace("{company}", company)


def _refuse_excess(name: str, total: int, rules: CompileRules) -> None:
    if total > rules.max_tokens:
        raise BudgetError(
            f"instructions {name} with tools have {total} tokens, more than {rules.max_tokens} "
            "that a session may carry; shorten the templates or unpin facts"
        )


def _provenance(choice: Choice) -> list[dict[str, Any]]:
    return [
        {
            "sentence": text,
            "key": line.key,
            "record": line.id,
            "sources": [s.model_dump(mode="json") for s in line.sources[:3]],
        }
        for line, text in choice.stated
    ]


def _keys(lines: tuple[Line, ...]) -> list[str]:
    return sorted({line.key for line in lines})
