"""Days and times in the words of a language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from crawler.lexicon import languages, words

_HOUR = r"(?:[01]?\d|2[0-4])"
_ZONES = r"(?: ?(?:[CEMP][SD]?T|GMT|BST|UTC|IST|CES?T|WES?T|EES?T))?\b"


@dataclass(frozen=True)
class HourWords:
    """The patterns of one language."""

    day: re.Pattern[str]
    times: re.Pattern[str]
    """One or more spans of time."""
    closed: re.Pattern[str]
    filler: re.Pattern[str]
    """Everything that a statement may hold besides days and times."""


@cache
def hour_words(language: str | None) -> HourWords:
    """The patterns of `language` beside English; of all languages where it is not known."""
    known = language in languages() and words("contact", "weekdays", language)
    tags = [language, "en"] if language and known else list(languages())

    def either(name: str) -> str:
        found = {w for tag in tags for w in words("contact", name, tag)}
        return "|".join(re.escape(w) for w in sorted(found, key=lambda w: (-len(w), w)))

    unit = rf"(?:\s*(?:{either('time_units')})(?!\w))?"
    time = rf"{_HOUR}(?:\s?[:.hH]\s?[0-5]\d|[hH](?!\w))?{unit}|noon|midnight"
    span = rf"(?:{time})\s*(?:[-–—−/]|{either('time_joiners')})+\s*(?:{time})"
    return HourWords(
        re.compile(rf"(?<![\w-])(?:{either('weekdays')})(?![\w'’])", re.IGNORECASE),
        re.compile(
            rf"(?<![\d:.,]){span}(?:[\s,;·|&/+]*(?:\w{{1,4}}\s)?{span})*{_ZONES}(?![\d%€$£])",
            re.IGNORECASE,
        ),
        re.compile(rf"(?<!\w)(?:{either('closed_words')})(?!\w)", re.IGNORECASE),
        re.compile(
            rf"(?<!\w)(?:{either('day_joiners')}|{either('hour_extras')}|{either('time_units')}|"
            rf"{either('hours_words')}"
            rf"|{either('phone_words')})(?!\w)",
            re.IGNORECASE,
        ),
    )
