"""How prices, phones and mail addresses are said, beside the digits as the page writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import phonenumbers
from babel.numbers import format_currency, format_decimal, get_currency_precision

from compiler.texts import Locale, Spoken
from compiler.written import babel_tag, decimal, written_in
from crawler.records import Price, Qualifier, Source

_PHONE = re.compile(r"[+(]?\d[\d\s().\-/]{5,20}\d")
_PHONE_DIGITS = 7


def written_amount(amount: str, price: Price) -> str:
    """`amount` with its currency as the page writes it ("$15,000", "120 euros"), else the page's
    digits, or those of the record's language, with the code of the currency.
    """
    text, named = _written(amount, price)
    return text if named or not price.currency else f"{text} {price.currency}"


def written_price(price: Price, labels: Spoken) -> str:
    """The price in the page's digits, with qualifier and period in the words of `labels`: "from
    $4,200 per person".
    """
    if price.amount is None:
        return labels.free if price.qualifier is Qualifier.FREE else labels.on_request
    if not price.amount_max:
        return _worded(price, written_amount(price.amount, price), None, labels)
    (low, named), high = _written(price.amount, price), written_amount(price.amount_max, price)
    if named:  # "€100 to 200" names it once
        high, _ = _written(price.amount_max, price)
    return _worded(price, low, high, labels)


def _written(amount: str, price: Price) -> tuple[str, bool]:
    """The amount in digits, and whether its currency stands with them."""
    bare = None
    for source in price.sources:
        text, named = written_in(source.quote, amount, price.currency, price.language)
        if text and named:
            return text, True
        bare = bare or text
    return bare or _number(amount, babel_tag(price.language), price.currency), False


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
    value = decimal(amount)
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


def _number(amount: str, tag: str, currency: str | None = None) -> str:
    value = decimal(amount)
    if value is None:
        return amount
    whole = value == value.to_integral_value()
    cents = get_currency_precision(currency) if currency else 2
    pattern = "#,##0" if whole else f"#,##0.{'0' * max(cents, 2)}"
    return _spaces(format_decimal(value, format=pattern, locale=tag))


def _spaces(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")
