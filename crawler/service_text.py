"""What the lines of a card or page say about a service: description, features, duration."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from lxml.html import HtmlElement

from crawler.flow import Line
from crawler.mentions import bare
from crawler.money import find_money
from crawler.money_grammar import vocabulary, whole

_LONGEST = 700
_FEATURES = 25
_UNITS = ("minute", "hour", "day", "week", "month", "session")


def description_of(lines: Sequence[Line], name: Line, language: str | None) -> str | None:
    """The sentences of a card: its lines but name, labels, prices, list items and links."""
    kept: list[str] = []
    first: str | None = None
    after = lines[lines.index(name) + 1 :] if name in lines else lines
    for line in after:
        if line is name or line.rank or (line.item is not None and name.item is not line.item):
            continue
        if (line.linked and not name.linked) or is_label(line.text, language):
            continue
        if len(line.text.split()) >= 5:
            kept.append(line.text)
        elif line is after[0] and len(line.text.split()) >= 2:
            first = line.text
    return _within(kept) if kept else first


def _within(texts: Sequence[str]) -> str:
    whole_text = texts[0]
    for text in texts[1:]:
        if len(whole_text) + len(text) > _LONGEST:
            break
        whole_text = f"{whole_text} {text}"
    return whole_text[: 2 * _LONGEST]


def is_label(text: str, language: str | None) -> bool:
    """Whether `text` is a price, a duration or another thing that is no sentence."""
    if len(text.split()) > 9:
        return False
    if find_money(text, language) or whole("free", bare(text), language):
        return True
    return duration_of(text, language) is not None or whole("on_request", bare(text), language)


def features_in(lines: Sequence[Line]) -> tuple[str, ...]:
    """The list items among `lines`."""
    items: dict[HtmlElement, list[str]] = {}
    for line in lines:
        if line.item is not None and not line.linked:
            items.setdefault(line.item, []).append(line.text)
    texts = (bare(" ".join(parts)) for parts in items.values())
    found = tuple(dict.fromkeys(t for t in texts if t))
    return found[:_FEATURES] if len(found) > 1 else ()


def duration_in(lines: Sequence[Line], language: str | None) -> str | None:
    """The first label that says how long it takes, without a price beside it."""
    for line in lines:
        if (
            line.item is None
            and len(line.text.split()) <= 9
            and (found := duration_of(line.text, language))
        ):
            return found
    return None


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
    return re.compile(
        rf"(?:(?:{least})\s+)?{number}(?:\s*(?:-|–|—|to|bis|à|a|al|do|tot|until)\s*{number})?[\s-]?(?:{units})(?!\w)",
        re.IGNORECASE,
    )
