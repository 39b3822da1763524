"""Rules on the facts that instructions state, whatever the text around them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from typing import Literal

from compiler.digits import is_iban
from compiler.orders import sounds_like_order
from compiler.stale import stale_words

FactRule = Callable[[str, dt.date], Iterable[str]]

_SECRET = re.compile(
    r"\b(?:sk|ek|pk|rk)[-_][A-Za-z0-9_-]{16,}|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}"
    r"|\bxox[abprs]-[A-Za-z0-9-]{10,}|-----BEGIN [A-Z ]*KEY|\beyJ[\w-]{10,}\.[\w-]{10,}\."
    r"|(?i:\b(?:password|passwd|api[_ ]?key|secret)\b\s*[:=–]\s*\S{6,})"
)
_SSN = re.compile(r"\b\d{3}-\d{2}-\d{4}\b")
_CARD = re.compile(r"(?<!\d)[3-6]\d{3}([ -]?)(?:\d{4}\1\d{4}\1\d{4}|\d{6}\1\d{5})(?!\d)")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")
_LINK = re.compile(r"https?://|\bwww\.|\]\(")


def secrets(stated: str, _: dt.date) -> Iterable[str]:
    """Keys and passwords, by their shapes."""
    for match in _SECRET.finditer(stated):
        yield f'"{match[0][:8]}…" looks like a secret'


def personal(stated: str, _: dt.date) -> Iterable[str]:
    """Card numbers have no place in a prompt."""
    for match in _CARD.finditer(stated):
        digits = re.sub(r"\D", "", match[0])
        if _luhn(digits):
            yield f"a card number ending in {digits[-4:]}"


def accounts(stated: str, _: dt.date) -> Iterable[str]:
    """Bank accounts and numbers of persons: a site may want them public, a person decides."""
    for match in _IBAN.finditer(stated):
        if is_iban(match[0].replace(" ", "")):
            yield f"a bank account ending in {match[0][-4:]}"
    for match in _SSN.finditer(stated):
        yield f"a social security number ending in {match[0][-4:]}"


def _luhn(digits: str) -> bool:
    if not 13 <= len(digits) <= 19:
        return False
    doubled = (int(c) * (1 + i % 2) for i, c in enumerate(reversed(digits)))
    return sum(n // 10 + n % 10 for n in doubled) % 10 == 0


def _links(stated: str, _: dt.date) -> Iterable[str]:
    for match in _LINK.finditer(stated):
        yield f'a link stands in the facts: "{stated[match.start() : match.start() + 40]}"'


def _stale(stated: str, today: dt.date) -> Iterable[str]:
    for words in stale_words(stated, today):
        yield f'"{words}" is over'


def _orders(stated: str, _: dt.date) -> Iterable[str]:
    for line in stated.splitlines():
        if sounds_like_order(line):
            yield f'a fact sounds like an order: "{line[:90]}"'


FACT_RULES: tuple[tuple[Literal["error", "warning"], FactRule], ...] = (
    ("error", secrets),
    ("error", personal),
    ("warning", accounts),
    ("warning", _links),
    ("warning", _stale),
    ("warning", _orders),
)
