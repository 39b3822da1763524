"""Who of the company a page presents: team cards, founders, owners; not customers or authors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from lxml.html import HtmlElement

from crawler.dom import Document
from crawler.lexicon import pattern
from crawler.lines import Line, page_lines
from crawler.names import (
    LONGEST_ROLE,
    NAME,
    has_given_name,
    is_role,
    mentions_person,
    name_at,
    person_name,
)
from crawler.organizations import ORGANIZATION, organizations
from crawler.postal import has_street
from crawler.reading import Candidate
from crawler.records import Channel, Source
from crawler.roles import Role, is_third_party, page_role
from crawler.structured import Item, items

_UNSURE = 0.6
"""Weight of a team card without a common given name; it stands beside cards that have one."""
_QUOTED = re.compile('^["“”„«»‹›]|★{3}|⭐{2}|["”»“]\\s*$')
_DIVIDER = re.compile(r"\s*(?:,|\s[-–—|·•]|[–—|•]|:)\s+|\s*[(/]\s*|\s[-–—|·•]\s*")


def people(document: Document) -> Iterator[Candidate]:
    """The people of the company on one page; `detail` is the role in the page's words."""
    yield from _structured(document)
    yield from _from_description(document)
    shown = list(_shown(document))
    team = any(c.weight >= 1.0 for c in shown)
    yield from (c for c in shown if team or c.weight != _UNSURE)


def _shown(document: Document) -> Iterator[Candidate]:
    """The people that the page's own lines present."""
    role = page_role(document)
    if role in (Role.ARTICLE, Role.PRIVACY):
        return
    lines = [
        line
        for line in page_lines(document)
        if line.region not in ("nav", "cookie", "form") and line.text
    ]
    for i, line in enumerate(lines):
        found = list(_at(lines, i, role))
        if not found or _in_testimonials(lines, i):
            continue
        for name, their_role, weight in found:
            source = document.source(line.element, _quote(lines, i))
            yield Candidate(
                field="people", value=name, source=source, weight=weight, detail=their_role
            )


def _at(lines: Sequence[Line], i: int, role: Role) -> Iterator[tuple[str, str | None, float]]:
    text = lines[i].text
    below = lines[i + 1].text if i + 1 < len(lines) else ""
    short = len(text) <= 60
    if short and lines[i].is_heading and mentions_person(text) and (name := _met(text)):
        yield name, below if is_role(below) else _role_in_prose(below), 0.9
        return
    name = person_name(text) if short else None
    if name and (found := _card(lines, i, role)):
        yield name, *found
    if not mentions_person(text[:400]) and role is not Role.IMPRINT:
        return
    if len(text) <= 160:
        yield from _named_with_role(text, role, lines, i)
    yield from _introduced(text, lines, i)


def _card(lines: Sequence[Line], i: int, role: Role) -> tuple[str | None, float] | None:
    """Role and weight of the name in line `i`, when it is a card of the team."""
    if lines[i].region == "footer":
        return None
    known = has_given_name(lines[i].text)
    if known and role is Role.IMPRINT and (found := _holder(lines, i)):
        return found
    section = _section(lines, i, role)
    if section == "" or (section == "about" and not known):
        return _owner_card(lines, i, role) if known else None
    near = _role_line(lines, i)
    if near:
        return near, 1.0 if known else _UNSURE
    if known and section == "staff" and (below := _same_card_below(lines, i)):
        return below, 0.9
    return (None, 0.7) if known and lines[i].is_heading else None


def _holder(lines: Sequence[Line], i: int) -> tuple[str | None, float] | None:
    """Whom an imprint names as the holder: below "Vertreten durch:", or above the own street."""
    above = lines[i - 1].text.rstrip(" :") if i else ""
    if len(above) <= 60 and lines[i - 1].text.endswith(":"):
        for name in ("founded_by", "owner_roles"):
            if label := pattern("company", name).search(above):
                return (None if name == "founded_by" else label[0]), 0.8
    street = any(has_street(line.text) for line in lines[i + 1 : i + 3])
    return (None, 0.8) if street and not is_third_party(lines, i, Role.IMPRINT) else None


