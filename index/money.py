"""The price of a record as its page writes it."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from babel import UnknownLocaleError
from babel.numbers import format_currency

from crawler.records import Price

SIGN = (
    r"(?:[$€£¥₹₽₺₴₪₩฿]|zł|kr\.?|CHF|EUR|USD|GBP|PLN|INR|Rs\.?|R\$|US\$|CA\$|A\$|Fr\.|Kč|Ft|lei|euros?"
    r"|dollars?)"
)
_MONEY = re.compile(
    rf"(?:{SIGN}\s?)?\d(?:[\d.,'’\u00a0\u202f ]*\d)?(?:[.,][-–—]+)?(?:\s?{SIGN})?(?!\w)",
    re.IGNORECASE,
)


def written(amount: str, price: Price) -> str:
    """`amount` in the page's own spelling ("1.290 €"); in its language's where no quote has it."""
    wanted = _number(amount)
    for source in price.sources:
        for match in _MONEY.finditer(source.quote):
            words = match.group().strip()
            if _number(words) == wanted and re.search(SIGN, words, re.IGNORECASE):
                return words
    return _formatted(amount, price)


def _number(words: str) -> Decimal | None:
    """The number in `words`; the last separator is decimal when one or two digits follow it."""
    digits = re.sub(r"[^\d.,]", "", words).rstrip(".,")
    if match := re.search(r"[.,](\d{1,2})$", digits):
        digits = re.sub(r"[.,]", "", digits[: match.start()]) + "." + match[1]
    else:
        digits = re.sub(r"[.,]", "", digits)
    try:
        return Decimal(digits)
    except InvalidOperation:
        return None


def _formatted(amount: str, price: Price) -> str:
    if price.currency is None:
        return amount
    try:
        value = Decimal(amount)
        words = format_currency(value, price.currency, locale=price.language or "en")
        whole = re.sub(r"[.,]00(?!\d)", "", words) if value == value.to_integral_value() else words
        return whole.replace("\xa0", " ")
    except (UnknownLocaleError, ValueError, InvalidOperation):
        return f"{amount} {price.currency}"
