"""Words that are a person's name, and words that say what a person does."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from crawler.legal import LEGAL_FORM
from crawler.lexicon import pattern, words

_WORD = r"[^\W\d_a-zß-öø-ÿąćęłńóśźż][\w'’]*(?:-[^\W\d_][\w'’]*)*\.?"
_PARTICLE = r"(?:van|von|der|den|de|del|della|di|da|do|dos|la|le|du|y|e|zu|ten|ter|el|al|bin|af|ª)"
NAME = rf"{_WORD}(?: (?:{_PARTICLE} )*{_WORD}){{0,5}}"
"""A name: capitalised words, with particles such as "van der" between them."""
_ODD = re.compile(r"\d|[@&/!?%€$™®]")
_LICENCE = re.compile(
    r"[,(|·•–-]?\s*(?:(?:[^\W\d_]+\.? )?(?:n[ºo°r]\.? ?|#)|[^\W\d_]+\.?:? )(?!(?:19|20)\d\d\b)"
    r"\d[\d/. -]{2,}\)?$"
)
"""The number of a licence behind a profession: "(CRP 08/20028)", ", colegiada 1234"."""
LONGEST_ROLE = 90
"""Characters of a line that can be a role."""


@lru_cache(maxsize=8192)
def person_name(text: str) -> str | None:
    """`text` as a person's name without degrees after a comma, or None."""
    text = text.strip(" ,.:–—-|·•()")
    name = re.split(r",\s|\s[(|–—]", text)[0].strip()
    shape = " ".join(w for w in name.split() if not _is_title(w))
    if not 3 <= len(name) <= 48 or _ODD.search(name) or not re.fullmatch(NAME, shape):
        return None
    if LEGAL_FORM.search(name) or (name.isupper() and not has_given_name(name)):
        return None
    bare = [w for w in name.split() if not _is_title(w)]
    if not bare or len(bare) > 5 or pattern("company", "page_words").fullmatch(name.casefold()):
        return None
    if len(bare) == 1:
        return name if _is_given(bare[0]) else None
    if _is_given(bare[0]) or (len(bare) < len(name.split())):
        return name
    other = any(pattern("company", n).search(name) for n in ("roles", "team_headings"))
    return None if other else name


def has_given_name(name: str) -> bool:
    """Whether one of the words is a common given name, or a title such as "Dr." stands in front."""
    parts = name.split()
    return any(_is_given(w) for w in parts[:3]) or (len(parts) > 1 and _is_title(parts[0]))


@lru_cache(maxsize=8192)
def mentions_person(text: str) -> bool:
    """Whether `text` holds a common given name or a title: without one nobody is introduced."""
    return any(w.casefold() in _given() or _is_title(w) for w in re.findall(r"[\w'’]+\.?", text))


@cache
def _given() -> frozenset[str]:
    return frozenset(words("company", "given_names"))


@cache
def _titles() -> frozenset[str]:
    return frozenset(words("company", "name_titles"))


def _is_given(word: str) -> bool:
    word = word.strip(".,").casefold()
    return word in _given() or any(part in _given() for part in word.split("-") if "-" in word)


def _is_title(word: str) -> bool:
    return word.casefold().strip(",") in _titles()


@lru_cache(maxsize=8192)
def is_role(text: str) -> bool:
    """Whether `text` is a short line that names what somebody does."""
    text = _LICENCE.sub("", text)
    return (
        2 < len(text) <= LONGEST_ROLE
        and not re.search(r"[!?€$£]|\d{4,}|[^\W\d_]{4}\. ", text)
        and len(text.split()) <= 12
        and pattern("company", "roles").search(text) is not None
    )


def name_at(text: str) -> str | None:
    """The name that `text` begins with."""
    match = re.match(rf"[ ,:]*({NAME})", text)
    if not match:
        return None
    parts = match[1].rstrip(".,").split()
    for length in range(min(len(parts), 4), 0, -1):
        if name := person_name(" ".join(parts[:length])):
            return name
    return None
