"""The lines that a visitor reads on a page, each with what is around it: the view for small facts.

A block boundary or <br> ends a line. Words of neighbouring inline elements, such as
"<span>Mon</span><span>9–5</span>", stay apart here, because a label and its value are often told
apart by styling alone.
"""

from __future__ import annotations

import re
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
_DIGIT = re.compile(r"\d")
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
    digits: int
    """How many digits are in `text`: most lines have none and need no look for numbers."""


@dataclass
class _Open:
    """The line being collected."""

    parts: list[str] = field(default_factory=list)
    links: list[HtmlElement] = field(default_factory=list)
    element: HtmlElement | None = None
    headings: int = 0
    """How many heading elements are open."""

    def add(self, text: str | None, element: HtmlElement) -> None:
        """Append `text`; the first words decide which element holds the line."""
        if text:
            self.parts.append(text)
            if self.element is None and not text.isspace():
                self.element = element

    def close(self) -> _Raw | None:
        """The finished line, if it has words; links without words wait for the next one."""
        raw = None
        words = " ".join("".join(self.parts).split())[:_LONGEST]
        if words and self.element is not None:
            raw = _Raw(words, self.element, tuple(self.links), self.headings > 0)
            self.links.clear()
        self.parts.clear()
        self.element = None
        return raw


@dataclass(frozen=True, slots=True)
class _Raw:
    text: str
    element: HtmlElement
    links: tuple[HtmlElement, ...]
    is_heading: bool


@lru_cache(maxsize=8)
def page_lines(document: Document) -> tuple[Line, ...]:
    """All lines of `document` in page order."""
    return tuple(_lines(document.root))


def _lines(root: HtmlElement) -> Iterator[Line]:
    heading = ""
    regions: dict[HtmlElement, str] = {}
    for raw in _raw_lines(root):
        if raw.is_heading:
            heading = raw.text
        block = _block_of(raw.element)
        if block not in regions:
            regions[block] = region_of(block)
        digits = len(_DIGIT.findall(raw.text))
        yield Line(raw.text, block, heading, raw.is_heading, raw.links, regions[block], digits)


def _raw_lines(root: HtmlElement) -> Iterator[_Raw]:
    line = _Open()
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(node.tag, str):
            if event == "end":
                line.add(node.tail, node.getparent() or root)
            continue
        if node.tag not in _INLINE and (raw := line.close()):
            yield raw
        if event == "start":
            _begin(node, line)
        else:
            _end(node, line, root)
    if raw := line.close():
        yield raw
    if line.links:
        yield _Raw("", root, tuple(line.links), is_heading=False)


def _begin(node: HtmlElement, line: _Open) -> None:
    if node.tag == "a":
        line.links.append(node)
    line.headings += _is_heading(node)
    line.add(node.text, node)


def _end(node: HtmlElement, line: _Open, root: HtmlElement) -> None:
    line.headings -= _is_heading(node)
    if node is root:
        return
    if node.tag in _APART and not node.tail and node.getnext() is not None:
        line.parts.append(" ")
    parent = node.getparent()
    if node.tail and parent is not None:
        line.add(node.tail, parent)


def _is_heading(node: HtmlElement) -> bool:
    return node.tag in HEADINGS or node.get("role") == "heading"


def _block_of(element: HtmlElement) -> HtmlElement:
    node = element
    while node.tag in _INLINE:
        parent = node.getparent()
        if parent is None:
            break
        node = parent
    return node
