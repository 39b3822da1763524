"""Amounts and phones as they are said, beside the digits that the page writes."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

import phonenumbers
from babel import UnknownLocaleError
from babel.numbers import format_currency

from crawler.records import Price


def spoken_amount(amount: str, price: Price) -> str:
    """`amount` with its currency's name in the record's language: "4,200 US dollars"."""
    if price.currency is None:
        return amount
    try:
        value = Decimal(amount)
        cents = value != value.to_integral_value()
        words = format_currency(
            value,
            price.currency,
            locale=price.language or "en",
            format_type="name",
            currency_digits=cents,
            decimal_quantization=cents,
        )
    except (UnknownLocaleError, ValueError, InvalidOperation):
        return f"{amount} {price.currency}"
    return words.replace("\xa0", " ").replace("\u202f", " ")


def spoken_phone(number: str) -> str:
    """An E.164 number digit by digit in its country's groups: "+1, 5 5 5, 0 1 0, 0 2 0 0"."""
    try:
        parsed = phonenumbers.parse(number)
        text = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    except phonenumbers.NumberParseException:
        return number
    country, *groups = re.findall(r"\d+", text)
    return ", ".join((f"+{country}", *(" ".join(group) for group in groups)))
