"""A page as a flow of lines, where every element knows which lines are its own.

Offers need more than text: a price must be told from the name beside it, even when both are <span>s
of one line, and crossed-out words must be gone. So a line keeps the pieces (runs of one element)
that it was made of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

from crawler.dom import Document
from crawler.tree import BREAK, HEADINGS, INLINE, PATH, REGION, STRUCK

_CENTS = re.compile(r"cent|decimal|fraction|minor|sup", re.IGNORECASE)
_WORD = re.compile(r"\w")
_SIGNS = frozenset("$€£¥₹₽₴₺₪(/-–’'")
"""A run that ends in one of these goes on in the next."""
_PRICED = re.compile(r"\d\s?(?:[€$£₹]|zł|kr\.?|Kč|[A-Z]{3})$")
"""A run that is an amount: digits of the next one are something else."""
_SENTENCE_END = re.compile(r"[^\W\d_]{2}[.!?:]$")
_OPENING = frozenset("$€£¥₹₽₴₺₪(~")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text of one element inside a line."""

    text: str
    element: HtmlElement
    start: int
    """Where it begins in the line's text."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a visitor reads between two line breaks; crossed-out words are left out."""

    text: str
    element: HtmlElement
    """The innermost block that holds it."""
    pieces: tuple[Piece, ...]
    rank: int
    """1 to 6 inside a heading, else 0."""
    path: tuple[str, ...]
    """Headings above it, outermost first, its own not among them."""
    region: str
    linked: bool
    """All of it is the label of a link or button."""
    item: HtmlElement | None
    """The <li> that it stands in."""


@dataclass(frozen=True, eq=False)
class Flow:
    """All lines of a page and the range of lines under each element."""

    lines: tuple[Line, ...]
    ranges: dict[HtmlElement, tuple[int, int]]
    """(first, one past the last); of an inline element the lines that it has a part in."""

    def under(self, element: HtmlElement) -> tuple[Line, ...]:
        """The lines of `element`."""
        first, last = self.span(element)
        return self.lines[first:last]

    def span(self, element: HtmlElement) -> tuple[int, int]:
        """First line of `element` and one past its last one."""
        return self.ranges.get(element, (0, 0))


@lru_cache(maxsize=4)
def flow_of(document: Document) -> Flow:
    """The flow of `document`, made once."""
    return _Reader().read(document.root)


