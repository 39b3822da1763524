"""A page as a tree of what a person sees: one parse, hidden text gone, collapsed text marked.

Every extractor reads a `Document`; nothing else in the package parses HTML.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from crawler.colours import blank_unseen
from crawler.css import sheet_of
from crawler.depth import flattened
from crawler.hiding import look
from crawler.hrefs import join_url, split_url
from crawler.jsonld import objects_of
from crawler.language import language_of
from crawler.linked_sheets import in_media, linked_sheets
from crawler.outline import mark_headings
from crawler.pages import Page
from crawler.records import Source
from crawler.regions import mark_regions
from crawler.reveal import Clues, Verdict
from crawler.text import squeeze
from crawler.tree import (
    HEADINGS,
    MARK,
    channel_of,
    heading_path,
    is_struck,
    lines_of,
    region_of,
    text_of,
)
from crawler.visibility import DROPPED, EXCLUDE, VisibilityPass

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


_ABSOLUTE = re.compile(r"https?://[\w.:-]+/(?:[\w~%+&=?#-]++[/.]?)*+")
_FROM_ROOT = re.compile(r"/(?:[\w~%+&=?#-]++[/.]?)*+")
"""Addresses that joining would leave as they are; urljoin takes ten times as long."""


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
    elements: tuple[HtmlElement, ...] = ()
    """The elements of the page; held, so that lxml makes each of them once."""
    cut: bool = False
    """Whether the page was longer than what is read."""
    jsonld: tuple[dict[str, Any], ...] = ()
    """Every JSON-LD object of the page, @graph flattened, cleaned, unparsable ones left out."""

    @property
    def url(self) -> str:
        """The page's URL."""
        return self.page.url

    def absolute(self, href: str) -> str:
        """`href` resolved against the page."""
        href = href.strip()
        if _ABSOLUTE.fullmatch(href):
            return href
        if _FROM_ROOT.fullmatch(href):
            return self._origin + href
        return join_url(self.page.url, href)

    @cached_property
    def _origin(self) -> str:
        parts = split_url(self.page.url)
        return f"{parts.scheme}://{parts.netloc}"

    def source(self, element: HtmlElement, quote: str | None = None) -> Source:
        """A source that quotes `element` (its text squeezed, cut at 300 characters)."""
        words = quote if quote is not None else text_of(element)
        return Source(url=self.url, quote=words[:300], channel=channel_of(element))


def parse(page: Page) -> Document:
    """Parse `page` once and take away what a visitor cannot see."""
    tree = _tree(page.html)
    everything = list(tree.iter())  # held, lxml makes no element twice
    metas = {
        (m.get("name") or m.get("property") or "").lower(): squeeze(m.get("content") or "")
        for m in everything
        if m.tag == "meta" and m.get("content")
    }
    title = squeeze(tree.findtext(".//title") or "")
    jsonld = objects_of(tree)
    body = tree.find("body")
    root = body if body is not None else tree
    styles = _stylesheets(page, tree)
    sheet = sheet_of(styles)
    marked = any(name in page.html for name in (MARK, "data-agent-"))
    clues = Clues(tree, sheet)
    eyes = VisibilityPass(sheet, clues, marked=marked)
    eyes.run(root)
    if eyes.pale:
        blank_unseen(root, eyes.pale, sheet_of(styles, "colours"), sure=_has_all_styles(page, tree))
    for element in clues.unreachable():
        if element.getparent() is not None:
            element.drop_tree()
    mark_regions(root)
    mark_headings(root)
    declared = tree.get("lang") or tree.get(_XML_LANG) or page.headers.get("content-language")
    language = language_of(text_of(root), declared)
    return Document(
        page,
        root,
        title,
        language,
        metas.get("description"),
        metas,
        cut=eyes.cut,
        elements=tuple(root.iter()),
        jsonld=jsonld,
    )


_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


_ONE_CLASS = etree.ElementDefaultClassLookup(element=HtmlElement)
"""lxml.html chooses a class per tag in Python, for each element each time it is met."""


def _tree(html: str) -> HtmlElement:
    parser = lxml.html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    parser.set_element_class_lookup(_ONE_CLASS)
    data = html.encode("utf-8", "replace")
    try:
        tree = _with_body(lxml.html.document_fromstring(data, parser=parser))
    except etree.ParserError:
        return lxml.html.document_fromstring("<html><body></body></html>", parser=parser)
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        return _with_body(
            lxml.html.document_fromstring(flattened(html).encode("utf-8", "replace"), parser=parser)
        )
    return tree


_OF_HEAD = {"base", "link", "meta", "noscript", "script", "style", "template", "title"}


def _with_body(tree: HtmlElement) -> HtmlElement:
    """Move what HTML 5 begins the body with out of <head>.

    Minifiers leave <head> and <body> out, as the standard allows; libxml2 does not know that
    <main>, <header> or <section> open the body.
    """
    head = tree.find("head")
    if head is None:
        return tree
    stray = list(itertools.dropwhile(lambda e: e.tag in _OF_HEAD, head))
    if stray:
        body = tree.find("body")
        if body is None:
            body = etree.SubElement(tree, "body")
        for place, element in enumerate(stray):
            body.insert(place, element)
    return tree


class Uncleaned:
    """A page with its hidden words still in it, for saying why they are."""

    def __init__(self, page: Page) -> None:
        tree = _tree(page.html)
        self.root: HtmlElement = tree
        self._sheet = sheet_of(_stylesheets(page, tree))
        self._clues = Clues(tree, self._sheet)

    def hidden_by(self, element: HtmlElement) -> str:
        """What keeps `element` from the eye, in words."""
        number = 0
        for node in [*reversed(list(element.iterancestors())), element]:
            if node.tag in DROPPED:
                return f"it stands in <{node.tag!s}>"
            if node.get(EXCLUDE) is not None:
                return f"the owner left it out with {EXCLUDE}"
            number, values = self._sheet.style(node, number)
            seen = look(values, node.get("hidden") is not None)
            if seen.hidden and self._clues.verdict(node, seen) in (Verdict.GONE, Verdict.SUSPECT):
                return f"{seen.hidden.value} hides <{node.tag!s}>, and nothing shows it"
        return "it repeats words that can be seen, or has the colour or size of nothing"


def _has_all_styles(page: Page, tree: HtmlElement) -> bool:
    """Whether no stylesheet of the page is on another host, where it is not fetched."""
    host = split_url(page.url).netloc
    links = list(linked_sheets(tree))
    hosts = {split_url(join_url(page.url, sheet.href)).netloc for sheet in links}
    return hosts <= {host} and (bool(page.styles) or not links)


def _stylesheets(page: Page, tree: HtmlElement) -> tuple[str, ...]:
    """The linked sheets, then the page's own; those for visitors without scripts hold elsewhere."""
    texts = [page.styles] if page.styles else []
    for style in tree.iter("style"):
        media = style.get("media") or ""
        if any(a.tag == "noscript" for a in style.iterancestors()):
            media = "(scripting: none)"
        texts.append(in_media(style.text or "", media))
    return tuple(texts)
