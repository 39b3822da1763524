"""Opening hours as days and times: from structured data, and to know two wordings of one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.lexicon import pattern
from crawler.structured import Item

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LETTERS = 3
"""Letters by which a day is known: "Mon" and "Monday", "Sáb" and "Sábado"."""


def timetable(text: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The days and numbers of `text` in their order, minutes of zero left out.

    None where the days are not told apart by it: none is named, or by one or two letters.
    """
    days = [m[0].casefold().strip(".") for m in pattern("contact", "weekdays").finditer(text)]
    if not days or any(len(day) < _LETTERS for day in days):
        return None
    numbers = [n.lstrip("0") for n in re.findall(r"\d+", text)]
    return tuple(day[:_LETTERS] for day in days), tuple(n for n in numbers if n)


def structured_hours(item: Item) -> list[str]:
    """The hours of a schema.org place, worded in English days: "Monday–Friday 09:00–17:00"."""
    found = list(item.texts("openingHours"))
    for spec in item.items("openingHoursSpecification"):
        days = [d.rstrip("/").rsplit("/", 1)[-1] for d in spec.texts("dayOfWeek")]
        opens, closes = spec.text("opens"), spec.text("closes")
        if days and opens and closes and opens != closes:
            found.append(f"{_span_of_days(days)} {opens[:5]}–{closes[:5]}")
    return found


def _span_of_days(days: Sequence[str]) -> str:
    order = [_DAYS.index(d) for d in days if d in _DAYS]
    if len(order) > 2 and order == list(range(order[0], order[0] + len(order))):
        return f"{_DAYS[order[0]]}–{_DAYS[order[-1]]}"
    return ", ".join(days)
