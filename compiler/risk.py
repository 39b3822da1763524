"""How much a changed wording matters: what somebody could be sent to or charged ranks first."""

from __future__ import annotations

import re

_CALL = r"\+?\(?\d[\d ()./\-\u00a0]{6,}\d"
_MAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_LINK = r"https?://\S+|(?<![\w@])[\w-]{2,}(?:\.[\w-]{2,})*\.[^\W\d_]{2,}(?:/\S*)?(?!\w)"
_SIGN = r"[$€£¥₹₽₺₴₩฿]|zł|kr\b|Kč|lei\b|(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])"
_MONEY = rf"(?:{_SIGN})\s?\d[\d.,\s]*\d?|\d[\d.,\u00a0\u202f ]*\s?(?:{_SIGN}|%)"
_DELICATE = re.compile(f"{_MAIL}|{_LINK}|{_MONEY}|{_CALL}")

CONTACTS = 3
"""Contacts, prices, links and what sounds like an order."""
TERMS = 2
"""Promises and terms."""
WORDING = 1


def delicate(text: str) -> frozenset[str]:
    """Mail addresses, links, phone numbers, amounts and percentages in `text`, without spaces.

    A coarse net: it decides what a person reads first, nothing else.
    """
    found = (re.sub(r"\s", "", match[0]) for match in _DELICATE.finditer(text))
    return frozenset(words.strip(".,;:") for words in found)


def risk_of(old: str, new: str, *, least: int = WORDING) -> int:
    """The risk of a text that changed from `old` to `new`: 3 when something delicate came, went or
    changed, else `least`.
    """
    return CONTACTS if delicate(old) != delicate(new) else least
