"""A page as a tree of what a person sees: one parse, hidden text gone, collapsed text marked.

Every extractor reads a `Document`; nothing else in the package parses HTML.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import lxml.html
from lxml.html import HtmlElement

from crawler.pages import Page
from crawler.records import Channel, Source
from crawler.text import squeeze

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_DROPPED = {"script", "style", "template", "noscript", "head", "svg", "iframe", "object"}
_INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark",
    "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "label",
}  # fmt: skip
_COLLAPSED = "data-sitebrief-collapsed"
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)


@dataclass(frozen=True, eq=False)
class Document:
    """The readable tree of one page."""

    page: Page
    root: HtmlElement
    """The body after the visibility pass: scripts, styles and hidden text are gone."""
    title: str
    language: str | None
    """Primary tag of <html lang>, else of the Content-Language header."""
    description: str | None
    metas: dict[str, str] = field(default_factory=dict)
    """name or property (lower case) → content."""
    jsonld: tuple[dict[str, Any], ...] = ()
    """Every JSON-LD object of the page, @graph flattened, cleaned, unparsable ones left out."""

    @property
    def url(self) -> str:
        """The page's URL."""
        return self.page.url

    def absolute(self, href: str) -> str:
        """`href` resolved against the page."""
        return urljoin(self.page.url, href.strip())

    def source(self, element: HtmlElement, quote: str | None = None) -> Source:
        """A source that quotes `element` (its text squeezed, cut at 300 characters)."""
        words = quote if quote is not None else text_of(element)
        return Source(url=self.url, quote=words[:300], channel=channel_of(element))


def text_of(element: HtmlElement) -> str:
    """All words of `element` on one line; block boundaries become spaces."""
    return " ".join(lines_of(element))


def lines_of(element: HtmlElement) -> list[str]:
    """The words of `element` as the lines that a person sees: a new one at each block boundary and <br>."""
    parts: list[str] = []
    _collect(element, parts)
    return [line for raw in "".join(parts).split("\n") if (line := " ".join(raw.split()))]


def _collect(element: HtmlElement, parts: list[str]) -> None:
    block = element.tag not in _INLINE
    if block:
        parts.append("\n")
    if element.text:
        parts.append(element.text.replace("\n", " "))
    for child in element:
        if isinstance(child.tag, str):
            _collect(child, parts)
        if child.tail:
            parts.append(child.tail.replace("\n", " "))
    if block:
        parts.append("\n")


def channel_of(element: HtmlElement) -> Channel:
    """COLLAPSED when `element` stands behind a control, else VISIBLE."""
    node: HtmlElement | None = element
    while node is not None:
        if node.get(_COLLAPSED) is not None:
            return Channel.COLLAPSED
        node = node.getparent()
    return Channel.VISIBLE


def region_of(element: HtmlElement) -> str:
    """Which part of the page it stands in: main, nav, header, footer, cookie or form."""
    node: HtmlElement | None = element
    while node is not None:
        if node.tag in ("nav", "footer", "form"):
            return str(node.tag)
        if node.tag == "header" and not node.xpath(
            "ancestor::main|ancestor::article|ancestor::section"
        ):
            return "header"
        if node.get("role") in ("navigation", "contentinfo", "banner"):
            return {"navigation": "nav", "contentinfo": "footer", "banner": "header"}[
                node.get("role", "")
            ]
        node = node.getparent()
    return "main"


def heading_path(element: HtmlElement) -> tuple[str, ...]:
    """Headings above `element` in document order of rank, outermost first; its own heading is not part of it."""
    path: dict[int, str] = {}
    lowest = 7
    for node in element.xpath(
        "preceding::*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5 or self::h6]"
    )[::-1]:
        rank = int(node.tag[1])
        if rank < lowest:
            path[rank] = text_of(node)
            lowest = rank
    return tuple(path[rank] for rank in sorted(path))


def parse(page: Page) -> Document:
    """Parse `page` once and take away what a visitor cannot see."""
    html = page.html or "<html></html>"
    tree = lxml.html.document_fromstring(
        html.encode("utf-8", "replace"),
        parser=lxml.html.HTMLParser(encoding="utf-8", huge_tree=True),
    )
    metas = {
        (m.get("name") or m.get("property") or "").lower(): squeeze(m.get("content") or "")
        for m in tree.iter("meta")
        if m.get("content")
    }
    title = squeeze(tree.findtext(".//title") or "")
    language = (tree.get("lang") or page.headers.get("content-language") or "").split("-")[
        0
    ].lower() or None
    jsonld = tuple(_jsonld(tree))
    body = tree.find("body")
    root = body if body is not None else tree
    _prune(root)
    return Document(page, root, title, language, metas.get("description"), metas, jsonld)


def _jsonld(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            data = json.loads(script.text or "", strict=False)
        except ValueError:
            continue
        for item in data if isinstance(data, list) else [data]:
            if isinstance(item, dict):
                yield from (x for x in item.get("@graph", [item]) if isinstance(x, dict))


def _prune(root: HtmlElement) -> None:
    for node in list(root.iter()):
        if (
            not isinstance(node.tag, str)
            or node.tag in _DROPPED
            or _HIDDEN_STYLE.search(node.get("style") or "")
        ):
            if node is not root:
                node.drop_tree()
            continue
        if node.tag == "details" and node.get("open") is None:
            node.set(_COLLAPSED, "")
        node.text = squeeze_keep(node.text)
        node.tail = squeeze_keep(node.tail)


def squeeze_keep(text: str | None) -> str | None:
    """Cleaned text with its outer white space kept as one space, so that inline words stay apart."""
    if not text:
        return text
    middle = squeeze(text)
    if not middle:
        return " "
    return (" " if text[0].isspace() else "") + middle + (" " if text[-1].isspace() else "")
