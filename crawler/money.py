"""Amounts of money in running text: what is asked, for what period, how binding, what is no price.

Numbers follow the marks of any European language and of India: "1.234,56", "1,234.56", "1 234,56",
"1'234.50", "1,50,000", "49,-". A single mark before exactly three digits groups thousands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from crawler.currency import currency_of
from crawler.money_grammar import Grammar, currency_words, grammar_of
from crawler.money_periods import only_period, period_after, period_in
from crawler.records import Period, Qualifier

__all__ = ["Money", "decimal_string", "find_money", "only_period", "period_in"]

_DIGIT = re.compile(r"\d")
_CLAUSE = re.compile(r"[!?;]|\.\s+(?=[A-ZÀ-Þ])")
_CUT_BEFORE = re.compile(r"(?<!\w)(?:de|van|da)\s*$", re.IGNORECASE)
_CUT_AFTER = re.compile(r"\s*(?:por|voor|a\s+soli|a\s+solo)\s*\S{0,3}\s?\d", re.IGNORECASE)
"""The old price of "de R$ 99 por R$ 79"."""
_CENTS = re.compile(r"(?<!\d)\d{1,2}[.,]\d\d$")
"""A whole amount with its decimals: digits before it are of something else, "Zone 1 70,00 €"."""
_DASHED = re.compile(r"\d[.,:][-–—]{1,2}$")
_CROWNS = {"da": "kr", "sv": "kr", "no": "kr", "nb": "kr", "nn": "kr", "cs": "Kč"}
"""Languages whose price lists write "450,-" or "450:-" without a sign, and the sign."""
_SPACED = frozenset(
    {
        "fr",
        "pl",
        "cs",
        "sv",
        "da",
        "no",
        "nb",
        "es",
        "pt",
        "de",
        "ru",
        "uk",
        "hu",
        "it",
        "nn",
        "fi",
        "ro",
        "sk",
    }
)
"""Languages that group thousands with a space."""


@dataclass(frozen=True, slots=True)
class Money:
    """One statement of an amount in a text."""

    start: int
    end: int
    """The part of the text that states it, with its qualifier and period."""
    amount: str | None
    amount_max: str | None = None
    currency: str | None = None
    sign: str = ""
    """The sign, code or word that showed it to be money."""
    period: Period | None = None
    qualifier: Qualifier = Qualifier.EXACT
    fault: str | None = None
    """Why it is not what a customer pays: old, saving, fee, instalment or scale."""


def decimal_string(written: str) -> str:
    """The decimal string of a number as it is written: "1.234,50" → "1234.50"."""
    digits = re.sub(r"[.,:][-–—]{1,2}$", "", written).replace("’", "'")
    digits = digits.replace(" ", "").replace("'", "")
    marks = [c for c in digits if c in ".,"]
    if marks:
        last = digits.rfind(marks[-1])
        decimals = len(digits) - last - 1
        if decimals == 3 or (len(set(marks)) == 1 and len(marks) > 1):
            digits = digits.replace(",", "").replace(".", "")
        else:
            whole = digits[:last].replace(",", "").replace(".", "")
            digits = f"{whole}.{digits[last + 1 :]}"
    value = Decimal(digits)
    whole_number = value == value.to_integral_value()
    return str(value.to_integral_value()) if whole_number else str(value.quantize(Decimal("0.01")))


@lru_cache(maxsize=4096)
def find_money(text: str, language: str | None = None) -> tuple[Money, ...]:
    """Every amount of money stated in `text`, in order, a range as one; no prices have a fault."""
    if not _DIGIT.search(text):
        return ()
    grammar = grammar_of(language)
    found: list[Money] = []
    matches = list(grammar.quantity.finditer(text))
    n = 0
    while n < len(matches):
        match = matches[n]
        money = _single(match, language)
        following = matches[n + 1] if n + 1 < len(matches) else None
        if following is not None and (
            joined := _range(text, match, following, money, grammar, language)
        ):
            money = joined
            n += 1
        n += 1
        if money is not None and not money.sign and _DASHED.search(match[0]):
            money = _in_crowns(money, language)
        if money is not None and money.sign and not _broken(text, match):
            found.append(_in_context(text, money, grammar, found[-1].end if found else 0))
    return tuple(found)


def _broken(text: str, match: re.Match[str]) -> bool:
    """Whether digits that may belong to the number stand apart from it: "29 90 €", "€29 90"."""
    if match["n2"] and re.search(r"(?<![:/x×])\d\s$", text[: match.start()]):
        return not _CENTS.search(match["n2"])
    following = re.match(r"\s\d\d(?![\d.,:/-]|\s*[^\W\d])", text[match.end() :])
    return bool(match["n1"]) and following is not None


def _single(match: re.Match[str], language: str | None) -> Money | None:
    number = match["n1"] or match["n2"] or match["n3"]
    sign = match["code"] or match["pre"] or match["post"] or ""
    if " " in number and language is not None and language not in _SPACED:
        head, _, number = number.rpartition(" ") if not match["pre"] else ("", "", number)
        if head:
            return None
    scale = match["k1"] or match["k2"] or match["k3"]
    amount = decimal_string(number)
    return Money(
        match.start(),
        match.end(),
        amount,
        currency=_currency(sign, language),
        sign=sign,
        fault="scale" if scale else None,
    )


def _currency(sign: str, language: str | None) -> str | None:
    if code := currency_words(language).get(sign.casefold()):
        return code
    return currency_of(sign, language=language) if sign else None


def _in_crowns(money: Money, language: str | None) -> Money | None:
    """`money` written "450,-" without a sign, as price lists in crowns have it."""
    sign = _CROWNS.get(language or "")
    return (
        replace(money, sign=sign, currency=currency_of(sign, language=language)) if sign else None
    )


def _range(
    text: str,
    first: re.Match[str],
    second: re.Match[str],
    low: Money | None,
    grammar: Grammar,
    language: str | None,
) -> Money | None:
    high = _single(second, language)
    if (
        low is None
        or high is None
        or not (low.sign or high.sign)
        or low.amount is None
        or high.amount is None
    ):
        return None
    if not grammar.join.fullmatch(text[first.end() : second.start()]):
        return None
    plain = re.fullmatch(r"\s*[-–—]\s*", text[first.end() : second.start()]) is not None
    if (
        not plain
        and not grammar.between.search(text[: first.start()])
        and not low.sign
        and not high.sign
    ):
        return None
    if Decimal(low.amount) >= Decimal(high.amount):
        return None
    opening = grammar.between.search(text[: first.start()])
    return Money(
        opening.start() if opening else first.start(),
        second.end(),
        low.amount,
        high.amount,
        currency=high.currency or low.currency,
        sign=high.sign or low.sign,
        qualifier=Qualifier.RANGE,
        fault=low.fault or high.fault,
    )


def _in_context(text: str, money: Money, grammar: Grammar, since: int) -> Money:
    """`money` with the qualifier, the period and the fault that the words around it give."""
    before, start, end = text[since : money.start], money.start, money.end
    qualifier, fault = money.qualifier, money.fault
    for pattern, meaning in ((grammar.lower, Qualifier.FROM), (grammar.upper, Qualifier.UP_TO)):
        if qualifier is Qualifier.EXACT and (match := pattern.search(before)):
            qualifier, start = meaning, since + match.start()
            before = text[since:start]
    if qualifier is Qualifier.EXACT and (match := grammar.open_end.match(text, end)):
        qualifier, end = Qualifier.FROM, match.end()
    if money.amount == "0":
        qualifier = Qualifier.FREE
    period, end = period_after(text, end, grammar)
    if qualifier is Qualifier.EXACT and (match := grammar.lower_after.match(text, end)):
        qualifier, end = Qualifier.FROM, match.end()
    if period is None and (match := grammar.adverb_before.search(before)):
        period = grammar.adverbs[" ".join(match["adverb"].casefold().split())]
    clause = _CLAUSE.split(before)[-1]
    for name, pattern in grammar.faults_before:
        fault = fault or (name if pattern.search(clause) else None)
    if _CUT_BEFORE.search(clause) and _CUT_AFTER.match(text, money.end):
        fault = "old"
    for name, pattern in grammar.faults_after:
        fault = fault or (
            name if pattern.match(text, end) or pattern.match(text, money.end) else None
        )
    return replace(money, start=start, end=end, qualifier=qualifier, period=period, fault=fault)
