"""Slogans that stand by the company's name: in the logo's link, below the name, in the title.

Which name is the company's is settled over all pages; a candidate below a name keeps that name in
`detail`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from lxml.html import HtmlElement

from crawler.dom import Document, text_of
from crawler.legal import copyright_name
from crawler.lexicon import pattern
from crawler.lines import Line, page_lines
from crawler.postal_shapes import has_code, has_street
from crawler.reading import Candidate
from crawler.records import normalised
from crawler.roles import Role, page_role

HOME = re.compile(r"(?:https?://[^/]+)?/?(?:index\.\w+)?(?:[a-z]{2}/)?|#(?:page-top|top|home)")
"""Links to the home page."""
LOGO, TITLE, BELOW = "logo", "title", "below "
"""`detail` of the candidates; after BELOW follows the name that the line stands below."""
NO_SLOGAN = re.compile(r"©|\d{5}|@|\+\d|\d{3}[ -]\d{3}|https?:|www\.|:$")
_DIVIDER = re.compile(r"\s[|·•–—-]\s|\s*[|•]\s*")
_CLAIM = re.compile(
    r"tag-?line|slogan|claim|motto|strapline|sub-?title|brand-sub|logo-sub", re.IGNORECASE
)
_NAME_WORDS = 6
_TITLE_LINES = 40
"""Lines of a page among which the words of its title are looked for."""


def brand_lines(document: Document) -> Iterator[Candidate]:
    """The slogans that one page sets beside the name."""
    lines = [x for x in page_lines(document) if x.region not in ("form", "cookie") and x.text]
    named = normalised(f"{document.title} {document.metas.get('og:site_name', '')}")
    for line, below in pairwise(lines):
        if _is_of_logo(line, below):
            yield _candidate(document, below, LOGO)
        elif _stands_below(line, below) and f"-{normalised(line.text)}-" in f"-{named}-":
            yield _candidate(document, below, f"{BELOW}{line.text}")
    for line in lines:
        if "©" in line.text and not line.links and (said := _behind_copyright(_innermost(line))):
            name, slogan = said
            yield _candidate(document, line, f"{BELOW}{name}", slogan)
    titles = [document.metas.get("og:site_name", "")]
    for link in (a for line in lines if line.region in ("header", "nav") for a in line.links):
        slogan = logo_parts(link)[1] if HOME.fullmatch((link.get("href") or "x").strip()) else ""
        if is_slogan(slogan):
            source = document.source(link, slogan)
            yield Candidate(field="tagline", value=slogan, source=source, weight=0.8, detail=LOGO)
    if page_role(document) is Role.HOME:
        titles.append(document.title)
    yield from _of_titles(document, lines, titles)


def is_slogan(text: str, fewest: int = 2) -> bool:
    """Whether `text` may be a slogan by its shape: a few words, no fact and no legal line."""
    if not fewest <= len(text.split()) <= 16 or len(text) > 110 or NO_SLOGAN.search(text):
        return False
    if pattern("company", "rights_words").search(text) or is_hours(text):
        return False
    return not (has_street(text) or has_code(text))


def is_hours(text: str) -> bool:
    """Whether `text` tells weekdays with times."""
    return bool(re.search(r"\d", text) and pattern("contact", "weekdays").search(text))


def _is_of_logo(line: Line, below: Line) -> bool:
    """Two lines of one link to the home page: the name and the slogan."""
    around = [a for a in line.element.iterancestors("a") if HOME.fullmatch(a.get("href") or "x")]
    within = any(a in below.element.iterancestors("a") for a in around)
    return within and is_slogan(below.text)


def logo_parts(link: HtmlElement) -> tuple[str, str]:
    """Name and slogan in a logo's link; the slogan is set smaller, or its class says what it is."""
    words = text_of(link)
    for inner in link.iter("small", "span", "em", "i", "p", "div"):
        slogan = text_of(inner)
        small = inner.tag == "small" or _CLAIM.search(inner.get("class") or "")
        if small and slogan and words.endswith(slogan) and len(words) > len(slogan):
            return words[: -len(slogan)].strip(" -–—|·"), slogan
    return words, ""


def _stands_below(line: Line, below: Line) -> bool:
    """Whether `line` may be a name, and `below` a slogan in the same box."""
    if len(line.text.split()) > _NAME_WORDS or below.links or not is_slogan(below.text, 3):
        return False
    if below.region == "nav" or (below.is_heading and not line.is_heading):
        return False
    box = line.element.getparent()
    return box is not None and (
        below.element is line.element or box in list(below.element.iterancestors())[:2]
    )


def _of_titles(
    document: Document, lines: Sequence[Line], titles: Sequence[str]
) -> Iterator[Candidate]:
    """Words of a title behind the name that the page shows in a line of their own."""
    shown = {
        normalised(x.text): x
        for x in [*lines[:_TITLE_LINES], *(x for x in lines if x.region == "footer")]
        if not x.links and x.region != "nav" and is_slogan(x.text, 3)
    }
    rests = (title[m.end() :] for title in titles for m in _DIVIDER.finditer(title))
    parts = (part for rest in rests for part in (rest, _DIVIDER.split(rest)[0]))
    found = next((line for part in parts if (line := shown.get(normalised(part)))), None)
    if found is not None:
        yield _candidate(document, found, TITLE)


def _innermost(line: Line) -> str:
    """The words of the smallest element with the sign: lines hold several spans side by side."""
    holders = [e for e in line.element.iter() if "©" in text_of(e)]
    return text_of(holders[-1]) if holders else line.text


def _behind_copyright(text: str) -> tuple[str, str] | None:
    """Name and slogan of "© Acme — Chairs that last"."""
    name = copyright_name(text)
    divider = _DIVIDER.search(text, text.find(name) + len(name)) if name and name in text else None
    slogan = text[divider.end() :].strip() if divider else ""
    if not name or not is_slogan(slogan, 3) or pattern("company", "credit_words").search(slogan):
        return None
    return name, slogan


def _candidate(document: Document, line: Line, detail: str, words: str | None = None) -> Candidate:
    source = document.source(line.element, line.text)
    words = words or line.text
    return Candidate(field="tagline", value=words, source=source, weight=0.8, detail=detail)
