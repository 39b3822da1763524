"""How long a thing takes, as a label says it."""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.lexicon import pattern, words
from crawler.money import find_money
from crawler.money_grammar import known, vocabulary

_UNITS = ("minute", "hour", "day", "week", "month", "session")


_TURNAROUND = r"(?:24|48|72)\D"
"""Hours in which a question is answered."""


def duration_of(text: str, language: str | None) -> str | None:
    """The duration that a label gives: "60 min · online" → "60 min", "$500 / 3 days" → "3 days".

    None for how soon somebody answers.
    """
    label = text
    for money in reversed(find_money(text, language)):
        tail = label[money.start : money.end]
        held = _duration(language).search(tail)
        label = label[: money.start] + (held[0] if held else " ") + label[money.end :]
    match = _duration(language).search(label)
    if match is None:
        return None
    if re.match(_TURNAROUND, match[0]) and pattern("contact", "reply_words").search(text):
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


def stated_duration(text: str, language: str | None) -> str | None:
    """The length that a sentence states: "A lesson takes 55 minutes", "… Duration: 2 hours"."""
    if not re.search(r"\d", text) or (match := _statement(language).search(text)) is None:
        return None
    labelled = match["label"] is not None
    return (
        match["length"].strip() if labelled or _sitting(text[: match.start()], language) else None
    )


def _sitting(before: str, language: str | None) -> bool:
    """Whether the sentence so far speaks of a lesson or treatment, not of how long results last."""
    clause = re.split(r"[.!?;]\s", before)[-1]
    return _sittings(language).search(clause) is not None


@lru_cache(maxsize=32)
def _sittings(language: str | None) -> re.Pattern[str]:
    found = "|".join(re.escape(w) for w in vocabulary("session", language) if len(w) > 2)
    return re.compile(rf"(?<!\w)(?:{found})\w{{0,3}}(?!\w)", re.IGNORECASE)


def shared_duration(text: str, language: str | None) -> str | None:
    """The length that a sentence states of every one of several things: "All lessons take …"."""
    if _each(language).search(text) is None:
        return None
    return stated_duration(text, language)


def _any(name: str, language: str | None) -> str:
    found = {w for tag in known(language) for w in words("services", name, tag)}
    return "|".join(re.escape(w) for w in sorted(found, key=lambda w: (-len(w), w))) or "(?!)"


@lru_cache(maxsize=32)
def _statement(language: str | None) -> re.Pattern[str]:
    about = rf"(?:(?:{_any('about', language)})\s+){{0,2}}"
    length = rf"(?P<length>{_duration(language).pattern})"
    opened = (
        rf"(?:(?P<label>{_any('duration', language)})\s*[:–—]|(?:{_any('takes', language)})(?!\w))"
    )
    return re.compile(rf"(?<!\w){opened}\s*{about}{length}", re.IGNORECASE)


@lru_cache(maxsize=32)
def _each(language: str | None) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_any('each', language)})(?!\w)", re.IGNORECASE)
