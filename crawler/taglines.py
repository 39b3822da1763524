"""What a company says of itself in a line: hero words, the line below them, the footer's blurb."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from lxml.html import HtmlElement

from crawler.brand_lines import HOME, NO_SLOGAN, is_hours
from crawler.dom import Document, text_of
from crawler.lexicon import pattern
from crawler.lines import Line, page_lines
from crawler.postal_shapes import has_street
from crawler.reading import Candidate
from crawler.roles import Role, page_role

_QUOTED = re.compile(r"^[“\"„«]|[★⭐]")
_NAME_OF_SECTION = 3
"""Words of the longest heading that is the name of a section, not a subtitle."""
_FAR = 8
"""Lines between a first heading and the <h1> that make the first one the hero's."""


def taglines(document: Document) -> Iterator[Candidate]:
    """The home page's main heading, the words beside it, and the words under the footer's logo."""
    lines = page_lines(document)
    if page_role(document) is Role.HOME:
        mains = [i for i, x in enumerate(lines) if _is_main_heading(x)]
        hero = mains[0] if mains else None
        for i in mains[1:3]:  # the first <h1> is often the name beside the logo
            if not _inside(lines[i - 1].element, "h1"):
                yield _heading(document, lines, i)
        first = next((i for i, x in enumerate(lines) if _inside(x.element, "h2")), None)
        early = first is not None and lines[first].region in ("main", "header")
        if hero is None or (early and first is not None and hero - first > _FAR):
            hero = first
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
    """The line and those after it within the same <h1> or <h2>."""
    tag = _tag(lines[i])
    own = next(a for a in (lines[i].element, *lines[i].element.iterancestors()) if a.tag == tag)
    around = takewhile(lambda x: own in (x.element, *x.element.iterancestors()), lines[i + 1 :])
    return [lines[i], *around]


def _tag(line: Line) -> str:
    return "h1" if _inside(line.element, "h1") else "h2"


def _heading(document: Document, lines: Sequence[Line], i: int) -> Candidate:
    heading = " ".join(line.text for line in _same_heading(lines, i))
    return Candidate(
        field="tagline",
        value=heading,
        source=document.source(lines[i].element, heading),
        weight=0.7,
        detail=_tag(lines[i]),
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
    below = next((x for x in _section(lines, j) if len(x.text.split()) >= 6 and _is_prose(x)), None)
    if below:
        yield Candidate(
            field="description",
            value=below.text,
            source=document.source(below.element, below.text),
            weight=0.6,
        )


def invites(text: str) -> bool:
    """Whether `text` is a lone sentence that asks the visitor to call, write or follow."""
    sentences = re.split(r"(?<=[.!?])\s+(?=[^\W\d_])", text.strip())
    return len(sentences) == 1 and bool(pattern("company", "invitations").match(sentences[0]))


def _section(lines: Sequence[Line], j: int) -> Iterator[Line]:
    """The first lines below a heading, up to the next one that is no subtitle."""
    first = lines[j] if j < len(lines) else None
    subtitle = first is not None and first.is_heading and len(first.text.split()) > _NAME_OF_SECTION
    start = j + 1 if subtitle else j
    return takewhile(lambda line: not line.is_heading, lines[start : start + 3])


def _is_prose(line: Line) -> bool:
    """No heading, menu, quotation or time of opening."""
    if _inside(line.element, "blockquote") or _QUOTED.search(line.text):
        return False
    linked = sum(len(text_of(link)) for link in line.links)
    menu = line.region == "nav" or 2 * linked > len(line.text)
    return not (line.is_heading or menu or is_hours(line.text) or invites(line.text))


def _slogan_below(lines: Sequence[Line], j: int) -> Line | None:
    """The short line right below the name, unless it is a button or a fact."""
    line = lines[j] if j < len(lines) else None
    if line is None or line.links or line.region != "main" or NO_SLOGAN.search(line.text):
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
        other = (
            is_hours(line.text)
            or invites(line.text)
            or NO_SLOGAN.search(line.text)
            or pattern("company", "rights_words").search(line.text)
        )
        if not other and not has_street(line.text):
            yield line
            return
