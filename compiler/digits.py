"""Runs of digits in running text: which of them somebody could dial.

A run of seven digits or more is taken for a phone unless its shape or the words before it say
what else it is: dates, times, years, an amount, a grouped number, a postal code, a row of sizes, a
number that is named ("ISBN", "Company no.", "NIP"). Where a sentence speaks of calling, only shapes
that no phone has count. Labels are those of the crawler's lexicons.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from babel.numbers import list_currencies

from crawler.lexicon import any_of, words

_ENOUGH = re.compile(r"(?:\d\D{0,3}){6}\d")
_CLOSE = r"[\s ().\-/–—_]{0,3}"
_CLOSE_RUN = re.compile(rf"(?<!\d)(?:\+|00|\()?\d(?:{_CLOSE}\d){{6,}}(?![\d%])")
_WIDE_RUN = re.compile(r"(?<!\d)\+?\d(?:(?:_|[^\w×%$€£¥+]){0,3}\d){7,}(?![\d%])")
"""Also digits that commas, colons, dots in the middle and other signs part."""

_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:1[89]|20)\d{2}"
_CLOCK, _HOUR = r"(?:[01]?\d|2[0-4])[.:][0-5]\d(?::[0-5]\d)?", r"(?:[01]?\d|2[0-4])"
_TO = r"\s?[-–—]\s?"
_DATE = (
    rf"(?:{_YEAR}[-/.]{_MONTH}[-/.]{_DAY}"
    rf"|{_DAY}[-/.]\s?{_MONTH}[-/.]\s?(?:{_YEAR}|\d{{2}})"
    rf"|{_MONTH}[-/.]{_DAY}[-/.](?:{_YEAR}|\d{{2}}))"
)
_HOURS = rf"(?:{_CLOCK}|{_HOUR}){_TO}(?:{_CLOCK}|{_HOUR})(?![\d.:])"
_WHEN = re.compile(
    rf"(?P<when>(?:{_DATE}(?:{_TO}{_DATE})?|{_DAY}\.(?:{_MONTH}\.)?{_TO}{_DATE}"
    rf"|{_HOURS}(?:/{_HOURS})*|{_CLOCK}|{_MONTH}[/.]{_YEAR})(?!\d|[.:]\d))"
    rf"|(?P<years>{_YEAR}(?:(?:{_TO}|/)(?:{_YEAR}|\d{{2}}))?(?!\d))"
    r"|(?P<number>\d{1,3}(?!\d))|(?P<sign>[^\w+]*[^\w+.:/-][^\w+]*|[.)]$)"
)
_LOOSE = 1
"""Numbers beside a date or time that are not part of it: "12.5.2027 10h", "from 1.6.2027 250"."""

_GROUPED = r"\d{1,3}(?:[., ]\d{3})+(?:[.,]\d{1,2})?"
_AMOUNT = re.compile(rf"(?:{_GROUPED}|\d{{1,7}})(?:\s?[-–]\s?(?:{_GROUPED}|\d{{1,7}}))?")
_CODES = "|".join(sorted(list_currencies()))
_CURRENCY_AFTER = re.compile(
    rf"\s?(?:[$€£¥₹₩₺₴₪]|(?:{_CODES})\b|(?i:euros?|dollars?|z[lł]|kč|kr|ft|lei)\b)"
)
_CURRENCY_BEFORE = re.compile(rf"(?:[$€£¥₹₩₺₴₪]|\b(?:{_CODES}))\s?$")
_NUMBER = re.compile(
    r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?"  # thousands
    r"|\d{1,3}(?:\.\d{3})+,\d{1,2}"
    r"|\d{5}-\d{4}"  # a US postal code
    r"|\d[. ]\d{3}[. ]\d{3}"
    r"|(?:19|20)\d{2}/\d{1,4}|\d{1,4}/(?:19|20)\d{2}"  # laws: (EU) 2016/679, 34/2002
)
_ROUND = re.compile(
    r"\d{1,2}(?:\.\d{3}){2,}|\d{1,2} \d{3}(?: 000)+|\d{3}(?:[. ]000){2,}"  # millions
    r"|\d{4}-\d{3}|\d{5}-\d{3}"  # postal codes of Portugal and Brazil
    r"|(\d{2})\d{3}(?:[-– ]\1\d{3})+"  # of one town
    r"|(?:[01]\d|2[0-4])(?:00|15|30|45)\s?[-–]\s?(?:[01]\d|2[0-4])(?:00|15|30|45)"  # hours
)
_POSTAL = re.compile(r"\d{3}-\d{4}|(?:[1-9]\d{0,3}(?:-\d{1,3})?,? )?\d{4,5}-\d{3}")
"""In an address: Japan, Portugal, Brazil, with the number of the house."""
_CODE = re.compile(r"(?<![^\W\d_])(?!TEL|FON|TLF|SMS|WA)[A-Z]{1,3}$")
"""Letters that a product number, a VAT number or an account begins with."""
_YEARLY = re.compile(r"(?:19|20)\d{2}[-/]\d+")
"""Of a file reference: "JA-2026-265098"."""
_LETTERED = re.compile(r"[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")
_LABEL_REACH = 40
_FAX = ("fax", "telefax", "télécopie", "faks", "télécopieur")
_MORE_LABELS = (
    "isbn", "issn", "ean", "gtin", "upc", "asin", "doi", "charity", "charity no", "registered in",
    "vat reg", "art.-nr.", "artikel-nr", "bestell-nr", "model no", "serial no", "serial number",
    "product no", "product number", "product code", "item number", "número de serie",
    "numer seryjny", "modèle", "référence", "codice articolo", "numero di serie", "ref.", "p. iva",
    "krs", "regon", "matrikelnummer", "kundennummer", "mitgliedsnummer", "seriennummer",
    "modellnummer", "lizenznummer", "zulassungsnummer",
)  # fmt: skip
_WEAK_CALLS = {"numero", "numéro", "standard", "vast", "mobile", "mobil", "fixe", "fijo", "bel"}


def phones(text: str, *, address: bool = False) -> Iterator[tuple[int, int]]:
    """Start and end of every run of digits in `text` that could be dialled; `address`: the whole
    text is a postal address.
    """
    if not _ENOUGH.search(text):
        return
    found = [m.span() for m in _CLOSE_RUN.finditer(text) if not _is_other(m, address)]
    yield from found
    for match in _WIDE_RUN.finditer(text):
        taken = any(start < match.end() and match.start() < end for start, end in found)
        if not taken and _is_dialled(match[0]) and not _is_other(match, address):
            yield match.span()


def _is_other(match: re.Match[str], address: bool) -> bool:
    """Whether shape or name say that the run is something else than a phone."""
    text = match[0].strip().removeprefix("(")
    if _NUMBER.fullmatch(text.removeprefix("+")) or _is_account(match):
        return True
    if text.startswith("+"):
        return bool(_ROUND.fullmatch(text[1:]) and not _calls().search(match.string))
    if _is_when(text) or _is_money(match) or _is_named(match):
        return True
    if _calls().search(match.string):
        return False
    shaped = _ROUND.fullmatch(text) or (address and _POSTAL.fullmatch(text))
    return bool(shaped) or _is_row(text) or _is_code(match)


def _is_code(match: re.Match[str]) -> bool:
    """Whether capitals touch the digits: "DE123456789", "15242969H", "JA-2026-265098"."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    filed = re.search(r"[A-Z]-$", before) and _YEARLY.fullmatch(match[0])
    return bool(_CODE.search(before) or filed or re.match(r"[A-Z](?![a-z])", after))


