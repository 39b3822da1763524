"""What a sentence names before its price: "The first hour costs", "My fee for a wedding is"."""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.money_grammar import phrases, vocabulary


def subject_of(label: str, language: str | None) -> str:
    """What a sentence names before its price: "The first hour costs" → "first hour"."""
    if asked := _asked_for(language).fullmatch(label):
        return asked["what"].strip(" ,:")
    verb = next((m for m in phrases("money", "costs", language).finditer(label)), None)
    if verb is None or verb.end() < len(label) - 12:
        return label
    article = phrases("money", "article", language).match(label)
    return label[article.end() if article else 0 : verb.start()].strip(" ,:")


def is_cost(subject: str, language: str | None) -> bool:
    """Whether a sentence is about a fine, a deposit or money that comes back."""
    return any(phrases("money", n, language).search(subject) for n in ("fee", "saving"))


@lru_cache(maxsize=64)
def _asked_for(language: str | None) -> re.Pattern[str]:
    """The words before the amount of "My fee for a wedding is $900", the wedding as `what`."""
    article, price, about, verb = (
        "|".join(re.escape(w) for w in vocabulary(name, language)) or "(?!)"
        for name in ("article", "price", "about", "is")
    )
    return re.compile(
        rf"(?:(?:{article})\s+)?(?:{price})\s+(?:{about})\s+(?:(?:{article})\s+)?"
        rf"(?P<what>\S.*?)\s+(?:{verb})",
        re.IGNORECASE,
    )
