"""Stars out of five: in words, in star characters, in labels and icons."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from crawler.lexicon import pattern, words

_SCORE = re.compile(r"(?<![\d.,])(\d(?:[.,]\d{1,2})?)\s*(?:/|{of})\s*(5|10)(?![\d])")
_NOT_FULL = {"o", "empty", "half", "far", "regular", "outline"}


def stars(text: str) -> float | None:
    """Stars out of five in `text`: ★★★★☆, "4,5 von 5", "9/10"; None when it gives none."""
    of = "|".join(re.escape(w) for w in words("testimonials", "out_of") if w != "/")
    if found := re.search(_SCORE.pattern.replace("{of}", of), text):
        score, best = float(found[1].replace(",", ".")), int(found[2])
        return round(score * 5 / best, 2) if score <= best else None
    filled = sum(text.count(s) for s in "★⭐🌟✭")
    return float(filled) if 1 <= filled <= 5 else None


def element_stars(element: HtmlElement) -> float | None:
    """Stars that labels or icons under `element` give, where its words give none."""
    icons = 0
    for node in element.iter():
        for name in ("aria-label", "title", "alt", "data-rating", "data-stars", "data-score"):
            value = node.get(name)
            if value and (found := _labelled(value, name)) is not None:
                return found
        if node.tag in ("i", "span", "img", "li") and _is_star(node):
            icons += 1
    return float(icons) if 3 <= icons <= 5 else None


def _labelled(value: str, name: str) -> float | None:
    if (found := stars(value)) is not None:
        return found
    number = re.search(r"(?<![\d.,])([1-5](?:[.,]\d+)?)(?![\d.,]*\d)", value)
    if number is None or not (
        name.startswith("data-") or pattern("testimonials", "stars").search(value)
    ):
        return None
    score = float(number[1].replace(",", "."))
    return score if score <= 5 else None


def _is_star(node: HtmlElement) -> bool:
    marks = set(re.split(r"[\s_-]+", (node.get("class") or "").lower()))
    leaf = not len(node) and not (node.text or "").strip()
    return (
        leaf
        and bool(marks & {"star", "stars"})
        and not marks & {"o", "empty", "half", "far", "regular"}
    )
