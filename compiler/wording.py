"""Rules on the wording of instructions, those of the vendor's prompting guide and our own."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Literal

from compiler.draught import Draught
from compiler.factcheck import accounts, personal, secrets
from compiler.placement import fence, guarded, own_facts

_SNAKE = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")
_UNFILLED = re.compile(
    r"\{\{|\}\}|\{%|\{[a-z_]+\}|\b(?:TODO|TBD|FIXME|XXX)\b|(?i:lorem ipsum)"
    r"|\[[A-Z][A-Z _-]{2,}\]|<[A-Z][A-Z _-]{2,}>|\$\{?[A-Z][A-Z_]{2,}\b"
)
_DENIAL = r"\b(?:not|never|no|nicht|kein\w*|pas|non|não|nie)\b(?:\W+\w+){0,3}?\W+"
"""Before a word of disclosure it turns it round: "I'm not an AI"."""
_LINK = re.compile(r"https?://|\bwww\.|\]\(")
_TABLE = re.compile(r"^\s*\|.*\|\s*$", re.MULTILINE)
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55]")
_SHOUT = re.compile(r"\b(?:ALWAYS|NEVER|MUST|IMPORTANT|CRITICAL|DO NOT)\b")
_UNSPEAKABLE = re.compile(r"[$€£¥₹%&/]|\d{4,}|\d+[.,]\d|\b24/7\b")
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


Rule = Callable[[Draught], Iterable[str]]


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
    if not any(_says(greeting, word) for greeting in greetings for word in words):
        yield f"the first greeting does not say that it is an AI ({' or '.join(words)})"


def _says(greeting: str, word: str) -> bool:
    known = rf"\b{re.escape(word)}\b"
    denied = re.search(rf"(?i:{_DENIAL}){known}", greeting)
    return bool(re.search(known, greeting)) and not denied


def _leaks(d: Draught) -> Iterable[str]:
    """A template or phrase that carries a key, a card or somebody's number."""
    for rule in (secrets, personal, accounts):
        yield from rule(d.proper, dt.date.min)


def _phases_late(d: Draught) -> Iterable[str]:
    """Phases that begin before the one before them may end, or end after the call does."""
    for before, phase in pairwise(d.goal.phases):
        if phase.starts < before.ends:
            yield (
                f'phase "{phase.id}" starts at {phase.starts} s, '
                f'before "{before.id}" ends at {before.ends} s'
            )
    for phase in d.goal.phases:
        if phase.ends > d.max_seconds:
            yield (
                f'phase "{phase.id}" ends at {phase.ends} s, after the limit of '
                f"{d.max_seconds} s ([voice] max_seconds)"
            )


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


TEXT_RULES: tuple[tuple[Literal["error", "warning"], Rule], ...] = (
    ("error", _tools),
    ("error", _unfilled),
    ("error", _phases),
    ("error", _sections),
    ("error", _disclosure),
    ("error", _leaks),
    ("error", fence),
    ("error", guarded),
    ("warning", own_facts),
    ("warning", _phases_late),
    ("warning", _variety),
    ("warning", _unheard),
    ("warning", _unspeakable),
    ("warning", _long),
    ("warning", _shouting),
)
