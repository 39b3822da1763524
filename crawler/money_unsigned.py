"""Amounts written without any currency: "Fee: 130.46 + tax".

Only two kinds of lines are sure to be one: the word for a price with a number of cents or the tax
named, and a name with dots up to a number of cents. The currency stays unknown.
"""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.money import Money, decimal_string
from crawler.money_grammar import NUMBER, vocabulary

_CENTS = re.compile(r"[.,]\d\d$")
_DOTTED = re.compile(
    rf".*[^\W\d_]{{3}}\W*?(?:\.{{4,}}|…{{2,}}|_{{4,}})\s*(?P<n>{NUMBER})(?<=[.,]\d\d)"
)
"""A line of a price list: "Sharpening ......... 22.50"."""


def unsigned_sum(text: str, language: str | None) -> Money | None:
    """The amount of a line that is a price word, a colon and a number, and no more."""
    match = _fee(language).fullmatch(text) if ":" in text else None
    if match is None or not (match["tax"] or _CENTS.search(match["n"])):
        match = _DOTTED.fullmatch(text)
    if match is None:
        return None
    return Money(match.start("n"), match.end(), decimal_string(match["n"]))


@lru_cache(maxsize=64)
def _fee(language: str | None) -> re.Pattern[str]:
    price, tax = (
        "|".join(re.escape(w) for w in vocabulary(name, language)) or "(?!)"
        for name in ("price", "tax")
    )
    return re.compile(
        rf"(?:{price})\s*:\s*(?P<n>{NUMBER})(?P<tax>\s*[+(]?\s*(?:{tax})\.?\)?)?\.?", re.IGNORECASE
    )
