"""Countries by their names in the languages of the lexicons, from the tables of CLDR (babel)."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

from crawler.lexicon import languages

_OTHER_NAMES = {
    "usa": "US", "u.s.a.": "US", "united states of america": "US", "uk": "GB", "u.k.": "GB",
    "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "brasil": "BR",
    "holland": "NL", "the netherlands": "NL", "méxico": "MX", "república checa": "CZ",
    "czech republic": "CZ", "česká republika": "CZ", "slovenská republika": "SK",
}  # fmt: skip
_TWO_PLACES = frozenset({"georgia", "jersey", "la réunion"})
"""Countries that share their name with a part of another one."""
_TOWN_AND_COUNTRY = re.compile(r"(?:[^,\d]{2,40}, ){1,3}(\w[\w .'’-]{2,30}?)\.?")


def country_code(name: str) -> str | None:
    """ISO 3166-1 alpha-2 of a code or of a country's name in one of our languages."""
    name = name.strip()
    if re.fullmatch(r"[A-Za-z]{2}", name) and name.upper() != "UK":
        return name.upper()
    return _names().get(name.casefold())


def country_named(text: str) -> str | None:
    """The country that `text`, a name alone, means beyond doubt; a code is not enough."""
    name = text.strip().casefold()
    return None if len(name) < 2 or name in _TWO_PLACES else _names().get(name)


def country_of_place(text: str) -> str | None:
    """The country of "Town, Country" and nothing else."""
    place = _TOWN_AND_COUNTRY.fullmatch(text.strip())
    return country_named(place[1]) if place else None


@cache
def _names() -> dict[str, str]:
    found = dict(_OTHER_NAMES)
    for language in ("en", *languages()):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                found.setdefault(name.casefold(), str(code))
    return found