def _is_dialled(run: str) -> bool:
    """Whether a run with unusual signs between its digits reads as a phone: it has a plus, a group
    that begins with nought, groups of three, three and four digits, or single digits only.
    """
    if run.isdigit():
        return False
    lengths = [len(group) for group in re.findall(r"\d+", run)]
    zeros = re.search(r"(?<![\d.,'’:/–-])0\d", run)
    parted = lengths == [3, 3, 4] and not re.search(r"0(?!\d)", run)
    return run.startswith("+") or bool(zeros) or parted or max(lengths) == 1


def _is_when(text: str) -> bool:
    """Whether the run is dates, times, years and hours of the day, with at most one number more."""
    place, certain, loose = 0, False, 0
    while place < len(text):
        match = _WHEN.match(text, place)
        if match is None or match.end() == place:
            return False
        certain |= match.lastgroup == "when"
        loose += match.lastgroup == "number"
        place = match.end()
    return loose <= (_LOOSE if certain else 0)


def _is_money(match: re.Match[str]) -> bool:
    before, after = match.string[: match.start()], match.string[match.end() :]
    priced = _CURRENCY_BEFORE.search(before) or _CURRENCY_AFTER.match(after)
    return bool(priced and _AMOUNT.fullmatch(match[0].strip()))


def _is_row(text: str) -> bool:
    """Whether the numbers climb in equal steps: sizes, "10/20/30/40"."""
    if text[0] == "0":
        return False
    numbers = [int(n) for n in re.findall(r"\d+", text)]
    steps = {b - a for a, b in pairwise(numbers)}
    few = len(numbers) == 3 and numbers[0] % 50 == 0 and steps == {numbers[0]} and " " not in text
    climbs = len(steps) == 1 and min(steps) > 0
    return climbs and (few or len(numbers) > 3) and max(numbers) < 10_000


def _is_account(match: re.Match[str]) -> bool:
    """Whether the run stands inside an IBAN; lint warns of those."""
    for account in _LETTERED.finditer(match.string):
        if account.start() <= match.start() and match.end() <= account.end():
            return is_iban(account[0].replace(" ", ""))
    return False


def is_iban(text: str) -> bool:
    """Whether the check digits of `text` are right (ISO 13616, modulo 97)."""
    turned = text[4:] + text[:4]
    return int("".join(str(int(c, 36)) for c in turned)) % 97 == 1


def _is_named(match: re.Match[str]) -> bool:
    """Whether the words right before the run name it, and nothing near says to call."""
    before = match.string[max(0, match.start() - _LABEL_REACH) : match.start()]
    if _calls().search(before + match.string[match.end() : match.end() + _LABEL_REACH]):
        return False
    before = re.split(r"[;|•]|\d{3,}", before)[-1]
    return any(len(m[0]) > 3 or m[0].isupper() for m in _labels().finditer(before))


@cache
def _labels() -> re.Pattern[str]:
    found = {*words("contact", "not_phone_words"), *_MORE_LABELS} - {*_FAX, "capital", "conta"}
    return re.compile(rf"(?i)(?<!\w){any_of(sorted(found))}(?!\w)")


@cache
def _calls() -> re.Pattern[str]:
    found = {*words("contact", "phone_words")} - {*words("contact", "address_words")} - _WEAK_CALLS
    return re.compile(rf"(?i)(?<!\w){any_of(sorted(found))}(?!\w)")
