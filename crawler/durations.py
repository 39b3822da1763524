"""How long a thing takes, as a label says it."""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.money import find_money
from crawler.money_grammar import vocabulary

_UNITS = ("minute", "hour", "day", "week", "month", "session")


def duration_of(text: str, language: str | None) -> str | None:
    """The duration that a label gives: "60 min · online" → "60 min", "$500 / 3 days" → "3 days"."""
    label = text
    for money in reversed(find_money(text, language)):
        tail = label[money.start : money.end]
        held = _duration(language).search(tail)
        label = label[: money.start] + (held[0] if held else " ") + label[money.end :]
    match = _duration(language).search(label)
    if match is None:
        return None
    rest = (label[: match.start()] + label[match.end() :]).strip(" /|·•,()–-:")
    return match[0].strip() if len(rest.split()) <= 4 else None


@lru_cache(maxsize=32)
def _duration(language: str | None) -> re.Pattern[str]:
    found = {"h", *(w for n in _UNITS for w in vocabulary(n, language) if len(w) > 1)}
    units = "|".join(re.escape(w) for w in sorted(found, key=lambda w: (-len(w), w)))
    number = r"\d{1,3}(?:[.,]\d)?"
    least = "|".join(
        re.escape(w)
        for w in ("minimum", "min.", "mindestens", "minimo", "mínimo", "ca.", "approx.")
    )
    hour, minute = (
        "|".join(re.escape(w) for w in sorted({*vocabulary(n, language), n[0]}, key=len)[::-1])
        for n in ("hour", "minute")
    )
    return re.compile(
        rf"\d{{1,2}}\s?(?:{hour})\s?[0-5]\d(?:\s?(?:{minute}))?(?![\w.,]*\d)(?!\w)|(?:(?:{least})\s+)?{number}(?:\s*(?:-|–|—|to|bis|à|a|al|do|tot|until)\s*{number})?[\s-]?(?:{units})(?!\w)",
        re.IGNORECASE,
    )
