"""The patterns by which amounts are read in one language, built from its money lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from crawler.currency import AMBIGUOUS, CODES, SIGNS
from crawler.lexicon import languages, words
from crawler.records import Period

NUMBER = (
    r"(?<![\d.,])(?:\d{1,3}(?:[ '’]\d{3})+(?:[.,]\d{1,2})?|\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?"
    r"|\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d{1,2})?|\d+(?:[.,]\d{1,2})?)"
    r"(?![.,]?\d)(?:[.,:][-–—]{1,2})?"
)
_SCALE = r"(?:\s?(?:[kKMB]|Mio|Mrd|[mM]illions?|[mM]illionen|[bB]illions?|mln|mld|tys|mil)\b\.?)"
_STARS = r"(?:\s?\*{1,3})?"
"""The mark of a footnote between an amount and its currency."""
_UNITS = {
    "hour": Period.HOUR, "day": Period.DAY, "night": Period.NIGHT, "week": Period.WEEK,
    "month": Period.MONTH, "quarter": Period.QUARTER, "year": Period.YEAR,
    "session": Period.SESSION, "person": Period.PERSON, "unit": Period.UNIT,
}  # fmt: skip
_ADVERBS = {
    "hourly": Period.HOUR, "daily": Period.DAY, "nightly": Period.NIGHT, "weekly": Period.WEEK,
    "monthly": Period.MONTH, "quarterly": Period.QUARTER, "yearly": Period.YEAR,
    "once": Period.ONCE, "apiece": Period.UNIT,
}  # fmt: skip
_BOOK_NORWEGIAN = {"nb": "no", "nn": "no"}
CURRENCY_WORDS = (
    "EUR", "USD", "GBP", "INR", "CHF", "CAD", "MXN", "BRL", "PLN", "SEK", "DKK", "CZK", "NOK",
    "RON", "HUF",
)  # fmt: skip
"""Currencies that the lexicons have words for."""
_FILLER = r"(?:[^\w.!?]*\b\w+){0,2}?[^\w!?]*"


@dataclass(frozen=True)
class Grammar:
    """The patterns of one language."""

    quantity: re.Pattern[str]
    """A number with or without its currency; the sign, when any, is in `pre`, `post` or `code`."""
    period_after: re.Pattern[str]
    """"/ month", "per 50 minutes"."""
    adverb_after: re.Pattern[str]
    adverb_before: re.Pattern[str]
    lower: re.Pattern[str]
    lower_after: re.Pattern[str]
    """"(from)" after an amount."""
    upper: re.Pattern[str]
    between: re.Pattern[str]
    join: re.Pattern[str]
    """Between the two ends of a range."""
    open_end: re.Pattern[str]
    """"+" or "and up" after an amount."""
    faults_before: tuple[tuple[str, re.Pattern[str]], ...]
    """What says, before an amount, that it is no price."""
    faults_after: tuple[tuple[str, re.Pattern[str]], ...]
    units: dict[str, Period]
    adverbs: dict[str, Period]


@lru_cache(maxsize=64)
def known(language: str | None) -> tuple[str, ...]:
    """The lexicons for a page in `language`: its own and English, or all when that is unknown."""
    language = _BOOK_NORWEGIAN.get(language or "", language)
    if language in languages() and words("money", "per", language):
        return tuple(dict.fromkeys((language, "en")))
    return languages()


@lru_cache(maxsize=1024)
def vocabulary(name: str, language: str | None) -> tuple[str, ...]:
    """The words `name` of the money lexicon for a page in `language`, longest first."""
    return _longest_first({w for tag in known(language) for w in words("money", name, tag)})


@lru_cache(maxsize=256)
def phrases(section: str, name: str, language: str | None) -> re.Pattern[str]:
    """Matches a word of the list in any lexicon that a page in `language` is read with."""
    found = {w for tag in known(language) for w in words(section, name, tag)}
    return re.compile(rf"(?<!\w)(?:{_any(_longest_first(found))})(?!\w)", re.IGNORECASE)


def whole(name: str, text: str, language: str | None) -> bool:
    """Whether `text` is one of the words `name` of the money lexicon, outer marks apart."""
    plain = text.casefold().replace("’", "'").strip(" .:!…*")
    return " ".join(plain.split()) in _folded(name, language)


@lru_cache(maxsize=256)
def _folded(name: str, language: str | None) -> frozenset[str]:
    return frozenset(w.casefold() for w in vocabulary(name, language))


@lru_cache(maxsize=64)
def currency_words(language: str | None) -> dict[str, str]:
    """Currency codes by the words of the lexicons for a page in `language`."""
    return {w.casefold(): code for code in CURRENCY_WORDS for w in vocabulary(code, language)}


def _longest_first(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(found, key=lambda w: (-len(w), w)))


def _any(found: Iterable[str]) -> str:
    escaped = (re.escape(w).replace(r"\ ", r"\s+").replace("'", "['’]") for w in found)
    return "|".join(escaped) or r"(?!)"


@lru_cache(maxsize=32)
def grammar_of(language: str | None) -> Grammar:
    """The patterns for a page in `language`."""

    def own(*names: str) -> str:
        return _any(_longest_first({w for n in names for w in vocabulary(n, language)}))

    def near(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern, re.IGNORECASE)

    units = {w.casefold(): p for n, p in _UNITS.items() for w in vocabulary(n, language)}
    adverbs = {w.casefold(): p for n, p in _ADVERBS.items() for w in vocabulary(n, language)}
    tax = rf"(?:(?:\(?(?:{own('tax')})\b\.?\)?|\d+\s?%|\+)[\s.,]*){{0,4}}"
    per = rf"(?:/|(?<!\w)(?:{own('per')})(?:(?<=['’])|(?!\w))|(?<!\w)l['’])"
    count = r"(?:(?P<n>\d+(?:[.,]\d+)?)\s*-?\s*)?"
    adverb = rf"(?P<adverb>{own(*_ADVERBS)})(?!\w)"
    return Grammar(
        quantity=_quantity(language),
        period_after=near(
            rf"\W{{0,2}}\s*{tax}{per}\s*{count}(?P<unit>{own(*_UNITS, 'minute')})(?!\w)\.?"
        ),
        adverb_after=near(rf"[\s(·,|/–-]*{tax}[(]?{adverb}"),
        adverb_before=near(rf"(?<!\w){adverb}[\s:–-]*$"),
        lower=near(rf"(?<!\w)(?:{own('from')})(?:\s+\w{{2,6}})?\.?\s*:?\s*$"),
        lower_after=near(rf"\s*\((?:{own('from')})\.?\)"),
        upper=near(rf"(?<!\w)(?:{own('up_to')})\.?\s*:?\s*$"),
        between=near(rf"(?<!\w)(?:{own('between')})\s*$"),
        join=near(rf"\s*(?:[-–—]|(?<!\w)(?:{own('and')})(?!\w))\s*$"),
        open_end=near(
            rf"\+(?!\s*(?:\d|{own('tax')}))"
            r"|\s*(?:and up|and above|& up|und mehr|et plus|y más|e più|e mais|en meer|och uppåt"
            r"|og opefter|og oppover|a více|i więcej|alkaen)\b|-?t[óő]l\b"
        ),
        faults_before=(
            ("old", near(rf"(?<!\w)(?:{own('old')})(?!\w)[\s.:]*(?:\w{{1,5}}\s+)?$")),
            ("saving", near(rf"(?<!\w)(?:{own('saving')})(?!\w){_FILLER}$")),
            ("saving", near(rf"(?<!\w)(?:{own('beyond')})\s*$")),
            ("fee", near(rf"(?<!\w)(?:{own('fee')})(?!\w){_FILLER}$")),
            ("instalment", near(rf"\d\s*[x×]\s*$|(?<!\w)(?:{own('instalment')})(?!\w){_FILLER}$")),
        ),
        faults_after=(
            ("old", near(rf"[\s(]*(?:{own('old_after')})(?!\w)")),
            ("saving", near(rf"[\s(+]*(?:\w+\s+)?(?:{own('saving_after')})(?!\w)")),
            ("fee", near(rf"\s*(?:\w+\s+)?(?:{own('fee')})(?!\w)")),
            ("instalment", near(rf"\s*[x×]\s*\d|[\s(]*(?:\w+\s+)?(?:{own('instalment')})(?!\w)")),
        ),
        units=units,
        adverbs=adverbs,
    )


def _quantity(language: str | None) -> re.Pattern[str]:
    signs = _longest_first({*SIGNS, *AMBIGUOUS})
    letters = "|".join(rf"(?<!\w){re.escape(s)}" for s in signs if s[0].isalpha())
    marks = _any(s for s in signs if not s[0].isalpha())
    codes = rf"(?<!\w)(?:{'|'.join(sorted(CODES))})(?!\w)"
    named = "|".join(_any(vocabulary(code, language)) for code in CURRENCY_WORDS)
    after = rf"(?:{codes}|(?:{_any(signs)})(?!\w)|(?i:{named})(?!\w))"
    return re.compile(
        rf"(?:(?P<pre>{codes}|{letters}|{marks})\s?(?P<n1>{NUMBER})(?P<k1>{_SCALE})?"
        rf"(?:\s?(?P<code>{codes}))?"
        rf"|(?P<n2>{NUMBER})(?P<k2>{_SCALE})?{_STARS}\s?(?P<post>{after})(?!\d|(?<=[$£₹])\s\d)"
        rf"|(?P<n3>{NUMBER})(?P<k3>{_SCALE})?)"
    )
