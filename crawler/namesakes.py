"""The person whom the site bears the name of: "Ann Lee Coaching" with a portrait of Ann Lee."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lxml.html import HtmlElement

from crawler.dom import Document
from crawler.introductions import parts_of
from crawler.lines import Line
from crawler.names import has_given_name, is_role, mentions_person, person_name
from crawler.records import normalised
from crawler.roles import Role
from crawler.staff import Presented

_SET_APART = frozenset({"figcaption", "b", "strong"})
_ROLE_WORDS = 6
_LONGEST = 80


def title_of(document: Document) -> str:
    """The words of the page's title and of og:site_name, normalised, with dashes around them."""
    site_name = document.metas.get("og:site_name", "")
    return f"-{normalised(f'{document.title} {site_name}')}-"


def namesake(lines: Sequence[Line], i: int, page: Role, title: str) -> Presented | None:
    """The person whose name line `i` is, when `title` has it, too.

    The line is a caption, in bold, the head of the contacts, or a heading that goes on with a role;
    the name alone in a heading may be the company's.
    """
    line = lines[i]
    if line.region not in ("main", "footer") or len(line.text) > _LONGEST:
        return None
    if not mentions_person(line.text):
        return None
    name, *more = parts_of(line.text) or [""]
    person = person_name(name)
    if not person or len(person.split()) < 2 or not has_given_name(person):
        return None
    if f"-{normalised(person)}-" not in title:
        return None
    found = Presented(person.title() if person.isupper() else person, None, 0.7)
    if more:
        post = more[0]
        plain = len(more) == 1 and is_role(post) and len(post.split()) <= _ROLE_WORDS
        return replace(found, role=post) if plain and line.is_heading else None
    if _is_set_apart(line.element, line.text) or (page is Role.CONTACT and not line.is_heading):
        below = lines[i + 1].text if i + 1 < len(lines) else ""
        return replace(found, role=below) if is_role(below) else found
    return None


def _is_set_apart(block: HtmlElement, text: str) -> bool:
    """Whether the words stand in a caption, or in bold within their block."""
    around = (block, *block.iterancestors("figcaption"))
    if any(e.tag in _SET_APART for e in around):
        return True
    return any(" ".join((e.text or "").split()) == text for e in block.iter("b", "strong"))
