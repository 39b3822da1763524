"""People whom a sentence or a short line introduces: "My name is Jane", "Jane Roe, Founder"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from crawler.lexicon import pattern
from crawler.lines import Line
from crawler.names import LONGEST_ROLE, NAME, has_given_name, is_role, name_at, person_name
from crawler.roles import Role
from crawler.staff import UNSURE, Presented, section

_DIVIDER = re.compile(r"\s*(?:,|\s[-–—|·•]|[–—|•]|:)\s+|\s*[(/]\s*|\s[-–—|·•]\s*")
_CLAUSE_END = re.compile(
    r"[.;:]|,? (?:who|that|and the|qui|que|der|die|che|with|mit|avec|con)\b|, (?:and|und|et|y|e) "
)
_SEARCHED = 400
"""Characters of a text in which introductions are looked for."""


def parts_of(text: str) -> list[str]:
    """`text` at commas, dashes, bars, colons and brackets."""
    return [p for part in _DIVIDER.split(text) if part and (p := part.strip(" ,.()"))]


def met(lines: Sequence[Line], i: int) -> Presented | None:
    """Whom a heading such as "Meet Jane Roe" or "Hi, I'm Jane Roe" introduces."""
    heading = lines[i].text
    rest = _without_greeting(heading)
    if rest == heading or len(heading) > 60:
        return None
    name = person_name(rest) or person_name(_DIVIDER.split(rest)[0])
    if not name or not has_given_name(name) or len(name.split()) < 2:
        return None
    below = lines[i + 1].text if i + 1 < len(lines) else ""
    return Presented(name, below if is_role(below) else _role_in_prose(below), 0.9)


def _without_greeting(text: str) -> str:
    rest = text
    for words in ("meet_words", "name_intro", "meet_words"):
        while found := pattern("company", words).match(rest):
            rest = rest[found.end() :].strip(" ,!:–-.")
    return rest


def named_with_role(lines: Sequence[Line], i: int, page: Role) -> Presented | None:
    """Whom a short line names with a post: "Jane Roe, Founder", "Owner: Jane Roe"."""
    text = lines[i].text
    parts = [_without_greeting(p) or p for p in parts_of(text)]
    if len(text) > 160 or len(parts) > 5 or (page is Role.OTHER and len(text) > 90):
        return None
    kind, _ = section(lines, i, page)
    if kind == "customers":
        return None
    pairs = [pair for one, other in pairwise(parts) for pair in ((one, other), (other, one))]
    for name, post in pairs if len(parts) > 1 else _run_together(text):
        found = person_name(name)
        if not found or (person_name(post) == post and not is_role(post)):
            continue
        owner = pattern("company", "owner_roles").search(post[:60])
        known = has_given_name(found)
        whole = len(found.split()) > 1
        told = whole and (page is Role.IMPRINT or _is_label(text, post))
        if owner and (known or told):
            if not _is_elsewhere(post):
                weight = 0.8 if kind or page is not Role.OTHER else 0.4
                return Presented(found, _post(post, owner), weight)
        elif is_role(post) and (kind == "staff" or (kind and known)):
            return Presented(found, post, 0.9 if known else UNSURE)
    return None


def _is_label(text: str, post: str) -> bool:
    """Whether `post` is all that stands before the colon of "Owner: Jane Roe"."""
    label = re.match(r"([^:]{3,40}): ", text)
    owner = pattern("company", "owner_roles").fullmatch(post)
    return owner is not None and label is not None and label[1].strip() == post


def _run_together(text: str) -> Iterator[tuple[str, str]]:
    """Name and role in one line without a divider, in either order: "CEO Jane Roe"."""
    words = text.split()
    if not 3 <= len(words) <= 9:
        return
    for k in (2, 3):
        for name, post in ((words[-k:], words[:-k]), (words[:k], words[k:])):
            said = " ".join(post)
            whole = pattern("company", "roles").search(said) and person_name(" ".join(name))
            if whole and has_given_name(name[0]) and len(post) <= 5:
                yield " ".join(name), said


def _is_elsewhere(role: str) -> bool:
    """Whether the role is at another company: "CEO of Bexley Foods", but not "Head of Sales"."""
    for at in pattern("company", "employed_at").finditer(role):
        place = re.match(r"[^\W\d_a-z]\w+ [^\W\d_a-z]\w+", role[at.end() :].strip())
        if place and not pattern("company", "roles").search(place[0]):
            return True
    return False


def _post(role: str, owner: re.Match[str]) -> str:
    """The role as a person would say it: of a clause, the word for the post alone."""
    return role if owner.start() == 0 and len(role.split()) <= 6 else owner[0]


def introduced(lines: Sequence[Line], i: int) -> Iterator[Presented]:
    """Whom sentences introduce: "My name is Jane", "founded by Jane Roe", "Jane Roe is a …"."""
    text = lines[i].text[:_SEARCHED]
    for intro in pattern("company", "name_intro").finditer(text):
        name = name_at(text[intro.end() :])
        told = name and " " in name and pattern("company", "name_is").fullmatch(intro[0])
        if name and (told or has_given_name(name)):
            yield Presented(name, _role_after(text, intro.end(), name), 0.7)
            return
    for by in pattern("company", "founded_by").finditer(text):
        name = name_at(text[by.end() :])
        if name and has_given_name(name) and len(name.split()) > 1:
            yield Presented(name, None, 0.65)
    if subject := _subject(lines, i):
        yield subject


def _role_after(text: str, start: int, name: str) -> str | None:
    """The role in "I'm Jane Roe, career coach in Leeds": the words after the name."""
    rest = text[start:].partition(name)[2]
    rest = re.sub(r"\s*\([^()]*\)", "", rest)
    clause = _CLAUSE_END.split(rest.lstrip(" ,"))[0].strip(" ,") if rest.startswith(",") else ""
    return clause if clause and is_role(clause) and len(clause) <= LONGEST_ROLE else None


def _subject(lines: Sequence[Line], i: int) -> Presented | None:
    """The person of "Jane Roe is a therapist …", below a heading about her or as the owner."""
    text = lines[i].text
    first = re.match(rf"({NAME})[ ,]", text)
    name = person_name(first[1]) if first else None
    if not first or not name or len(name.split()) < 2 or not has_given_name(name):
        return None
    if not pattern("company", "is_a").match(text[first.end() :].lstrip()):
        return None
    below = lines[i + 1].text if i + 1 < len(lines) else ""
    role = below if is_role(below) else _role_in_prose(text)
    about = any(
        pattern("company", words).search(lines[i].heading)
        for words in ("meet_words", "team_headings")
    )
    owner = pattern("company", "owner_roles").search(text[:300])
    return Presented(name, role, 0.7) if role and (about or owner) else None


def _role_in_prose(text: str) -> str | None:
    """The words after "is a …" up to the end of the clause, when they name a role."""
    said = pattern("company", "is_a").search(text[:120])
    if not said:
        return None
    clause = _CLAUSE_END.split(text[said.end() : said.end() + 120])[0].strip(" ,")
    names_role = pattern("company", "roles").search(clause) is not None
    return clause if names_role and len(clause) <= LONGEST_ROLE else None
