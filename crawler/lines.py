"""The lines that a visitor reads on a page, each with what is around it: the view for small facts.

A block boundary or <br> ends a line. Words of neighbouring inline elements, such as
"<span>Mon</span><span>9–5</span>", stay apart here, because a label and its value are often told
apart by styling alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

from crawler.dom import HEADINGS, Document, region_of

_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "label",
    ]
)
_APART = frozenset({"a", "b", "label", "span", "strong", "time", "em"})
_LONGEST = 2_000
"""Characters of a line that are read; small facts do not hide in longer ones."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of visible words."""

    text: str
    """White space squeezed; "" only in a last line that holds links without words."""
    element: HtmlElement
    """The block that holds it."""
    heading: str
    """The heading above it, "" before the first one; a heading line is its own heading."""
    is_heading: bool
    links: tuple[HtmlElement, ...]
    """The <a> elements that begin in it, or above it when they have no words."""
    region: str
    """main, nav, header, footer, cookie or form."""


@dataclass
class _Open:
    """The line being collected."""

    parts: list[str] = field(default_factory=list)
    links: list[HtmlElement] = field(default_factory=list)
    element: HtmlElement | None = None

    def add(self, text: str | None, element: HtmlElement) -> None:
        if text:
            self.parts.append(text)
            if self.element is None and not text.isspace():
                self.element = element


@lru_cache(maxsize=8)
def page_lines(document: Document) -> tuple[Line, ...]:
    """All lines of `document` in page order."""
    return tuple(_lines(document.root))


def _lines(root: HtmlElement) -> Iterator[Line]:
    heading = ""
    regions: dict[HtmlElement, str] = {}
    line = _Open()
    for words, element, links in _raw_lines(root, line):
        in_heading = _heading_around(element)
        if in_heading:
            heading = words
        block = _block_of(element)
        if block not in regions:
            regions[block] = region_of(block)
        yield Line(words, block, heading, in_heading, links, regions[block])


def _raw_lines(
    root: HtmlElement, line: _Open
) -> Iterator[tuple[str, HtmlElement, tuple[HtmlElement, ...]]]:
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(node.tag, str):
            if event == "end":
                line.add(node.tail, node.getparent() or root)
            continue
        block = node.tag not in _INLINE
        if block:
            yield from _close(line)
        if event == "start":
            if node.tag == "a":
                line.links.append(node)
            line.add(node.text, node)
            continue
        if node.tag in _APART and not node.tail and node.getnext() is not None:
            line.parts.append(" ")
        if node is not root:
            parent = node.getparent()
            line.add(node.tail, root if parent is None else parent)
    yield from _close(line)
    if line.links:
        yield "", root, tuple(line.links)


def _close(line: _Open) -> Iterator[tuple[str, HtmlElement, tuple[HtmlElement, ...]]]:
    words = " ".join("".join(line.parts).split())[:_LONGEST]
    if words and line.element is not None:
        yield words, line.element, tuple(line.links)
        line.links.clear()
    line.parts.clear()
    line.element = None


def _block_of(element: HtmlElement) -> HtmlElement:
    node = element
    while node.tag in _INLINE:
        parent = node.getparent()
        if parent is None:
            break
        node = parent
    return node


def _heading_around(element: HtmlElement) -> bool:
    node: HtmlElement | None = element
    for _ in range(6):
        if node is None:
            return False
        if node.tag in HEADINGS or node.get("role") == "heading":
            return True
        node = node.getparent()
    return False