@dataclass
class _Reader:
    lines: list[Line] = field(default_factory=list)
    ranges: dict[HtmlElement, tuple[int, int]] = field(default_factory=dict)
    pieces: list[tuple[str, HtmlElement]] = field(default_factory=list)
    blocks: list[HtmlElement] = field(default_factory=list)
    struck: int = 0
    rank: int = 0
    links: int = 0
    worded: bool = False
    unlinked: bool = False
    """Some word of the open line stands outside of links and buttons."""
    regions: list[str] = field(default_factory=lambda: ["main"])
    paths: list[tuple[str, ...]] = field(default_factory=lambda: [()])
    items: list[HtmlElement] = field(default_factory=list)

    def read(self, root: HtmlElement) -> Flow:
        starts: list[int] = []
        for event, node in etree.iterwalk(root, events=("start", "end")):
            if event == "start":
                self._enter(node, starts)
            else:
                self._leave(node, starts)
                parent = node.getparent()
                if node is not root and node.tail and parent is not None and not self.struck:
                    self._add(node.tail, parent)
        self._close(root)
        return Flow(tuple(self.lines), self.ranges)

    def _enter(self, node: HtmlElement, starts: list[int]) -> None:
        self._break(node)
        if node.tag not in INLINE:
            self.blocks.append(node)
        starts.append(len(self.lines))
        if node.tag in HEADINGS:
            self.rank = int(node.tag[1])
        if node.tag in ("a", "button"):
            self.links += 1
        if node.tag == "li":
            self.items.append(node)
        if (region := node.get(REGION)) is not None:
            self.regions.append(region)
        if (path := node.get(PATH)) is not None:
            self.paths.append(tuple(path.split("\n")) if path else ())
        if _crossed_out(node):
            self.struck += 1
        if node.text and not self.struck:
            self._add(node.text, node)

    def _leave(self, node: HtmlElement, starts: list[int]) -> None:
        self._break(node)
        if node.tag not in INLINE:
            self.blocks.pop()
        self.ranges[node] = (starts.pop(), len(self.lines) + bool(self.pieces))
        if node.tag in HEADINGS:
            self.rank = 0
        if node.tag in ("a", "button"):
            self.links -= 1
        if node.tag == "li":
            self.items.pop()
        if node.get(REGION) is not None:
            self.regions.pop()
        if node.get(PATH) is not None:
            self.paths.pop()
        if _crossed_out(node):
            self.struck -= 1

    def _break(self, node: HtmlElement) -> None:
        """End the line where a block begins or ends; a heading is one line."""
        if self.rank and node.tag not in HEADINGS:
            if node.tag not in INLINE or node.get(BREAK) is not None:
                self.pieces.append((" ", node))
        elif node.tag not in INLINE or node.get(BREAK) == "1":
            self._close(self.blocks[-1] if self.blocks else node)
        elif node.get(BREAK) is not None:
            self.pieces.append((" ", node))

    def _add(self, text: str, element: HtmlElement) -> None:
        if _WORD.search(text):
            self.worded = True
            self.unlinked = self.unlinked or not self.links
        self.pieces.append((text, element))

    def _close(self, block: HtmlElement) -> None:
        text, pieces = _joined(self.pieces)
        if text:
            self.lines.append(
                Line(
                    text=text,
                    element=block,
                    pieces=pieces,
                    rank=self.rank,
                    path=self.paths[-1],
                    region=self.regions[-1],
                    linked=self.worded and not self.unlinked,
                    item=self.items[-1] if self.items else None,
                )
            )
        self.pieces.clear()
        self.worded = self.unlinked = False


def _crossed_out(node: HtmlElement) -> bool:
    return node.get(STRUCK) is not None or node.tag in ("del", "s", "strike")


def _joined(raw: list[tuple[str, HtmlElement]]) -> tuple[str, tuple[Piece, ...]]:
    text = ""
    pieces: list[Piece] = []
    gap = False
    for words, element in raw:
        bare = " ".join(words.split())
        if not bare:
            gap = gap or bool(words)
            continue
        if text:
            gap = gap or words[0].isspace()
            text += " " if gap else _glue(text, bare, pieces[-1].element, element)
        pieces.append(Piece(bare, element, len(text)))
        text += bare
        gap = words[-1].isspace()
    return text, tuple(pieces)


def _glue(text: str, words: str, before: HtmlElement, element: HtmlElement) -> str:
    """What stands between two runs with no white space in the source.

    `<span>$</span><span>49</span>` is one amount; `49<sup>99</sup>` lacks its decimal mark;
    `<span>Haircut</span><span>from 20</span>` are two things told apart by styling alone.
    """
    left, right = text[-1], words[0]
    if left.isdigit() and right.isdigit():
        cents = len(words) >= 2 and words[:2].isdigit() and not words[2:3].isdigit()
        minor = element.tag in ("sup", "sub") or _CENTS.search(element.get("class") or "")
        return "." if cents and minor else " "
    if right.isdigit() and _SENTENCE_END.search(text):
        return " "
    siblings = before is not element and before.getparent() is element.getparent()
    if (right.isdigit() or right.isalpha()) and _PRICED.search(text) and _apart(before, element):
        return " · " if right.isdigit() else " "
    if left.islower() and right.isupper() and not siblings and _apart(before, element):
        return " "
    apart = right.isalnum() or right in _OPENING
    if siblings and apart and len(words) > 1 and left not in _SIGNS:
        return " "
    return ""


def _apart(one: HtmlElement, other: HtmlElement) -> bool:
    """Whether neither of two elements is inside the other."""
    inside = one is other or one in other.iterancestors() or other in one.iterancestors()
    return not inside
