"""What a priced thing comes with: its list items, or the short lines that stand in for a list."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from crawler.dom import Document
from crawler.durations import duration_of
from crawler.flow import Line, flow_of
from crawler.labels import bare
from crawler.money import find_money
from crawler.owners import Thing
from crawler.places import has_icon, slot
from crawler.service_text import is_label

_FEATURES = 25
_TICKED = 12
"""Words of a feature."""
_POINT = 7
"""Words of a feature that is a paragraph of its own."""
_RUN = 3
"""Such paragraphs in a row that make a list."""
_BRACKETS = re.compile(r"\s*\([^()]*\)")


def features_of(thing: Thing, document: Document) -> tuple[str, ...]:
    """The list items of a card, as they are worded."""
    if thing.card is None and thing.sure < 0.7:
        return ()
    flow = flow_of(document)
    first, last = flow.span(thing.element)
    items: dict[HtmlElement, list[str]] = {}
    for line in flow.lines[first:last]:
        priced = len(line.text.split()) <= 6 and find_money(line.text, document.language)
        own = line.item is not None and line.item is not thing.element
        if line.item is not None and own and not line.linked and not priced:
            items.setdefault(line.item, []).append(line.text)
    texts = [bare(" ".join(parts)) for parts in items.values()]
    texts = texts or _ticked(thing, document) or _paragraphs(thing, document)
    return tuple(dict.fromkeys(t for t in texts if t))[:_FEATURES]


def _is_point(line: Line) -> bool:
    """Whether `line` is a point of a list made of boxes: behind an icon, or no paragraph."""
    boxed = line.element.tag in ("div", "span") and not line.text.endswith((".", "!", "?"))
    return boxed or has_icon(line)


def _ticked(thing: Thing, document: Document) -> list[str]:
    """The short lines of a card without a list in one place, behind icons or in boxes."""
    if thing.card is None:
        return []
    places: dict[str, list[Line]] = {}
    for line in flow_of(document).under(thing.element):
        label = line.rank or line.linked or is_label(line.text, document.language)
        if line is not thing.name_line and not label and len(line.text.split()) <= _TICKED:
            places.setdefault(slot(line, thing.element), []).append(line)
    lists = (lines for lines in places.values() if len(lines) > 1 and all(map(_is_point, lines)))
    return [bare(line.text) for line in next(lists, [])]


def _paragraphs(thing: Thing, document: Document) -> list[str]:
    """The run of short paragraphs right below the price, as pages without lists have it."""
    if thing.name_line is None or not thing.name_line.rank:
        return []
    flow, language = flow_of(document), document.language
    start = flow.lines.index(thing.name_line) + 1
    below = flow.lines[start : start + 3]
    priced = (n for n, x in enumerate(below, start) if find_money(x.text, language))
    found: list[Line] = []
    for line in flow.lines[next(priced, len(flow.lines)) + 1 :]:
        beside = not found or line.element.getparent() is found[0].element.getparent()
        if not beside or not _is_short_paragraph(line, language):
            break
        found.append(line)
    return (
        [bare(x.text) for x in found if not _is_length(x.text, language)]
        if len(found) >= _RUN
        else []
    )


def _is_short_paragraph(line: Line, language: str | None) -> bool:
    if line.element.tag != "p" or line.rank or line.linked or line.text.startswith("*"):
        return False
    ends = line.text.endswith((".", "!", "?", ":"))
    return not ends and len(line.text.split()) <= _POINT and not find_money(line.text, language)


def _is_length(text: str, language: str | None) -> bool:
    """Whether `text` says how long it takes and no more: "3 months (in total)"."""
    plain = _BRACKETS.sub("", text).strip()
    return bool(plain) and duration_of(plain, language) == plain
