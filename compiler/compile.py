"""From facts to instructions: choose what fits, render the sections, count, lint, account for it
all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from compiler.budget import Choice, choose
from compiler.citations import corrections_first
from compiler.draught import Draught
from compiler.errors import BudgetError
from compiler.facts import Facts
from compiler.finding import Finding
from compiler.lines import BLOCKS, Line, fact_lines
from compiler.lint import lint_facts, lint_text
from compiler.money import Prices, lint_prices, money_report
from compiler.page import Page, Script
from compiler.prompts import Prompts, load_prompts
from compiler.rules import CompileRules
from compiler.shutdowns import lint_vendor
from compiler.tokens import count_tokens
from compiler.tools import tool_definitions
from compiler.voice import Voice

FALLBACK = "en"
"""The locale of a site in a language that has none."""
_EMPTY: tuple[tuple[str, tuple[str, ...]], ...] = tuple((name, ()) for name in BLOCKS)
_LEAST_ROOM = 400
"""Tokens that the facts get even when the sections alone fill the budget; lint then warns."""


@dataclass(frozen=True)
class Setting:
    """What the instructions run on."""

    used: Mapping[str, str] = field(default_factory=dict)
    """Role to model name, and under "voice" the voice: held against the vendor's shutdown dates."""
    prices: Prices | None = None
    """Of the Realtime model; without them there is no money report."""
    max_seconds: int = Voice().max_seconds
    """Longest conversation."""


@dataclass(frozen=True)
class Compiled:
    """All instructions of a release, its tools, and the account of how they came to be."""

    instructions: dict[str, str]
    """Name "<goal>.<language>.<variant>" to the text."""
    tools: tuple[dict[str, Any], ...]
    findings: tuple[Finding, ...]
    """What lint found; `lint_errors` are those that hold a release."""
    report: dict[str, Any]
    """tokens, money, provenance, left_to_lookup, asked, notes, lint: plain JSON for report.json."""

    @property
    def lint_errors(self) -> tuple[str, ...]:
        """One line for each error."""
        return tuple(f"{f.where}: {f.message}" for f in self.findings if f.level == "error")


def compile_instructions(
    facts: Facts,
    rules: CompileRules,
    *,
    prompts: Path | None = None,
    asked: Mapping[str, float] | None = None,
    setting: Setting | None = None,
) -> Compiled:
    """Instructions for every goal, language and variant of `rules`.

    `prompts` replaces the shipped folder; `asked` = record key to the share of conversations that
    want it; `setting` = models, prices and limits. Raises PromptError and BudgetError.
    """
    setting = setting or Setting()
    words = load_prompts(prompts)
    languages = _languages(rules, facts, words)
    desk = _Desk(facts, rules, words, tool_definitions(words), asked or {}, setting.max_seconds)
    for language in languages:
        desk.write_all(language)
    findings = (
        *desk.findings,
        *lint_facts(facts, sorted(desk.stated), words.locales),
        *lint_vendor(setting.used, facts.today),
        *lint_prices(setting.used, setting.prices),
    )
    totals = {name: count["total"] for name, count in desk.tokens.items()}
    report = {
        "tokens": desk.tokens,
        "money": money_report(totals, setting.prices),
        "provenance": desk.provenance,
        "left_to_lookup": desk.left,
        "asked": dict(asked or {}),
        "notes": [note.model_dump(mode="json") for note in facts.notes],
        "lint": [finding.model_dump(mode="json") for finding in findings],
    }
    return Compiled(desk.texts, desk.tools, findings, report)


def tool_tokens(tools: Sequence[Mapping[str, Any]]) -> int:
    """Tokens of the tools as the session carries them: in the order of keys of tools.json."""
    text = json.dumps(list(tools), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return count_tokens(text)


@dataclass
class _Desk:
    """Writes text after text, and keeps the account."""

    facts: Facts
    rules: CompileRules
    words: Prompts
    tools: tuple[dict[str, Any], ...]
    asked: Mapping[str, float]
    max_seconds: int
    texts: dict[str, str] = field(default_factory=dict)
    stated: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    tokens: dict[str, dict[str, int]] = field(default_factory=dict)
    provenance: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    left: dict[str, list[str]] = field(default_factory=dict)

    def write_all(self, language: str) -> None:
        """Every goal and variant in one language."""
        lines = fact_lines(self.facts, self.words, language)
        for goal in self.rules.goals:
            for variant in self.rules.variants:
                self.write(Script(goal, language, variant), lines)

    def write(self, script: Script, lines: Sequence[Line]) -> None:
        """One text."""
        page = Page(self.words, script, self.facts.owner_name, self.max_seconds)
        tools = tool_tokens(self.tools)
        room = max(self.rules.budget - tools - count_tokens(page.text(_EMPTY)), _LEAST_ROOM)
        choice = choose(lines, room, self.asked)
        text = page.text(choice.blocks)
        total = count_tokens(text) + tools
        _refuse_excess(script.name, total, self.rules)
        self.texts[script.name] = text
        self.tokens[script.name] = {
            "instructions": total - tools,
            "tools": tools,
            "facts": choice.tokens,
            "total": total,
        }
        self.stated |= {sentence for _, sentence in choice.stated}
        self.provenance[script.name] = _provenance(choice)
        self.left[script.name] = sorted({line.key for line in choice.left} | self.facts.partly)
        draught = Draught(
            script=script,
            text=text,
            tokens=total,
            goal=page.goal,
            locale=self.words.locales[script.language],
            tools=[tool["name"] for tool in self.tools],
            stated=[sentence for _, sentence in choice.stated],
            company=self.facts.owner_name or "",
            max_seconds=self.max_seconds,
        )
        self.findings += lint_text(draught, self.rules)


def _languages(rules: CompileRules, facts: Facts, words: Prompts) -> tuple[str, ...]:
    if not rules.languages:
        own = facts.language
        return (own if own in words.locales else FALLBACK,)
    for tag in rules.languages:
        words.locale_of(tag)
    return tuple(dict.fromkeys(rules.languages))


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
            "sources": [s.model_dump(mode="json") for s in corrections_first(line.sources)[:3]],
        }
        for line, text in choice.stated
    ]
