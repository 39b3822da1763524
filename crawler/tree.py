"""Reading words out of a cleaned tree; the marks that cleaning leaves on it.

Everything here is iterative: a page may nest ten thousand elements.
"""

from __future__ import annotations

from lxml import etree
from lxml.html import HtmlElement

from crawler.records import Channel

MARK = "data-sitebrief-"
"""Prefix of the attributes that cleaning sets; a page's own of that name are taken away first."""
COLLAPSED = f"{MARK}collapsed"
STRUCK = f"{MARK}struck"
REGION = f"{MARK}region"
PATH = f"{MARK}path"
BREAK = f"{MARK}break"
"""On an inline element that its stylesheet shows as a block ("1"), or as an item of a row ("0")."""
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time",
    "tt", "u", "var", "wbr", "label",
})  # fmt: skip


def text_of(element: HtmlElement) -> str:
    """All words of `element` on one line; block boundaries become spaces."""
    if len(element) == 0:
        return " ".join((element.text or "").split())
    return " ".join("".join(_pieces(element)).split())


def lines_of(element: HtmlElement) -> list[str]:
    """The words of `element` line by line: a new one at each block boundary and <br>."""
    lines = "".join(_pieces(element)).split("\n")
    return [line for raw in lines if (line := " ".join(raw.split()))]


def _pieces(element: HtmlElement) -> list[str]:
    pieces: list[str] = []
    add = pieces.append
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if node.tag not in INLINE:
            add("\n")
        elif (mark := node.get(BREAK)) is not None:
            add("\n" if mark else " ")
        if event == "start":
            if text := node.text:
                add(text.replace("\n", " "))
        elif node is not element and (tail := node.tail):
            add(tail.replace("\n", " "))
    return pieces


def channel_of(element: HtmlElement) -> Channel:
    """COLLAPSED when `element` stands behind a control, else VISIBLE."""
    return Channel.VISIBLE if _nearest(element, COLLAPSED) is None else Channel.COLLAPSED


def region_of(element: HtmlElement) -> str:
    """Which part of the page it stands in: main, nav, header, footer, cookie, form or aside."""
    return _nearest(element, REGION) or "main"


def is_struck(element: HtmlElement) -> bool:
    """Whether its words are crossed out, by <del>, <s>, <strike> or by a stylesheet."""
    return _nearest(element, STRUCK) is not None


def heading_path(element: HtmlElement) -> tuple[str, ...]:
    """Headings above `element`, outermost first; those inside it are not among them."""
    found = _nearest(element, PATH)
    return tuple(found.split("\n")) if found else ()


def _nearest(element: HtmlElement, mark: str) -> str | None:
    node: HtmlElement | None = element
    while node is not None:
        if (value := node.get(mark)) is not None:
            return str(value)
        node = node.getparent()
    return None
