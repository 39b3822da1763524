"""What is wrong with a text before anybody hears it: errors hold a release, warnings inform.

A rule reads the instructions proper, the facts, or both. The rules of wording are those of the
vendor's prompting guide for Realtime models (2.x); the rest keeps promises of our own: named tools
exist, phases can be left, nothing private.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from compiler.draught import Draught
from compiler.factcheck import FACT_RULES
from compiler.facts import Facts
from compiler.finding import Finding
from compiler.notes import Why
from compiler.rules import CompileRules
from compiler.wording import TEXT_RULES


def lint_text(draught: Draught, rules: CompileRules) -> tuple[Finding, ...]:
    """What is wrong with one text, its facts apart."""
    found = [
        Finding(level=level, rule=rule.__name__.strip("_"), where=draught.script.name, message=m)
        for level, rule in TEXT_RULES
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
        for level, rule in FACT_RULES
        for m in rule(stated, facts.today)
    ]
    if facts.language and facts.language not in set(locales):
        message = f'there is no locale for "{facts.language}"; the English one stands in'
        found.append(Finding(level="warning", rule="locale", where="facts", message=message))
    for note in facts.notes:
        if rule_name := _NOTED.get(note.why):
            message = f"{note.about}: {note.text}{_NEXT.get(note.why, '')}"
            found.append(Finding(level="warning", rule=rule_name, where="facts", message=message))
    return (*found, *_contradictory_prices(facts), *_bare_prices(facts))


_NEXT = {Why.FOREIGN: "; if it is yours, add it to [compile] approved_contacts"}
_NOTED = {Why.CORRECTION: "correction", Why.FOREIGN: "foreign_contact", Why.DISPUTED: "disputed"}


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


def _bare_prices(facts: Facts) -> Iterable[Finding]:
    """A number without a currency cannot be said as a price."""
    for price in facts.prices:
        if price.amount and not price.currency:
            message = f"{price.key}: {price.amount} has no currency; add it with a correction"
            yield Finding(level="warning", rule="currency", where="facts", message=message)