def _owner_card(lines: Sequence[Line], i: int, role: Role) -> tuple[str | None, float] | None:
    """A card outside of a team section counts when it names the owner on one of the main pages."""
    near = _role_line(lines, i)
    if role not in (Role.HOME, Role.ABOUT, Role.IMPRINT) or not near:
        return None
    return (near, 0.7) if pattern("company", "owner_roles").search(near) else None


def _role_line(lines: Sequence[Line], i: int) -> str | None:
    """The role in the line below the name, or in the one above it."""
    if i + 1 < len(lines) and is_role(lines[i + 1].text):
        return lines[i + 1].text
    if i and is_role(lines[i - 1].text) and not _is_card_above(lines, i):
        return lines[i - 1].text
    return None


def _same_card_below(lines: Sequence[Line], i: int) -> str | None:
    """A short line below the name in the same card: a role in words that no lexicon has."""
    if i + 1 >= len(lines):
        return None
    below, card = lines[i + 1], lines[i].element.getparent()
    short = len(below.text) <= 48 and len(below.text.split()) <= 6 and not below.digits
    if not short or below.is_heading or below.links or below.text.endswith((".", "!", "?")):
        return None
    inside = card is not None and (below.element is card or card in below.element.iterancestors())
    return below.text if inside else None


def _is_card_above(lines: Sequence[Line], i: int) -> bool:
    """Whether the line above belongs to the card before, whose name stands above it."""
    return i >= 2 and person_name(lines[i - 2].text) is not None


def _met(heading: str) -> str | None:
    """The name in "Meet Jane Roe" or "Hi, I'm Jane"."""
    rest = heading
    while found := pattern("company", "meet_words").match(rest):
        rest = rest[found.end() :].strip(" ,!:–-.")
    if rest == heading:
        return None
    name = person_name(rest) or person_name(_DIVIDER.split(rest)[0])
    return name if name and (has_given_name(name) and len(name.split()) > 1) else None


def _named_with_role(
    text: str, role: Role, lines: Sequence[Line], i: int
) -> Iterator[tuple[str, str | None, float]]:
    """Names in "Jane Roe, Founder" and "Owner: Jane Roe"."""
    parts = [p.strip(" ,.()") for p in _DIVIDER.split(text) if p and p.strip(" ,.()")]
    if not 2 <= len(parts) <= 5 or (role is Role.OTHER and len(text) > 90):
        return
    strong = pattern("company", "owner_roles")
    team = _section(lines, i, role) != ""
    for one, other in pairwise(parts):
        for name, their_role in ((one, other), (other, one)):
            found = person_name(name)
            if not found or (person_name(their_role) == their_role and not is_role(their_role)):
                continue
            owner = strong.search(their_role[:60])
            named = has_given_name(found) or (role is Role.IMPRINT and len(found.split()) > 1)
            if owner and named and not _is_elsewhere(their_role):
                yield found, _post(their_role, owner), 0.8 if role is not Role.OTHER else 0.5
                return
            if team and is_role(their_role) and has_given_name(found):
                yield found, their_role, 0.9
                return


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


def _introduced(
    text: str, lines: Sequence[Line], i: int
) -> Iterator[tuple[str, str | None, float]]:
    """Names in "My name is Jane", "founded by Jane Roe", "Jane Roe is a therapist …"."""
    for intro in pattern("company", "name_intro").finditer(text[:400]):
        name = name_at(text[intro.end() :])
        if name and has_given_name(name):
            yield name, None, 0.7
            return
    for by in pattern("company", "founded_by").finditer(text[:400]):
        name = name_at(text[by.end() :])
        if name and has_given_name(name) and len(name.split()) > 1:
            yield name, None, 0.65
    first = re.match(rf"({NAME})[ ,]", text)
    if not first or not (name := person_name(first[1])) or len(name.split()) < 2:
        return
    said = pattern("company", "is_a").match(text[first.end() :].lstrip())
    below = lines[i + 1].text if i + 1 < len(lines) else ""
    if said and has_given_name(name) and (is_role(below) or _role_in_prose(text)):
        met = pattern("company", "meet_words").search(lines[i].heading) or pattern(
            "company", "team_headings"
        ).search(lines[i].heading)
        if met or pattern("company", "owner_roles").search(text[:300]):
            yield name, below if is_role(below) else _role_in_prose(text), 0.7


