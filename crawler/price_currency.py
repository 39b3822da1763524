"""The currency that a page says once for all its prices: "Alle Preise sind in CHF"."""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.currency import CODES, SIGNS
from crawler.dom import Document
from crawler.flow import flow_of
from crawler.money_grammar import currency_words, phrases

_WORDS = 16
"""Words of such a note."""


@lru_cache(maxsize=4)
def stated_currency(document: Document) -> str:
    """The sign or code in the notes on prices of `document`; "" without one, or with several."""
    found = {
        sign
        for line in flow_of(document).lines
        if not line.linked and len(line.text.split()) <= _WORDS
        for sign in _of_note(line.text, document.language)
    }
    return found.pop() if len(found) == 1 else ""


def _of_note(text: str, language: str | None) -> tuple[str, ...]:
    """The currencies that a note about prices names; a line with a figure is no such note."""
    if any(c.isdigit() for c in text) or not phrases("money", "price", language).search(text):
        return ()
    codes = {*CODES, *SIGNS}
    spoken = currency_words(language)
    named = (w.strip(".,;:()") for w in re.split(r"[\s/]+", text))
    return tuple(
        w if w in codes else spoken[w.casefold()]
        for w in named
        if w in codes or w.casefold() in spoken
    )
