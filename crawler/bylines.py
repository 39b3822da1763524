"""Names in lines that say who wrote something: "Posted by Jane Roe on Tuesday, 5 July"."""

from __future__ import annotations

import re
from itertools import takewhile

from crawler.author_words import is_person
from crawler.flow import Line
from crawler.lexicon import pattern

_CAPITAL = re.compile(r"[^\W\d_a-zß-öø-ÿ][\w.'’-]*|(?:de|del|da|dos|di|van|von|der|den|la|le)")
_MOST_WORDS = 5


def name_in_byline(line: Line) -> str | None:
    """The name after words such as "Posted by": what is linked or in bold, else the capitalised."""
    said = pattern("testimonials", "posted_by").match(line.text)
    if said is None:
        return None
    for piece in line.pieces:
        if piece.start >= said.end() and _is_set_apart(piece.element.tag):
            return piece.text.strip(" ,:") if is_person(piece.text.strip(" ,:")) else None
    rest = re.split(r"[,;|·•()]|\s[–—-]\s|\d", line.text[said.end() :].lstrip(" :"))[0]
    words = list(takewhile(_CAPITAL.fullmatch, rest.split()[:_MOST_WORDS]))
    while words and words[-1].islower():
        words.pop()
    name = " ".join(words)
    return name if name and is_person(name) else None


def _is_set_apart(tag: object) -> bool:
    return tag in ("a", "b", "strong", "cite", "em", "span")
