"""How prices, phones and mail addresses are said, beside the digits as the page writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache

import phonenumbers
from babel import localedata
from babel.numbers import format_currency, format_decimal

from compiler.texts import Locale, Spoken
from crawler.records import Price, Qualifier, Source

_PHONE = re.compile(r"[+(]?\d[\d\s().\-/]{5,20}\d")
_PHONE_DIGITS = 7
_TOO_MUCH = 10**15
"""No price; such digits are told as they stand."""
_NUMBER = re.compile(r"\d(?:[\d.,' \u00a0\u202f’]*\d)?")
_SIGN_BEFORE = re.compile(
    r"(?:[A-Z]{2,3}\s?)?[$€£¥₹₩₺₽₴₪฿]\s?$|(?<![A-Za-z])(?:[A-Z]{3}|CHF|Rs\.?|kr\.?|zł)\s?$"
)
_SIGN_AFTER = re.compile(r"^(?:\s?[$€£¥₹₩₺₽₴₪฿]|\s?(?:[A-Z]{3}|zł|Kč|kr|Ft|lei|лв)\b|,[-–—])")


def written_amount(amount: str, price: Price) -> str:
    """`amount` with its currency sign as the page writes it ("$15,000"), else as the record's
    language writes numbers.
    """
    for source in price.sources:
        if found := _in_quote(amount, source.quote):
            return found
    number = _number(amount, _babel_tag(price.language))
    return f"{number} {price.currency}" if price.currency else number


def written_price(price: Price, labels: Spoken) -> str:
    """The price in the page's digits, with qualifier and period in the words of `labels`: "from
    $4,200 per person".
    """
    if price.amount is None:
        return labels.free if price.qualifier is Qualifier.FREE else labels.on_request
    low = written_amount(price.amount, price)
    high = written_amount(price.amount_max, price) if price.amount_max else None
    return _worded(price, low, high, labels)


def spoken_price(price: Price, locale: Locale) -> str:
    """The price as it is said in the locale's language: "from 4,200 US dollars per person"."""
    if price.amount is None:
        return written_price(price, locale.spoken)
    low = spoken_amount(price.amount, price.currency, locale.tag)
    if price.amount_max is None:
        return _worded(price, low, None, locale.spoken)
    high = spoken_amount(price.amount_max, price.currency, locale.tag)
    return _worded(price, _number(price.amount, locale.tag), high, locale.spoken)


def _worded(price: Price, low: str, high: str | None, words: Spoken) -> str:
    text = low
    if high is not None:
        text = words.range.format(low=low, high=high)
    elif price.qualifier is Qualifier.FROM:
        text = words.from_.format(price=low)
    elif price.qualifier is Qualifier.UP_TO:
        text = words.up_to.format(price=low)
    return words.periods[price.period].format(price=text) if price.period else text


@lru_cache(maxsize=4096)
def spoken_amount(amount: str, currency: str | None, tag: str) -> str:
    """The number with the currency's name, as the language `tag` says it."""
    value = _decimal(amount)
    if value is None:
        return amount
    if currency is None:
        return _number(amount, tag)
    text = format_currency(
        value,
        currency,
        locale=tag,
        format_type="name",
        currency_digits=value != value.to_integral_value(),
        decimal_quantization=value != value.to_integral_value(),
    )
    return _spaces(text)


def written_phone(number: str, sources: Sequence[Source]) -> str:
    """An E.164 number as the page writes it ("(503) 555-0142"), else as it is."""
    digits = re.sub(r"\D", "", number)
    for source in sources:
        for match in _PHONE.finditer(source.quote):
            found = re.sub(r"\D", "", match[0]).removeprefix("00").lstrip("0")
            if len(found) >= _PHONE_DIGITS and digits.endswith(found):
                return match[0].strip()
    return number


def spoken_phone(number: str, spoken: Spoken) -> str:
    """An E.164 number digit by digit in its country's groups: "plus 1, 4 1 5, 5 5 5, 0 1 3 3"."""
    try:
        parsed = phonenumbers.parse(number)
        text = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    except phonenumbers.NumberParseException:
        text = number
    groups = re.findall(r"\d+", text)
    return f"{spoken.plus} " + ", ".join(" ".join(group) for group in groups)


def spoken_mail(address: str, spoken: Spoken) -> str:
    """A mail address as words: "info at acme dot com"."""
    names = {"@": spoken.at, ".": spoken.dot, "-": spoken.dash, "_": spoken.underscore}
    return " ".join("".join(f" {names[c]} " if c in names else c for c in address).split())


def _in_quote(amount: str, quote: str) -> str | None:
    for match in _NUMBER.finditer(quote):
        if not _same(match[0], amount):
            continue
        before = _SIGN_BEFORE.search(quote[: match.start()])
        after = _SIGN_AFTER.search(quote[match.end() :])
        text = (before[0] if before else "") + match[0] + (after[0] if after else "")
        return " ".join(text.split()).rstrip(",-–—")
    return None


def _same(written: str, amount: str) -> bool:
    digits = re.sub(r"[\s'’]", "", written)
    cents = re.search(r"[.,](\d{1,2})$", digits)
    whole = re.sub(r"[.,]", "", digits[: cents.start()] if cents else digits)
    value = _decimal(f"{whole}.{cents[1]}" if cents else whole)
    return value is not None and value == _decimal(amount)


def _number(amount: str, tag: str) -> str:
    value = _decimal(amount)
    if value is None:
        return amount
    pattern = "#,##0" if value == value.to_integral_value() else "#,##0.00"
    return _spaces(format_decimal(value, format=pattern, locale=tag))


def _babel_tag(language: str | None) -> str:
    """A tag that babel knows; English where the record's language is unknown."""
    return language if language in localedata.locale_identifiers() else "en"


def _spaces(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def _decimal(amount: str) -> Decimal | None:
    try:
        value = Decimal(amount)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < _TOO_MUCH else None