def _role_in_prose(text: str) -> str | None:
    """The words after "is a …" up to the end of the clause, when they name a role."""
    said = pattern("company", "is_a").search(text[:120])
    if not said:
        return None
    clause = re.split(
        r"[.;:]|,? (?:who|that|and the|qui|que|der|die|che|with|mit|avec|con)\b",
        text[said.end() : said.end() + 120],
    )[0]
    clause = clause.strip(" ,")
    return (
        clause
        if pattern("company", "roles").search(clause) and len(clause) <= LONGEST_ROLE
        else None
    )


def _section(lines: Sequence[Line], i: int, role: Role) -> str:
    """What the headings above say: "staff", "about" the company, or "" for something else."""
    seen: list[str] = []
    for line in reversed(lines[max(0, i - 60) : i]):
        if not line.is_heading or line.text in seen:
            continue
        seen.append(line.text)
        if person_name(line.text) and has_given_name(line.text):
            continue
        if pattern("testimonials", "headings").search(line.text):
            return ""
        if len(line.text) <= 60 and pattern("company", "staff_headings").search(line.text):
            return "staff"
        if len(line.text) <= 60 and pattern("company", "team_headings").search(line.text):
            return "about"
        if len(seen) > 12:
            break
        return "about" if role is Role.ABOUT else ""
    return "about" if role is Role.ABOUT and lines[i].heading else ""


def _in_testimonials(lines: Sequence[Line], i: int) -> bool:
    """Whether line `i` stands among customers' words: by a quote or below such a heading."""
    if pattern("testimonials", "headings").search(lines[i].heading):
        return True
    near = lines[max(0, i - 3) : i + 2]
    if len(lines[i].text) <= 160 and any(_QUOTED.search(x.text) and len(x.text) > 40 for x in near):
        return not pattern("company", "owner_roles").search(lines[i].text)
    node: HtmlElement | None = lines[i].element
    for _ in range(5):
        if node is None:
            return False
        names = f"{node.get('class') or ''} {node.get('id') or ''}".lower()
        if node.tag == "blockquote" or "testimonial" in names or "review" in names:
            return True
        node = node.getparent()
    return False


def _quote(lines: Sequence[Line], i: int) -> str:
    return " · ".join(line.text for line in lines[i : i + 2])[:300]


_POSTS = {"founder": 1.0, "employee": 0.8, "employees": 0.8, "member": 0.8}


def _structured(document: Document) -> Iterator[Candidate]:
    """Founders and employees of the page's organisation, and a person who works for one."""
    for company in organizations(document):
        for post, weight in _POSTS.items():
            for value in company.properties.get(post, ()):
                yield from _stated(document, value, company.channel, weight)
    for item in items(document):
        at_work = any(x.types & ORGANIZATION for x in item.items("worksFor"))
        if "person" in item.types and at_work and item.text("jobTitle"):
            yield from _stated(document, item, item.channel, 0.8)


def _stated(
    document: Document, value: str | Item, channel: Channel, weight: float
) -> Iterator[Candidate]:
    words = value if isinstance(value, str) else value.text("name") or ""
    job = None if isinstance(value, str) else value.text("jobTitle")
    if name := person_name(words):
        source = Source(url=document.url, quote=words[:300], channel=channel)
        yield Candidate(field="people", value=name, source=source, weight=weight, detail=job)


def _from_description(document: Document) -> Iterator[Candidate]:
    """An owner in a description such as "Jane Roe — founder of …".

    Only when the page shows every word of the name: a description alone is no evidence.
    """
    parts = _DIVIDER.split(document.description or "")
    if len(parts) < 2 or not (name := person_name(parts[0])) or len(name.split()) < 2:
        return
    owner = pattern("company", "owner_roles").match(parts[1])
    shown = {w.casefold() for line in page_lines(document) for w in re.findall(r"\w+", line.text)}
    if owner and has_given_name(name) and {w.casefold() for w in re.findall(r"\w+", name)} <= shown:
        source = Source(url=document.url, quote=name, channel=Channel.META)
        yield Candidate(field="people", value=name, source=source, weight=0.65, detail=owner[0])
