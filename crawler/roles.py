"""What a page is for, told from its address, title and first heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from urllib.parse import unquote

from crawler.dom import Document
from crawler.hrefs import split_url
from crawler.lexicon import pattern
from crawler.lines import Line, page_lines


class Role(StrEnum):
    """What a visitor opens a page for."""

    HOME = "home"
    CONTACT = "contact"
    ABOUT = "about"
    IMPRINT = "imprint"
    """Who answers for the site: Impressum, mentions légales, aviso legal, terms."""
    PRIVACY = "privacy"
    ARTICLE = "article"
    OTHER = "other"


_ARTICLE_TYPES = {"article", "blogposting", "newsarticle"}


@lru_cache(maxsize=8)
def page_role(document: Document) -> Role:
    """The role of `document`; its address counts before its title and heading."""
    path = unquote(split_url(document.url).path).casefold()
    parts = [p for p in re.split(r"/", re.sub(r"(index)?\.\w{2,5}$", "", path)) if p]
    if not parts or (len(parts) == 1 and re.fullmatch(r"[a-z]{2}(-[a-z]{2})?", parts[0])):
        return Role.HOME
    slug = _spaced(parts[-1])
    heading = next((line.text for line in page_lines(document) if line.is_heading), "")
    for role, name in (
        (Role.PRIVACY, "privacy_pages"),
        (Role.IMPRINT, "imprint_pages"),
        (Role.CONTACT, "contact_pages"),
        (Role.ABOUT, "about_pages"),
    ):
        if _says(slug, name):
            return role
    if any(_says(_spaced(p), "article_folders") for p in parts[:-1]) or _is_article(document):
        return Role.ARTICLE
    for role, name in (
        (Role.PRIVACY, "privacy_pages"),
        (Role.IMPRINT, "imprint_pages"),
        (Role.CONTACT, "contact_pages"),
    ):
        if _short_and_says(document.title, name) or _short_and_says(heading, name):
            return role
    return Role.OTHER


def _spaced(slug: str) -> str:
    return re.sub(r"[-_+.]+", " ", slug)


def _says(text: str, name: str) -> bool:
    """Whether `text` is little else than one of the words (a slug of at most two words more)."""
    found = pattern("contact", name).search(text)
    return found is not None and len(text.split()) <= len(found[0].split()) + 2


def _short_and_says(text: str, name: str) -> bool:
    first = re.split(r"\s[|·–—-]\s", text)[0]
    return len(first.split()) <= 4 and _says(first, name)


def _is_article(document: Document) -> bool:
    if document.metas.get("og:type") == "article" and document.metas.get("article:published_time"):
        return True
    kinds = {str(t).lower() for o in document.jsonld for t in _as_list(o.get("@type"))}
    return bool(kinds & _ARTICLE_TYPES)


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def standing_of(role: Role, region: str) -> float:
    """How far a contact value in this place of this page is the company's own, 0..1."""
    if region in ("footer", "header", "nav"):
        return 1.0
    return {Role.IMPRINT: 0.8, Role.PRIVACY: 0.6, Role.ARTICLE: 0.4, Role.OTHER: 0.75}.get(
        role, 1.0
    )


def is_contact_heading(heading: str) -> bool:
    """Whether what stands below `heading` is how to reach or find the company."""
    return any(pattern("contact", n).search(heading) for n in ("contact_pages", "address_words"))


def is_third_party(lines: Sequence[Line], i: int, role: Role) -> bool:
    """Whether line `i` of a legal page speaks of an authority, a hosting company or a court.

    Looked for in its heading and in the short lines of the same section right above it.
    """
    if role not in (Role.IMPRINT, Role.PRIVACY) or lines[i].region in ("footer", "header", "nav"):
        return False
    heading = lines[i].heading
    near = [
        x.text for x in lines[max(0, i - 5) : i + 1] if x.heading == heading and len(x.text) < 200
    ]
    return any(pattern("contact", "third_party_words").search(t) for t in (heading, *near))
