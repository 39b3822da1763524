"""Cards of people: a name, with what the person does in the line below or above it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.lexicon import pattern
from crawler.lines import Line
from crawler.names import has_given_name, is_role, person_name
from crawler.postal_shapes import has_street
from crawler.roles import Role, is_third_party

UNSURE = 0.6
"""Weight of a team card without a common given name; it stands beside cards that have one."""
UNGROUPED = 0.55
"""Weight of a card below a heading that says nothing of people; it stands beside another one."""
_QUOTED = re.compile('^["“”„«»‹›]|★{3}|⭐{2}|["”»“]\\s*$')


@dataclass(frozen=True, slots=True)
class Presented:
    """Somebody whom a line presents."""

    name: str
    role: str | None
    """In the page's words."""
    weight: float
    """How surely the person belongs to the company, 0..1."""
    section: str = ""
    """The heading above the card."""


def card(lines: Sequence[Line], i: int, page: Role) -> Presented | None:
    """The person whose name is line `i`, when it is a card."""
    name = person_name(lines[i].text)
    if name is None or lines[i].region == "footer":
        return None
    known = has_given_name(lines[i].text)
    if known and page is Role.IMPRINT and (holder := _holder(lines, i, name)):
        return holder
    kind, heading = section(lines, i, page)
    role = _role_line(lines, i)
    if kind == "staff" or (kind == "about" and known):
        if role:
            return Presented(name, role, 1.0 if known else UNSURE)
        below = _same_card_below(lines, i) if kind == "staff" else None
        if below and (known or lines[i].is_heading):
            return Presented(name, below, 0.9 if known else UNSURE)
        return Presented(name, None, 0.7) if known and lines[i].is_heading else None
    if not (known and role) or kind == "customers":
        return None
    if page in (Role.HOME, Role.ABOUT, Role.IMPRINT) and _is_owner(role):
        return Presented(name, role, 0.7)
    plain = len(role.split()) <= 5 and not re.search(r",|@|\bat\b|\.$", role)
    whole = plain and len(name.split()) > 1 and has_given_name(name.split()[0])
    return Presented(name, role, UNGROUPED, heading) if whole else None


def cards_beside(
    lines: Sequence[Line], sure: Collection[int], found: Collection[int]
) -> Iterator[tuple[int, Presented]]:
    """Cards without a known given name, built as those of `sure` people: most are, so all are."""
    for shape in sorted({_shape(lines[i]) for i in sure if lines[i].is_heading}):
        built = [i for i, x in enumerate(lines) if x.is_heading and _shape(x) == shape]
        if 2 * len([i for i in built if i in sure]) <= len(built):
            continue
        for i in built:
            name, role = person_name(lines[i].text), _role_line(lines, i)
            if i not in found and name and role:
                yield i, Presented(name, role, UNSURE)


def _shape(line: Line) -> str:
    """The tags from the heading up."""
    return " ".join(str(a.tag) for a in (line.element, *line.element.iterancestors()))


def _is_owner(role: str) -> bool:
    return pattern("company", "owner_roles").search(role) is not None


def section(lines: Sequence[Line], i: int, page: Role) -> tuple[str, str]:
    """What the headings above line `i` say, and the heading that says it.

    "staff", "about" the company, "customers", or "" for something else; names and roles of other
    cards are passed over.
    """
    seen: list[str] = []
    for k in range(i - 1, max(-1, i - 80), -1):
        line, text = lines[k], lines[k].text
        if not line.is_heading or text in seen:
            continue
        seen.append(text)
        if pattern("testimonials", "headings").search(text):
            return "customers", text
        if len(text) <= 60:
            for kind, name in (("staff", "staff_headings"), ("about", "team_headings")):
                if pattern("company", name).search(text):
                    return kind, text
            if (person_name(text) and has_given_name(text)) or is_role(text):
                continue
            if person_name(text) and (len(seen) <= 3 or is_role(_text_at(lines, k + 1))):
                continue
        if k and lines[k - 1].is_heading:
            continue  # a subtitle
        return ("about" if page is Role.ABOUT else ""), text
    return ("about" if page is Role.ABOUT and lines[i].heading else ""), ""


def _text_at(lines: Sequence[Line], i: int) -> str:
    return lines[i].text if i < len(lines) else ""


def _holder(lines: Sequence[Line], i: int, name: str) -> Presented | None:
    """Whom an imprint names as the holder: below "Vertreten durch:", or above the own street."""
    above = lines[i - 1].text if i else ""
    if above.endswith(":") and len(above) <= 60:
        if label := pattern("company", "owner_roles").search(above):
            return Presented(name, label[0], 0.8)
        if pattern("company", "founded_by").search(above):
            return Presented(name, None, 0.8)
    street = any(has_street(line.text) for line in lines[i + 1 : i + 3])
    own = street and not is_third_party(lines, i, Role.IMPRINT)
    return Presented(name, None, 0.8) if own else None


def _role_line(lines: Sequence[Line], i: int) -> str | None:
    """The role in the line below the name, or in the one above it in the same card."""
    if i + 1 < len(lines) and is_role(lines[i + 1].text):
        return lines[i + 1].text
    if i and is_role(lines[i - 1].text) and _shares_card(lines[i], lines[i - 1]):
        return None if i > 1 and person_name(lines[i - 2].text) else _invited(lines[i - 1].text)
    return None


def _invited(role: str) -> str:
    """The role in a call to meet the person: "Meet your coach" above the name gives "coach"."""
    meet = pattern("company", "meet_words").match(role)
    post = pattern("company", "roles").search(role, meet.end()) if meet else None
    return role[post.start() :].strip(" :!.") if post else role


def _same_card_below(lines: Sequence[Line], i: int) -> str | None:
    """A short line below the name in the same card: a role in words that no lexicon has."""
    if i + 1 >= len(lines):
        return None
    below = lines[i + 1]
    short = len(below.text) <= 48 and len(below.text.split()) <= 6 and not below.digits
    if not short or (below.is_heading and person_name(below.text)):
        return None
    if below.links or below.text.endswith((".", "!", "?")):
        return None
    return below.text if _shares_card(lines[i], below) else None


def _shares_card(name: Line, other: Line) -> bool:
    """Whether `other` stands in the element right around the name."""
    around = name.element.getparent()
    if around is None:
        return False
    return other.element is around or around in other.element.iterancestors()


def is_among_testimonials(lines: Sequence[Line], i: int) -> bool:
    """Whether line `i` stands among customers' words: by a quote or below such a heading."""
    if pattern("testimonials", "headings").search(lines[i].heading):
        return True
    near = lines[max(0, i - 3) : i + 2]
    quoted = any(_QUOTED.search(line.text) and len(line.text) > 40 for line in near)
    if len(lines[i].text) <= 160 and quoted:
        return not _is_owner(lines[i].text)
    return _in_quote(lines[i].element)


def _in_quote(element: HtmlElement) -> bool:
    node: HtmlElement | None = element
    for _ in range(5):
        if node is None:
            return False
        names = f"{node.get('class') or ''} {node.get('id') or ''}".lower()
        if node.tag == "blockquote" or "testimonial" in names or "review" in names:
            return True
        node = node.getparent()
    return False
