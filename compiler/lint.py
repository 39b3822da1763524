"""What is wrong with a text before anybody hears it: errors hold a release, warnings inform.

A rule reads the instructions proper, the facts, or both. The rules of wording are those of the
vendor's prompting guide for Realtime models (2.x); the rest keeps promises of our own: named tools
exist, phases can be left, nothing private.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Literal

from compiler.facts import Facts, Why
from compiler.orders import sounds_like_order
from compiler.page import Script, split_facts
from compiler.prompts import Goal, Locale
from compiler.rules import CompileRules
from crawler.records import Knowledge

Level = Literal["error", "warning"]


class Finding(Knowledge):
    """One thing that lint found."""

    level: Level
    rule: str
    where: str
    """Name of the text, or what else is meant."""
    message: str


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

    @cached_property
    def proper(self) -> str:
        """The instructions without the facts."""
        return split_facts(self.text)[0]


Rule = Callable[[Draught], Iterable[str]]
FactRule = Callable[[str, dt.date], Iterable[str]]


def lint_text(draught: Draught, rules: CompileRules) -> tuple[Finding, ...]:
    """What is wrong with one text, its facts apart."""
    found = [
        Finding(level=level, rule=rule.__name__.strip("_"), where=draught.script.name, message=m)
        for level, rule in _RULES
        for m in rule(draught)
    ]
    limit = rules.warn_tokens if draught.tokens > rules.warn_tokens else rules.budget
    if draught.tokens > limit:
        message = f"{draught.tokens} tokens of instructions and tools, more than {limit}"
        where = draught.script.name
        found.append(Finding(level="warning", rule="budget", where=where, message=message))
    return tuple(found)


def lint_facts(facts: Facts, lines: Sequence[str], locales: Iterable[str]) -> tuple[Finding, ...]:
    """What is wrong with the facts, of which `lines` are stated in any text."""
    stated = "\n".join(lines)
    found = [
        Finding(level=level, rule=rule.__name__.strip("_"), where="facts", message=m)
        for level, rule in _FACT_RULES
        for m in rule(stated, facts.today)
    ]
    if facts.language and facts.language not in set(locales):
        message = f'there is no locale for "{facts.language}"; the English one stands in'
        found.append(Finding(level="warning", rule="locale", where="facts", message=message))
    for note in facts.notes:
        if rule_name := _NOTED.get(note.why):
            message = f"{note.about}: {note.text}{_NEXT.get(note.why, '')}"
            found.append(Finding(level="warning", rule=rule_name, where="facts", message=message))
    return (*found, *_contradictory_prices(facts))


def lint_models(models: Mapping[str, str], today: dt.date) -> tuple[Finding, ...]:
    """Models that the vendor has switched off (error) or will within 90 days (warning)."""
    found = []
    for role, model in sorted(models.items()):
        day = _shutdowns().get(model)
        if day is None or day > today + dt.timedelta(days=90):
            continue
        level: Level = "error" if day <= today else "warning"
        message = f"{model} is switched off on {day}; choose another in [voice]"
        found.append(Finding(level=level, rule="shutdown", where=role, message=message))
    return tuple(found)


_NEXT = {Why.FOREIGN: "; if it is yours, add it to [compile] approved_contacts"}
_NOTED = {Why.CORRECTION: "correction", Why.FOREIGN: "foreign_contact", Why.DISPUTED: "disputed"}

_SNAKE = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")
_UNFILLED = re.compile(
    r"\{\{|\}\}|\{%|\{[a-z_]+\}|\b(?:TODO|TBD|FIXME|XXX)\b|lorem ipsum", re.IGNORECASE
)
_SECRET = re.compile(
    r"\b(?:sk|ek|pk|rk)[-_][A-Za-z0-9_-]{16,}|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}"
    r"|\bxox[abprs]-[A-Za-z0-9-]{10,}|-----BEGIN [A-Z ]*KEY|\beyJ[\w-]{10,}\.[\w-]{10,}\."
    r"|(?i:\b(?:password|passwd|api[_ ]?key|secret)\b\s*[:=–]\s*\S{6,})"
)
_SSN = re.compile(r"\b\d{3}-\d{2}-\d{4}\b")
_CARD = re.compile(r"(?<!\d)[3-6]\d{3}([ -]?)(?:\d{4}\1\d{4}\1\d{4}|\d{6}\1\d{5})(?!\d)")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")
_LINK = re.compile(r"https?://|\bwww\.|\]\(")
_TABLE = re.compile(r"^\s*\|.*\|\s*$", re.MULTILINE)
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55]")
_SHOUT = re.compile(r"\b(?:ALWAYS|NEVER|MUST|IMPORTANT|CRITICAL|DO NOT)\b")
_UNSPEAKABLE = re.compile(r"[$€£¥₹%&/]|\d{4,}|\d+[.,]\d|\b24/7\b")
_UNTIL = re.compile(
    r"(?i)\b(?:until|till|through|expires?|ends?|by|bis|hasta|jusqu.(?:au|en)|fino al|até|do|tot)\b"
    r"(?:[^.;\n]|\.(?=\d)){0,25}?\b(20\d{2})\b"
)
_LONG = 560
_SECTIONS = (
    "Role and Objective",
    "Personality and Tone",
    "Language",
    "Tools",
    "Unclear Audio",
    "Context",
    "Conversation Flow",
    "Safety and Escalation",
)


def _tools(d: Draught) -> Iterable[str]:
    """Names with underscores in the text are tools, and every tool is spoken of."""
    named = set(_SNAKE.findall(d.proper))
    for name in sorted(named - set(d.tools)):
        yield f'"{name}" is not a tool in tools.json'
    for name in sorted(set(d.tools) - named):
        yield f'tool "{name}" is never mentioned'


def _unfilled(d: Draught) -> Iterable[str]:
    for match in _UNFILLED.finditer(d.proper):
        yield f'"{match[0]}" was never filled in'


def _phases(d: Draught) -> Iterable[str]:
    """Every phase can be reached and left, the end can be reached, times do not run backwards."""
    steps = {phase.id: phase.next for phase in d.goal.phases}
    first = d.goal.phases[0].id if d.goal.phases else "end"
    reached = _reachable(first, steps)
    for phase in d.goal.phases:
        if phase.id not in reached:
            yield f'phase "{phase.id}" cannot be reached'
        if not phase.exit_when.strip() or not phase.next:
            yield f'phase "{phase.id}" has no exit'
        elif "end" not in _reachable(phase.id, steps):
            yield f'phase "{phase.id}" never comes to an end'
        for name in sorted(set(phase.next) - set(steps) - {"end"}):
            yield f'phase "{phase.id}" leads to "{name}", which is none'
        if phase.ends <= phase.starts:
            yield f'phase "{phase.id}" ends before it starts'


def _reachable(first: str, steps: Mapping[str, Sequence[str]]) -> set[str]:
    seen: set[str] = set()
    to_do = [first]
    while to_do:
        here = to_do.pop()
        if here not in seen:
            seen.add(here)
            to_do += steps.get(here, ())
    return seen


def _sections(d: Draught) -> Iterable[str]:
    heads = set(re.findall(r"(?m)^# (.+)$", d.proper))
    for name in _SECTIONS:
        if name not in heads:
            yield f'section "{name}" is missing'


def _disclosure(d: Draught) -> Iterable[str]:
    """The first greeting tells that an AI speaks."""
    greetings = d.goal.phases[0].phrases[:1] if d.goal.phases else ()
    words = d.locale.disclosure
    if not any(re.search(rf"\b{re.escape(w)}\b", g) for g in greetings for w in words):
        yield f"the first greeting does not say that it is an AI ({' or '.join(words)})"


def _secrets(stated: str, _: dt.date) -> Iterable[str]:
    for match in _SECRET.finditer(stated):
        yield f'"{match[0][:8]}…" looks like a secret'


def _leaks(d: Draught) -> Iterable[str]:
    """A template or phrase that carries a key."""
    return _secrets(d.proper, dt.date.min)


def _links(stated: str, _: dt.date) -> Iterable[str]:
    for match in _LINK.finditer(stated):
        yield f'a link stands in the facts: "{stated[match.start() : match.start() + 40]}"'


def _personal(stated: str, _: dt.date) -> Iterable[str]:
    """Card numbers have no place in a prompt."""
    for match in _CARD.finditer(stated):
        digits = re.sub(r"\D", "", match[0])
        if _luhn(digits):
            yield f"a card number ending in {digits[-4:]}"


def _accounts(stated: str, _: dt.date) -> Iterable[str]:
    """Bank accounts and numbers of persons: a site may want them public, a person decides."""
    for match in _IBAN.finditer(stated):
        if _iban(match[0].replace(" ", "")):
            yield f"a bank account ending in {match[0][-4:]}"
    for match in _SSN.finditer(stated):
        yield f"a social security number ending in {match[0][-4:]}"


def _luhn(digits: str) -> bool:
    if not 13 <= len(digits) <= 19:
        return False
    doubled = (int(c) * (1 + i % 2) for i, c in enumerate(reversed(digits)))
    return sum(n // 10 + n % 10 for n in doubled) % 10 == 0


def _iban(text: str) -> bool:
    turned = text[4:] + text[:4]
    return int("".join(str(int(c, 36)) for c in turned)) % 97 == 1


def _variety(d: Draught) -> Iterable[str]:
    for line in d.proper.splitlines():
        if re.search(r"(?i)sample phrases", line) and "vary" not in line:
            yield f'"{line.strip()}" does not ask for variety'


def _unheard(d: Draught) -> Iterable[str]:
    """What cannot be spoken: tables, links, emoji."""
    for pattern, name in ((_TABLE, "a table"), (_LINK, "a link"), (_EMOJI, "an emoji")):
        for match in pattern.finditer(d.proper):
            yield f'{name} cannot be spoken: "{match[0].strip()[:40]}"'


def _unspeakable(d: Draught) -> Iterable[str]:
    """Sample phrases spell out what a voice would stumble over."""
    shared = d.locale.phrases
    said = [*shared.preambles, *shared.unclear_audio, *shared.consent, *shared.handover]
    said += (text for phase in d.goal.phases for text in phase.phrases)
    for text in said:
        if match := _UNSPEAKABLE.search(text):
            yield f'"{match[0]}" in the phrase "{text[:60]}"'


def _long(d: Draught) -> Iterable[str]:
    for line in d.proper.splitlines():
        if len(line) > _LONG:
            yield f'{len(line)} characters in one paragraph: "{line[:40]}…"'


def _shouting(d: Draught) -> Iterable[str]:
    """The models overreact to capitals; one in a thousand words is enough."""
    shouts, words = len(_SHOUT.findall(d.proper)), len(d.proper.split())
    if shouts > max(1, words // 1000):
        yield f"{shouts} words in capitals such as ALWAYS or NEVER"


def _stale(stated: str, today: dt.date) -> Iterable[str]:
    for match in _UNTIL.finditer(stated):
        if int(match[1]) < today.year:
            yield f'"{match[0]}" is over'


def _orders(stated: str, _: dt.date) -> Iterable[str]:
    for line in stated.splitlines():
        if sounds_like_order(line):
            yield f'a fact sounds like an order: "{line[:90]}"'


_RULES: tuple[tuple[Level, Rule], ...] = (
    ("error", _tools),
    ("error", _unfilled),
    ("error", _phases),
    ("error", _sections),
    ("error", _disclosure),
    ("error", _leaks),
    ("warning", _variety),
    ("warning", _unheard),
    ("warning", _unspeakable),
    ("warning", _long),
    ("warning", _shouting),
)
_FACT_RULES: tuple[tuple[Level, FactRule], ...] = (
    ("error", _secrets),
    ("error", _personal),
    ("warning", _accounts),
    ("warning", _links),
    ("warning", _stale),
    ("warning", _orders),
)


def _contradictory_prices(facts: Facts) -> Iterable[Finding]:
    """Two amounts for one name that the merge did not list: neither may be spoken unseen."""
    amounts: dict[tuple[str, str], set[str]] = {}
    for price in facts.prices:
        said = f"{price.amount} {price.amount_max or ''} {price.currency}"
        amounts.setdefault((price.key, price.period or ""), set()).add(said)
    for (key, _), told in sorted(amounts.items()):
        if len(told) > 1:
            message = f"{key}: {' and '.join(sorted(told))}"
            yield Finding(level="error", rule="contradiction", where="facts", message=message)


@cache
def _shutdowns() -> dict[str, dt.date]:
    text = files("compiler").joinpath("shutdowns.toml").read_text("utf-8")
    models: dict[str, dt.date] = tomllib.loads(text)["models"]
    return models
