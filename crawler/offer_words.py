"""Words around offers that name none: section headings, calls to act, figures, examples."""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.lexicon import words
from crawler.money_grammar import known, phrases

_WORD = re.compile(r"[^\W\d_]+")
_LEAD = re.compile(r"^[\W_]+")
_LAST_SENTENCE = re.compile(r".*[?!.:]\s+(?=\S)")
_LONGEST_CALL = 9
"""Words of what a button says."""


def names_nothing(text: str, language: str | None) -> bool:
    """Whether a heading or label only announces: "Clear, affordable pricing", "Ready to start"."""
    text = _LEAD.sub("", text)
    if phrases("offers", "opening", language).match(text):
        return True
    found = [w for w in _WORD.findall(text.casefold()) if len(w) > 1]
    nouns, plain = _folded("section", language), _folded("plain", language)
    return any(w in nouns for w in found) and all(w in nouns or w in plain for w in found)


def is_call(text: str, language: str | None) -> bool:
    """Whether the words before an amount ask to act: "Get started for", "Start your trial for".

    Words that only follow the verb of asking and lead to the amount are a call everywhere; a verb
    with an object is one only before such a word ("for", "ab").
    """
    text = _LAST_SENTENCE.sub("", _LEAD.sub("", text)).strip(" ·:–—-")
    first = phrases("offers", "call", language).match(text)
    if first is not None and text[first.end() : first.end() + 1] in ("-", "‑"):
        first = None
    found = text.casefold().split()
    if not found or len(found) > _LONGEST_CALL:
        return False
    leads = _folded("before_price", language)
    if first is not None:
        rest = text[first.end() :].casefold().split()
        if not rest and text.casefold() in _folded("plan_names", language):
            return False
        more = _folded("call", language) | _folded("call_end", language)
        return all(w in leads or w in more for w in rest) or rest[-1] in leads
    while found and found[-1] in leads:
        found.pop()
    return bool(found) and found[-1] in _folded("call_end", language)


def says_call(text: str, language: str | None) -> bool:
    """Whether a button's own words open with the verb of a call: "Book the tour – $40"."""
    text = _LAST_SENTENCE.sub("", _LEAD.sub("", text)).strip(" ·:–—-")
    first = phrases("offers", "call", language).match(text)
    if first is None or text[first.end() : first.end() + 1] in ("-", "‑"):
        return is_call(text, language)
    return text.casefold() not in _folded("plan_names", language)


def is_figure(label: str, language: str | None) -> bool:
    """Whether `label` is of a value, result or outside cost: "Market value", "Net profit"."""
    found = phrases("offers", "figure", language).search(label)
    return found is not None and len(label.split()) <= len(found[0].split()) + 4


def says_example(text: str, language: str | None) -> bool:
    """Whether words over figures say that they only show how something is worked out."""
    return phrases("offers", "example", language).search(text) is not None


@lru_cache(maxsize=256)
def _folded(name: str, language: str | None) -> frozenset[str]:
    return frozenset(w.casefold() for tag in known(language) for w in words("offers", name, tag))
