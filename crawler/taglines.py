"""What a company says of itself in a line: hero words, the line below them, the footer's blurb."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from lxml.html import HtmlElement

from crawler.dom import Document
from crawler.lexicon import pattern
from crawler.lines import Line, page_lines
from crawler.postal_shapes import has_street
from crawler.reading import Candidate
from crawler.roles import Role, page_role

HOME = re.compile(r"(?:https?://[^/]+)?/?(?:index\.\w+)?(?:[a-z]{2}/)?|#(?:page-top|top|home)")
"""Links to the home page."""
_NO_BLURB = re.compile(r"©|\d{5}|@|\+\d|\d{3}[ -]\d{3}")


def taglines(document: Document) -> Iterator[Candidate]:
    """The home page's main heading, the words beside it, and the words under the footer's logo."""
    lines = page_lines(document)
    if page_role(document) is Role.HOME:
        mains = [i for i, x in enumerate(lines) if _is_main_heading(x)]
        hero = mains[0] if mains else None
        for i in mains[1:3]:  # the first <h1> is often the name beside the logo
            if not _inside(lines[i - 1].element, "h1"):
                yield _heading(document, lines, i)
        if hero is None:
            hero = next((i for i, x in enumerate(lines) if x.element.tag == "h2"), None)
        if hero is not None and hero < max(40, len(lines) // 3):
            yield from _hero(document, lines, hero)
    for line in _footer_blurb(lines):
        source = document.source(line.element, line.text)
        yield Candidate(field="blurb", value=line.text, source=source, weight=0.8)


def _is_main_heading(line: Line) -> bool:
    """Whether the line is the page's <h1>, and that is not the logo."""
    inner = [a for a in line.links if _inside(a, "h1")]
    is_logo = any(HOME.fullmatch(a.get("href") or "x") for a in inner)
    return line.is_heading and not is_logo and _inside(line.element, "h1")


def _same_heading(lines: Sequence[Line], i: int) -> Sequence[Line]:
    """The line and those after it within the same <h1>."""
    return [lines[i], *takewhile(lambda line: _inside(line.element, "h1"), lines[i + 1 :])]


def _heading(document: Document, lines: Sequence[Line], i: int) -> Candidate:
    heading = " ".join(line.text for line in _same_heading(lines, i))
    return Candidate(
        field="tagline",
        value=heading,
        source=document.source(lines[i].element, heading),
        weight=0.7,
        detail="h1",
    )


def _hero(document: Document, lines: Sequence[Line], i: int) -> Iterator[Candidate]:
    """The heading with all its lines, the short line above and the sentence below it."""
    yield _heading(document, lines, i)
    j = i + len(_same_heading(lines, i))
    above = lines[i - 1] if i else None
    if above and above.region == "main" and 3 <= len(above.text.split()) <= 12:
        yield Candidate(
            field="tagline",
            value=above.text,
            source=document.source(above.element, above.text),
            weight=0.4,
            detail="kicker",
        )
    if said := _slogan_below(lines, j):
        source = document.source(said.element, said.text)
        yield Candidate(
            field="tagline", value=said.text, source=source, weight=0.7, detail="below the name"
        )
    below = next(
        (x for x in lines[j : j + 3] if len(x.text.split()) >= 8 and not x.is_heading), None
    )
    if below:
        yield Candidate(
            field="description",
            value=below.text,
            source=document.source(below.element, below.text),
            weight=0.6,
        )


def _slogan_below(lines: Sequence[Line], j: int) -> Line | None:
    """The short line right below the name, unless it is a button or a fact."""
    line = lines[j] if j < len(lines) else None
    if line is None or line.links or line.region != "main" or _NO_BLURB.search(line.text):
        return None
    return line if 3 <= len(line.text.split()) <= 14 and len(line.text) <= 100 else None


def _inside(element: HtmlElement, tag: str) -> bool:
    return element.tag == tag or next(element.iterancestors(tag), None) is not None


def _footer_blurb(lines: Sequence[Line]) -> Iterator[Line]:
    """The first sentence of the footer that is no contact value, address or legal line."""
    for line in lines:
        words = len(line.text.split())
        if line.region != "footer" or line.links or not 4 <= words <= 45:
            continue
        if words < 8 and not line.text.endswith((".", "!", "…")):
            continue
        other = _NO_BLURB.search(line.text) or pattern("company", "rights_words").search(line.text)
        if not other and not has_street(line.text):
            yield line
            return
