"""Currency signs and codes, and what an ambiguous sign means in a country."""

from __future__ import annotations

SIGNS = {
    "€": "EUR", "£": "GBP", "₹": "INR", "zł": "PLN", "Kč": "CZK", "Ft": "HUF", "₽": "RUB",
    "₴": "UAH", "₺": "TRY", "₪": "ILS", "₩": "KRW", "฿": "THB", "₫": "VND", "₱": "PHP",
    "₦": "NGN", "лв": "BGN", "R$": "BRL", "US$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD",
    "CA$": "CAD", "NZ$": "NZD", "HK$": "HKD", "S$": "SGD", "MX$": "MXN", "SFr.": "CHF",
    "Fr.": "CHF", "sFr.": "CHF", "Rs.": "INR", "Rs": "INR", "S/": "PEN",
}  # fmt: skip
"""Signs that mean one currency."""

CODES = frozenset({
    "EUR", "USD", "GBP", "CHF", "PLN", "SEK", "NOK", "DKK", "CZK", "HUF", "RON", "BGN", "TRY",
    "RUB", "UAH", "INR", "JPY", "CNY", "AUD", "CAD", "NZD", "SGD", "HKD", "ZAR", "BRL", "MXN",
    "ARS", "CLP", "COP", "PEN", "AED", "SAR", "ILS", "THB", "IDR", "MYR", "PHP", "VND", "KRW",
    "ISK", "RSD",
})  # fmt: skip
"""ISO 4217 codes that prices are written in."""

_DOLLARS = {
    "US": "USD", "CA": "CAD", "AU": "AUD", "NZ": "NZD", "SG": "SGD", "HK": "HKD", "MX": "MXN",
    "AR": "ARS", "CL": "CLP", "CO": "COP",
}  # fmt: skip
_KRONER = {"SE": "SEK", "NO": "NOK", "DK": "DKK", "IS": "ISK"}
AMBIGUOUS = {
    "$": _DOLLARS,
    "kr": _KRONER,
    "kr.": _KRONER,
    "¥": {"JP": "JPY", "CN": "CNY"},
    "lei": {"RO": "RON", "MD": "MDL"},
}
"""Signs that several countries use, with what each of them means."""

_BY_LANGUAGE = {
    ("kr", "sv"): "SEK", ("kr", "da"): "DKK", ("kr", "no"): "NOK", ("kr", "nb"): "NOK",
    ("kr", "nn"): "NOK", ("¥", "ja"): "JPY", ("¥", "zh"): "CNY", ("lei", "ro"): "RON",
}  # fmt: skip


def currency_of(
    sign: str, *, language: str | None = None, country: str | None = None
) -> str | None:
    """ISO 4217 code of `sign` (a sign or a code); None when country and language do not tell.

    A bare dollar sign with no known country is the US dollar, as most sites that write it mean.
    """
    if sign in CODES:
        return sign
    if sign in SIGNS:
        return SIGNS[sign]
    meanings = AMBIGUOUS.get(sign, {})
    if country and country.upper() in meanings:
        return meanings[country.upper()]
    if sign == "$":
        return "USD"
    return _BY_LANGUAGE.get((sign.rstrip("."), language or ""))
