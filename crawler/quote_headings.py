"""Headings above a quote that say who speaks: "What Jane says about us", "(Mother of a girl)"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from crawler.attribution import Attribution, attribution
from crawler.author_words import is_person
from crawler.lexicon import words
from crawler.quotes import Quote, labels

_LONGEST = 80
_FEWEST = 3
"""Quotes with a line of one look above them that make a row."""


@lru_cache(maxsize=4096)
def author_in(heading: str) -> str | None:
    """The name in a heading such as "What Jane says about us".

    Of several people ("What Jane & Tom say about us") the names are joined by a sign or a word.
    """
    text = heading.strip(' :.…!?„“”«»"')
    if len(text) > _LONGEST:
        return None
    for key, several in (("says_heading", False), ("say_heading", True)):
        found = _saying(key).fullmatch(text)
        name = " ".join(next(filter(None, found.groups()), "").split()) if found else ""
        if name and is_person(name) and (not several or _JOINED.search(name)):
            return name
    return None


_JOINED = re.compile(r" (?:&|\+|and|und|et|y|e|en|och|og|i|a|și|ja|és) ")


@cache
def _saying(key: str) -> re.Pattern[str]:
    """Any of the headings of `key` with a name in the place of "{}"."""
    parts = (re.escape(text).split(re.escape("{}")) for text in words("testimonials", key))
    return re.compile("|".join(rf"(?i:{a})(.{{2,48}}?)(?i:{b})" for a, b in parts) or r"(?!)")


def described(quotes: Sequence[Quote]) -> dict[Quote, Attribution]:
    """Who speaks by their description alone, where most quotes of a row have one above them."""
    rows: dict[tuple[object, ...], list[tuple[Quote, str]]] = {}
    for quote in quotes:
        if quote.after or len(quote.before) != 1 or quote.blockquote:
            continue
        line = quote.before[0]
        told = labels(quote.before, quote.url)
        if len(told) == 1 and len(told[0]) <= _LONGEST and not line.linked:
            rows.setdefault((line.element.tag, line.rank), []).append((quote, told[0]))
    found: dict[Quote, Attribution] = {}
    for row in rows.values():
        said = [(quote, attribution([text])) for quote, text in row]
        known = [(quote, by) for quote, by in said if by]
        if len(row) >= _FEWEST and 4 * len(known) >= 3 * len(row):
            found.update(dict(known))
    return found
