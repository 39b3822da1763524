"""An amount as a page writes it: its digits, and the sign, code or word of its currency beside
them.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from babel import localedata
from babel.numbers import (
    get_currency_name,
    get_currency_precision,
    get_currency_symbol,
    list_currencies,
)

TOO_MUCH = 10**15
"""No price; such digits are told as they stand."""
_NUMBER = re.compile(r"\d(?:[\d.,' \u00a0\u202f’]*\d)?")
_CODES = "|".join(sorted(list_currencies()))
_SIGNS = "[$€£¥₹₩₺₽₴₪฿₫₦₱₡₲]"
_BEFORE = re.compile(
    rf"(?:(?:(?<![^\W\d_])(?:[A-Z]{{1,3}}|(?:{_CODES})\s))?{_SIGNS}"
    rf"|(?<![^\W\d_])(?:{_CODES}|Rs\.?|kr\.?|zł|Fr\.?|Lei|Ft))\s?$"
)
_AFTER = re.compile(
    rf"(?:[,.]?[-–—]+)?\s?(?:{_SIGNS}|[円元원]"
    rf"|(?:{_CODES}|zł|Kč|kr|Ft|lei|лв|руб|FCFA|F CFA|Fr)\b\.?)"
)
_WORD = re.compile(r"\s?([^\W\d_]+)")


def written_in(quote: str, amount: str, currency: str | None, language: str | None) -> Written:
    """Where `quote` writes `amount`: with its currency, else the bare number, else nowhere."""
    bare = None
    for match in _NUMBER.finditer(quote):
        if not is_same(match[0], amount, currency):
            continue
        before = _BEFORE.search(quote[: match.start()])
        after = None if before else _sign_after(quote[match.end() :], currency, language)
        text = (before[0] if before else "") + match[0] + (after or "")
        text = " ".join(text.split())
        if before or after:
            return text, True
        bare = bare or text
    return bare, False


Written = tuple[str | None, bool]
"""The words of the page and whether they name the currency."""


def is_same(written: str, amount: str, currency: str | None) -> bool:
    """Whether the digits of a page are the amount: "1.250,00" is "1250"."""
    digits = re.sub(r"[\s'’]", "", written)
    decimals = get_currency_precision(currency) if currency in _known() else 2
    cents = re.search(rf"[.,](\d{{1,2}}{'|[0-9]{3}' if decimals > 2 else ''})$", digits)
    whole = re.sub(r"[.,]", "", digits[: cents.start()] if cents else digits)
    value = decimal(f"{whole}.{cents[1]}" if cents else whole)
    return value is not None and value == decimal(amount)


def decimal(amount: str) -> Decimal | None:
    """The number, if it is one that a price can have."""
    try:
        value = Decimal(amount)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < TOO_MUCH else None


def babel_tag(language: str | None) -> str:
    """A tag that babel knows; English where the record's language is unknown."""
    return language if language in localedata.locale_identifiers() else "en"


def _sign_after(rest: str, currency: str | None, language: str | None) -> str | None:
    if found := _AFTER.match(rest):
        return re.sub(r"^[,.]?[-–—]+", "", found[0])
    names = _names(currency, babel_tag(language)) if currency in _known() else frozenset()
    end = 0
    while (word := _WORD.match(rest, end)) and word[1].casefold() in names:
        end = word.end()
    return rest[:end] or None


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(list_currencies())


@lru_cache(maxsize=256)
def _names(currency: str, tag: str) -> frozenset[str]:
    """The words of the currency's names in the page's language and in English, as babel has them,
    in small letters.
    """
    names = {get_currency_symbol(currency, locale=t) for t in (tag, "en")}
    names |= {get_currency_name(currency, n, locale=t) for t in (tag, "en") for n in (1, 2, 5)}
    return frozenset(word.casefold() for name in names for word in re.findall(r"[^\W\d_]+", name))
