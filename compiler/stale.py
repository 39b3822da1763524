"""Dates that are over in words that look ahead: "until 30 June 2026", "next open day: 14 March"."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Iterator
from functools import cache

from babel.dates import get_month_names

LANGUAGES = ("en", "es", "fr", "de", "it", "pt", "nl", "pl", "cs", "sv", "da", "nb", "ro")
_UNTIL = (
    r"until|till|through|expires?|ends?|valid to|bis|hasta|jusqu.(?:au|en|à)|fino (?:al?|all)|até"
    r"|tot|do|t\.?o\.?m\.?|til|până (?:la|pe|în)|vence"
)
_AHEAD = (
    r"next|upcoming|starts?|starting|begins?|opens?|register by|book by|nächste\w*|startet|beginnt"
    r"|próxim\w+|comienza|empieza|começa|inicia|prochaine?s?|commence|débute|prossim\w+|inizia"
    r"|volgende|start|następn\w+|najbliższ\w+|rozpoczyna|příští|začíná|nästa|börjar|næste|neste"
    r"|următo\w+"
)
_LOOKS_AHEAD = re.compile(rf"\b(?:{_UNTIL}|{_AHEAD})(?!\w)", re.IGNORECASE)
_UNTIL_YEAR = re.compile(
    rf"(?<!\d{{4}}\s)\b(?:{_UNTIL})(?!\w)\s+(?:\w+\s+of\s+)?(20\d\d)\b(?![-./]\d)", re.IGNORECASE
)
"""Not the end of a period, as in "from 2010 until 2020"."""
_NEAR = 40
"""Characters between the word that looks ahead and its date."""
_ISO = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)\b")
_NUMBERS = re.compile(r"\b(\d{1,2})([./-])(\d{1,2})\2(20\d\d)\b")


def stale_words(text: str, today: dt.date) -> Iterator[str]:
    """The words of `text` that promise something until or at a day before `today`."""
    for sentence in re.split(r"(?<=[^\d\W]{3}[.!?])\s+|\n", text):
        for word in _LOOKS_AHEAD.finditer(sentence):
            near = sentence[word.end() : word.end() + _NEAR]
            day = next(_days(near), None)
            if day and day[0] < today:
                yield sentence[word.start() : word.end() + day[1]]
                break
        else:
            years = _UNTIL_YEAR.finditer(sentence)
            yield from (match[0] for match in years if int(match[1]) < today.year)


def _days(text: str) -> Iterator[tuple[dt.date, int]]:
    """The first date in `text`, read as late as it can be meant, and where it ends."""
    found = [*_iso(text), *_numeric(text), *_named(text)]
    if found:
        yield min(found, key=lambda item: item[1])


def _iso(text: str) -> Iterable[tuple[dt.date, int]]:
    for match in _ISO.finditer(text):
        yield from _day(int(match[1]), int(match[2]), int(match[3]), match.end())


def _numeric(text: str) -> Iterable[tuple[dt.date, int]]:
    for match in _NUMBERS.finditer(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        both = [*_day(year, second, first, match.end())]
        if match[2] == "/":  # month first in the United States
            both += _day(year, first, second, match.end())
        if both:
            yield max(both)


def _named(text: str) -> Iterable[tuple[dt.date, int]]:
    for match in _named_date().finditer(text):
        month = _months()[match["month"].casefold()]
        year = int(match["year"])
        day = int(match["day"] or match["late"] or calendar.monthrange(year, month)[1])
        yield from _day(year, month, day, match.end())


def _day(year: int, month: int, day: int, end: int) -> Iterable[tuple[dt.date, int]]:
    try:
        yield dt.date(year, month, day), end
    except ValueError:
        return


@cache
def _months() -> dict[str, int]:
    """Names of months in every language that we read, also as they stand in a date."""
    found: dict[str, int] = {}
    for language in LANGUAGES:
        for names in (
            get_month_names("wide", "format", language),
            get_month_names("wide", "stand-alone", language),
            get_month_names("abbreviated", "format", language),
        ):
            found.update({name.casefold().strip("."): number for number, name in names.items()})
    return found


@cache
def _named_date() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    return re.compile(
        rf"(?:\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?\s+(?:of\s+|de\s+)?)?"
        rf"\b(?P<month>{names})\.?(?:\s+(?P<late>\d{{1,2}})(?:st|nd|rd|th)?)?,?\s+"
        rf"(?:de\s+|del\s+)?(?P<year>20\d\d)\b",
        re.IGNORECASE,
    )
