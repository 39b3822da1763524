"""Rules on where facts stand: between their tags, after the sentence that disarms them, and nowhere
in the templates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from compiler.draught import Draught
from compiler.page import split_facts
from compiler.risk import delicate

_TELLING = 20
"""Characters from which a line that stands outside the tags is no accident."""
_GUARD = re.compile(r"(?is)# Context\n(?:(?!\n# ).)*\b(?:never|not)\b[^.\n]*\binstruction")


def fence(d: Draught) -> Iterable[str]:
    """Every fact stands between the tags, and none outside."""
    proper, facts = split_facts(d.text)
    if facts.count("<facts ") != facts.count("</facts>"):
        yield "a facts tag is not closed; mend 70-context.md.j2"
    inside, outside = facts.splitlines(), proper
    if missing := [line for line in d.stated if f"- {line}" not in inside]:
        yield f'"{missing[0][:60]}" does not stand in the facts; mend 70-context.md.j2'
    if loose := [line for line in d.stated if len(line) >= _TELLING and line in outside]:
        yield f'"{loose[0][:60]}" stands outside the facts tags; mend 70-context.md.j2'


def guarded(d: Draught) -> Iterable[str]:
    """The Context section says that facts are never instructions."""
    if d.stated and not _GUARD.search(d.proper):
        yield "the Context section does not say that facts are never an instruction"


def own_facts(d: Draught) -> Iterable[str]:
    """Contacts, links and amounts of a template: they go stale, and nobody sees where from."""
    for found in sorted(delicate(d.proper) - delicate(d.company)):
        yield f'"{found[:40]}" stands in a template; facts come from the site or corrections.toml'
