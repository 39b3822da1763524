"""Who said it: author, role and company, from the short lines beside a quote."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from crawler.author_words import (
    COMPANY_FORM,
    STAR_SIGNS,
    is_anonymous,
    is_land,
    is_noise,
    is_person,
    is_post,
    is_role,
    is_trade,
    told_company,
)
from crawler.lexicon import pattern

_DASHES = "-–—―‒~•·|:, "
_SPLIT = re.compile(r"\s*[,;|•·/]\s+|\s+[–—―|•·/-]\s+|\s*\n\s*|\s*[•·|]\s*")
_PARENTHESIS = re.compile(
    r"^(?P<before>[^()]+?)\s*[(\[](?P<inside>[^()\[\]]+)[)\]]\s*(?P<after>.*)$"
)
_IN_BRACKETS = re.compile(r"^[(\[]([^()\[\]]+)[)\]]$")
_HEADS = re.compile(
    r"\b(?:ceo|president\w?|pdg|prezes|vd|g[eé]n[eé]ral\w?|geral|managing director)$",
    re.IGNORECASE,
)
"""Roles of those who lead a whole company."""
_INSTITUTION = re.compile(r"(?:[^\W\d_A-Z]+ ){1,2}[^\W\d_a-z]")
"""A common noun before the name: "gemeente Utrecht", "ospedale San Paolo"."""
Elsewhere = Callable[[str], bool]


def _nowhere(_: str) -> bool:
    return False


@dataclass(frozen=True)
class Attribution:
    """What the lines beside a quote say of its author."""

    author: str | None = None
    role: str | None = None
    company: str | None = None
    named: bool = False
    """The author has a name, or initials; a description ("a happy patient") is a role."""
    post: bool = False
    """The role is a post that somebody holds in a company."""

    def __bool__(self) -> bool:
        return bool(self.author or self.role or self.company)


def attribution(lines: Sequence[str], is_elsewhere: Elsewhere = _nowhere) -> Attribution:
    """Read the lines beside a quote, the author's first.

    `is_elsewhere` tells whether words stand on the page apart from the quotes too: then they name a
    place or a service of the site, not the author's company.
    """
    useful = [line for raw in lines if (line := _useful(raw))]
    if len(useful) > 1 and _is_monogram(useful[0], useful[1]):
        useful = [useful[1].title() if useful[1].islower() else useful[1], *useful[2:]]
    if not useful:
        return Attribution()
    name, rest = _name_and_rest(useful[0])
    if name is None:
        if is_role(useful[0]) or is_anonymous(useful[0]):
            return Attribution(role=useful[0], named=False)
        return Attribution()
    role, company = _role_and_company([*rest, *useful[1:3]], is_elsewhere)
    return Attribution(name, role, company, named=True, post=is_post(role or ""))


def _useful(raw: str) -> str | None:
    text = STAR_SIGNS.sub("", raw).strip().lstrip(_DASHES).rstrip(" ,;|•·–—-")
    text = _IN_BRACKETS.sub(r"\1", text)
    text = re.sub(r"^(?:From\s+|(?:by|von|par|por|di|door)\s+(?=[A-ZÀ-Þ]))", "", text)
    if not text or len(text) > 120 or all(is_noise(part) for part in _SPLIT.split(text)):
        return None
    return text.replace(" @ ", ", ")


def _is_monogram(letters: str, name: str) -> bool:
    """The letters of an avatar: "JD" above "Jane Doe", "B" above "ben carter"."""
    return len(letters) <= 3 and letters.isalpha() and letters[:1].lower() == name[:1].lower()


def _name_and_rest(line: str) -> tuple[str | None, list[str]]:
    """The name that `line` begins with, and the parts after it."""
    if found := _PARENTHESIS.match(line):
        name, rest = _name_and_rest(found["before"])
        return name, [*rest, found["inside"], *([found["after"]] if found["after"] else [])]
    parts = [p for p in _SPLIT.split(line) if p]
    name, rest = parts[0].strip(), [p.strip() for p in parts[1:]]
    if is_person(name):
        return name.rstrip(","), rest
    for origin in pattern("testimonials", "from").finditer(name):
        start, place = name[: origin.start()].strip(), name[origin.end() :].strip()
        if origin[0].islower() and place[:1].isupper() and is_person(start):
            return start, [f"{origin[0]} {place}", *rest]
    return None, []


def _role_and_company(
    parts: Sequence[str], is_elsewhere: Elsewhere
) -> tuple[str | None, str | None]:
    role: str | None = None
    company: str | None = None
    post = False
    left = list(_without_places(list(_parts(parts))))
    if len(left) > 1 and not any(is_role(part) for part in left) and _is_pair(left, is_elsewhere):
        return left[0], left[1]
    for part in left:
        before, after = _at(part)
        if before and after:
            return before, after
        if not post and is_role(part) and not _is_company_only(part):
            role, post = part, is_post(part)
        elif role is None and is_trade(part) and not told_company(part):
            role = part
        elif company is None and _may_be_company(part, post) and (post or not is_elsewhere(part)):
            company = part
        elif role is None and 2 <= len(part.split()) <= 8 and not is_elsewhere(part):
            role = part
    return role, company


def _is_pair(parts: Sequence[str], is_elsewhere: Elsewhere) -> bool:
    """Whether an unknown trade and where it is done stand in the order in which they are said."""
    trade, place = parts[0], parts[1]
    plain = len(trade.split()) <= 4 and not told_company(trade) and not is_elsewhere(trade)
    return plain and place[:1].isupper() and len(place) <= 60 and not is_elsewhere(place)


def _parts(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        for part in _SPLIT.split(line):
            if text := part.strip().strip("()[]"):
                yield text


def _at(part: str) -> tuple[str | None, str | None]:
    """Role and company of "CTO at Acme", "Leiterin bei der Kranz GmbH", "Founder of Acme".

    "Of" also stands inside roles ("Head of Sales"): it parts only owners from what they own.
    """
    for name in ("at", "of"):
        for found in pattern("testimonials", name).finditer(part):
            before, after = part[: found.start()].strip(), part[found.end() :].strip()
            after = re.sub(r"^(?:the|der|die|dem|la|le|il)\s+(?=[A-ZÀ-Þ])", "", after)
            told = name == "at" and told_company(after)
            named = after[:1].isupper() or (name == "at" and _INSTITUTION.match(after))
            if not before or not named or not (told or is_role(before)):
                continue
            if (
                name == "at"
                or COMPANY_FORM.search(after)
                or _owns(before)
                or _is_whole(before, after)
            ):
                return before, after
    return None, None


def _is_whole(post: str, after: str) -> bool:
    """Whether `post` already says its field ("director comercial"), so that a company follows."""
    words = post.split()
    field = len(words) == 2 and words[1].islower() and not is_post(words[1])
    capitals = [w for w in after.split() if w[:1].isupper()]
    return field and len(capitals) > 1 and not is_role(after)


def _owns(role: str) -> bool:
    owner = pattern("testimonials", "owners").search(role)
    return owner is not None or _HEADS.search(role) is not None


def _is_company_only(part: str) -> bool:
    """A company whose name holds a word for a role: "Kranz Partners"."""
    found = COMPANY_FORM.search(part)
    return found is not None and found.end() == len(part.rstrip("."))


def _may_be_company(part: str, after_post: bool) -> bool:
    """After a post any capitalised words; on their own a company form or a single word."""
    if not (part[:1].isupper() or part[:1].isdigit()) or len(part) > 60:
        return False
    return told_company(part) or after_post or len(part.split()) == 1


def _without_places(parts: Sequence[str]) -> Iterator[str]:
    """`parts` without noise, places and what stands before a state or country ("Austin, TX")."""
    for part, after in zip_longest(parts, parts[1:], fillvalue=""):
        in_town = is_land(after) and not is_role(part) and not COMPANY_FORM.search(part)
        if not (is_noise(part) or is_land(part) or _is_origin(part) or in_town):
            yield part


def _is_origin(part: str) -> bool:
    """Such as "from Bremen"."""
    found = pattern("testimonials", "from").match(part)
    if found is None or not found[0].islower() or len(part.split()) > 4:
        return False
    return part[found.end() :].strip()[:1].isupper()
