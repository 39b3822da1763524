"""What an amount buys: the period that the words beside it give, "/ month", "per 50 minutes"."""

from __future__ import annotations

import re

from crawler.money_grammar import Grammar, grammar_of, phrases
from crawler.records import Period

_PER_PERSON = re.compile(r"(?:\s*\+\s*[A-Z]{2,4})?\s*/?\s*p\.?\s?p\b\.?", re.IGNORECASE)
_PER_SOMETHING = re.compile(
    r"\s*(?:/|per\s|pro\s)\s*[^\W\d]{3,}+(?!\s*:?\s*(?:[^\W\d]+\s+)?[$€£₹]?\s?\d)"
)
"""Not the name of the next amount: "Full 25 € / Half 20 €"."""


def period_after(text: str, end: int, grammar: Grammar) -> tuple[Period | None, int]:
    """The period that the words after an amount give, and where they end."""
    if match := grammar.period_after.match(text, end):
        unit = " ".join(match["unit"].casefold().split())
        period = _unit(match["n"], unit, grammar)
        if period is Period.UNIT and (
            then := grammar.period_after.match(text, match.end())
        ):  # "/ user / month"
            longer = _unit(then["n"], " ".join(then["unit"].casefold().split()), grammar)
            return longer or period, then.end()
        return period, match.end()
    if match := grammar.adverb_after.match(text, end):
        return grammar.adverbs[" ".join(match["adverb"].casefold().split())], match.end()
    if match := _PER_PERSON.match(text, end):
        return Period.PERSON, match.end()
    if match := _PER_SOMETHING.match(text, end):
        return Period.UNIT, match.end()
    return None, end


def _unit(number: str | None, unit: str, grammar: Grammar) -> Period | None:
    """What "/ 6 weeks" or "per 50 minutes" buys: the total of several units has no period."""
    period = grammar.units.get(unit)
    if period is None:  # minutes
        return Period.SESSION if number else None
    return period if number in (None, "1") else None


def period_in(text: str, language: str | None, *, anywhere: bool = False) -> Period | None:
    """The period that `text`, standing beside an amount, gives: "/ month", "one-time", "per person,
    plus VAT".
    """
    grammar = grammar_of(language)
    if not anywhere:
        return period_after(text, 0, grammar)[0]
    if match := grammar.period_after.search(text):
        period = _unit(match["n"], " ".join(match["unit"].casefold().split()), grammar)
        kinds = period is Period.PERSON and " / " in match[0]  # "Pensioner / student"
        priced = phrases("money", "price", language).search(text[: match.start()])
        return None if kinds and not priced else period
    if match := grammar.adverb_before.search(text):
        return grammar.adverbs[" ".join(match["adverb"].casefold().split())]
    return None


def only_period(text: str, language: str | None) -> bool:
    """Whether `text` names a period and nothing else: "per month", "/ 50 min", "one-time"."""
    grammar = grammar_of(language)
    words_only = text.strip(" .·()-–")
    found = (p.match(words_only) for p in (grammar.period_after, grammar.adverb_after))
    return any(m is not None and m.end() == len(words_only) for m in found)
