"""Where amounts are nobody's price: among results and examples, in comparisons, paid to others."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

from lxml.html import HtmlElement

from crawler.dom import Document
from crawler.flow import Flow, Line, flow_of
from crawler.hrefs import split_url
from crawler.money import find_money
from crawler.money_grammar import phrases, whole
from crawler.offer_context import example_lines
from crawler.owners import Thing
from crawler.price_computed import computed

_SLOGAN = re.compile(r"[^\W\d_]{2}[.!](?:\s|$)")
"""A heading of whole sentences is what the firm promises: "Clear prices. Fast ROI."."""
_HEAD_WORDS = 7
"""Words of a badge or heading that says what is not included."""
_HEAD_LINES = 4
"""Lines of the header of a section."""
_COMPARED = 12
"""Lines of a box in which two figures are compared."""


def elsewhere_by_address(document: Document) -> bool:
    """Whether the address of the page names a place whose amounts are nobody's price."""
    parts = [unquote(p).casefold() for p in split_url(document.url).path.split("/") if p]
    slugs = (re.sub(r"\.\w{2,5}$", "", p) for p in parts)
    return any(
        phrases("money", "elsewhere", document.language).fullmatch(re.sub(r"[-_]+", " ", s))
        for s in slugs
    )


def elsewhere(document: Document, line: int, thing: Thing) -> bool:
    """Whether what stands around an amount says that it is an example, a result, others' words, a
    comparison or a cost that is paid to somebody else.
    """
    if line in example_lines(document) or line in _compared(document) or line in _outside(document):
        return True
    if computed(document, line):
        return True
    here = flow_of(document).lines[line]
    around = (here.element, *here.element.iterancestors())
    if any(node.tag in ("blockquote", "figcaption", "q") for node in around):
        return True
    saying = phrases("money", "elsewhere", document.language)
    above = (h for h in here.path[-3:] if h != thing.name and not _SLOGAN.search(h))
    found = ((h, saying.search(h)) for h in above)
    return any(m is not None and len(h.split()) <= len(m[0].split()) + 3 for h, m in found)


@lru_cache(maxsize=4)
def _compared(document: Document) -> frozenset[int]:
    """Lines beside a lone "vs": figures that are set against each other."""
    flow, found = flow_of(document), set[int]()
    for n, line in enumerate(flow.lines):
        if len(line.text) > 12 or not whole("against", line.text, document.language):
            continue
        box = line.element.getparent()
        while box is not None and len(box) < 2:
            box = box.getparent()
        first, last = (0, 0) if box is None else flow.span(box)
        sides = (range(first, n), range(n + 1, last))
        if last - first <= _COMPARED and all(_priced(flow, s, document.language) for s in sides):
            found.update(range(first, last))
    return frozenset(found)


@lru_cache(maxsize=4)
def _outside(document: Document) -> frozenset[int]:
    """Lines of the sections whose header says "not included": what is paid to others."""
    flow, found = flow_of(document), set[int]()
    for n, line in enumerate(flow.lines):
        if line.region == "main" and line.item is None and _says_outside(line, document.language):
            found.update(_section(n, flow, document.language))
    return frozenset(found)


def _says_outside(line: Line, language: str | None) -> bool:
    """Whether `line` opens with "Not included" and is no remark about the tax."""
    if len(line.text.split()) > _HEAD_WORDS or not any(c.isalpha() for c in line.text):
        return False
    said = phrases("money", "outside", language).match(line.text)
    return said is not None and not phrases("money", "tax", language).search(line.text, said.end())


def _section(n: int, flow: Flow, language: str | None) -> range:
    """The lines after the section header that line `n` is part of: it has a heading, no amount."""
    header: HtmlElement | None = flow.lines[n].element
    headed = False
    while header is not None and header.tag not in ("body", "html", "main"):
        first, last = flow.span(header)
        if _priced(flow, range(first, last), language):
            break
        headed = headed or (last - first <= _HEAD_LINES and _has_heading(flow, first, last))
        header = header.getparent()
    if header is None or not headed or header.tag in ("body", "html"):
        return range(0)
    first, last = flow.span(header)
    priced = [m for m in range(first, last) if _priced(flow, range(m, m + 1), language)]
    return range(n, last) if len(priced) > 1 and priced[0] > n else range(0)


def _has_heading(flow: Flow, first: int, last: int) -> bool:
    return any(line.rank for line in flow.lines[first:last])


def _priced(flow: Flow, lines: range, language: str | None) -> bool:
    return any(find_money(flow.lines[m].text, language) for m in lines)
