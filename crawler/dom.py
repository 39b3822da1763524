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

from crawler.outline import mark_headings
from crawler.pages import Page
from crawler.records import Source
from crawler.regions import mark_regions
from crawler.text import squeeze
from crawler.tree import (
    COLLAPSED,
    HEADINGS,
    MARK,
    STRUCK,
    channel_of,
    heading_path,
    is_struck,
    lines_of,
    region_of,
    text_of,
)

__all__ = [
    "HEADINGS",
    "Document",
    "channel_of",
    "heading_path",
    "is_struck",
    "lines_of",
    "parse",
    "region_of",
    "text_of",
]

_DROPPED = {"script", "style", "template", "noscript", "head", "svg", "iframe", "object"}
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


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


def parse(page: Page) -> Document:
    """Parse `page` once and take away what a visitor cannot see."""
    html = page.html or "<html></html>"
    tree = lxml.html.document_fromstring(
        html.encode("utf-8", "replace"),
        parser=lxml.html.HTMLParser(
            encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
        ),
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
    mark_regions(root)
    mark_headings(root)
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
            node.set(COLLAPSED, "")
        if node.tag in ("del", "s", "strike"):
            node.set(STRUCK, "")
        for name in [a for a in node.attrib if a.startswith(MARK)]:
            del node.attrib[name]
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
