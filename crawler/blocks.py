"""The things that a person sees on a page: cards, rows, list items, accordions, sections.

A block is found by its siblings, not by class names: two or more neighbours of one shape are cards
(or rows, slides, list items). What stands alone is found by its heading: a heading with all that
follows it up to the next heading of its rank.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache

from lxml.html import HtmlElement

from crawler.dom import Document, channel_of
from crawler.flow import Flow, Line, flow_of
from crawler.records import Channel
from crawler.tree import HEADINGS, INLINE


class Structure(StrEnum):
    """What shows that a block is one thing."""

    CARD = "card"
    """One of several neighbours of one shape."""
    ITEM = "item"
    """<li>."""
    ROW = "row"
    """<tr>."""
    TERM = "term"
    """<dt> with its <dd>."""
    DETAILS = "details"
    QUOTE = "quote"
    """<blockquote> or <figure>."""
    SECTION = "section"
    """A heading and what follows it."""


@dataclass(frozen=True, eq=False)
class Block:
    """One thing on a page."""

    structure: Structure
    elements: tuple[HtmlElement, ...]
    """What it is made of, in page order; all have one parent."""
    lines: tuple[Line, ...]
    document: Document
    group: int
    """Blocks of one group stand beside each other in one shape."""
    siblings: int
    """How many blocks its group has."""

    @property
    def element(self) -> HtmlElement:
        """Its first element."""
        return self.elements[0]

    @cached_property
    def headings(self) -> tuple[Line, ...]:
        """Lines that stand in <h1>…<h6>."""
        return tuple(line for line in self.lines if line.rank)

    @property
    def heading(self) -> str | None:
        """The text of its own first heading."""
        return self.headings[0].text if self.headings else None

    @property
    def heading_path(self) -> tuple[str, ...]:
        """The headings above it, outermost first."""
        return self.lines[0].path if self.lines else ()

    @property
    def region(self) -> str:
        """main, nav, header, footer, cookie, form or aside."""
        return self.lines[0].region if self.lines else "main"

    @property
    def text(self) -> str:
        """All its words on one line."""
        return " ".join(line.text for line in self.lines)

    @property
    def channel(self) -> Channel:
        """visible, or collapsed when it stands behind a control."""
        return channel_of(self.element)

    @property
    def links(self) -> tuple[HtmlElement, ...]:
        """Every <a href> in it, the one around it first."""
        around = [a for a in self.element.iterancestors("a") if a.get("href")][:1]
        inside = [a for e in self.elements for a in e.iter("a") if a.get("href")]
        return (*around, *inside)

    @property
    def path(self) -> str:
        """Where it stands, such as "body/main/div[2]/article[3]"."""
        return dom_path(self.element)


def dom_path(element: HtmlElement) -> str:
    """Tags from the body down, with the position among siblings where several share a tag."""
    steps = []
    node: HtmlElement | None = element
    while node is not None and node.tag != "html":
        parent = node.getparent()
        brothers = [] if parent is None else [c for c in parent if c.tag == node.tag]
        place = f"[{brothers.index(node) + 1}]" if len(brothers) > 1 else ""
        steps.append(f"{node.tag!s}{place}")
        node = parent
    return "/".join(reversed(steps))


@lru_cache(maxsize=4)
def blocks(document: Document) -> tuple[Block, ...]:
    """Every block of `document` in page order, outer ones before those inside them."""
    flow = flow_of(document)
    found: list[Block] = []
    shapes: dict[HtmlElement, frozenset[str]] = {}
    for parent in flow.ranges:
        children = [c for c in parent if flow.span(c)[0] < flow.span(c)[1]]
        if len(children) < 2:
            found += _alone(parent, document, flow, len(found))
            continue
        for structure, members in (*_groups(children, shapes), *_sections(children)):
            first = len(found)
            for member in members:
                lines = _lines_of(member, flow)
                if lines:
                    found.append(Block(structure, member, lines, document, first, len(members)))
        found += _alone(parent, document, flow, len(found))
    order = {line: n for n, line in enumerate(flow.lines)}
    return tuple(sorted(found, key=lambda b: (order[b.lines[0]], -len(b.lines))))


def _lines_of(member: Sequence[HtmlElement], flow: Flow) -> tuple[Line, ...]:
    spans = [s for e in member if (s := flow.span(e))[0] < s[1]]
    return flow.lines[spans[0][0] : spans[-1][1]] if spans else ()


def _alone(node: HtmlElement, document: Document, flow: Flow, group: int) -> Iterator[Block]:
    if node.tag in ("blockquote", "figure", "details") and (lines := flow.under(node)):
        structure = Structure.DETAILS if node.tag == "details" else Structure.QUOTE
        yield Block(structure, (node,), lines, document, group, 1)


_Groups = Iterator[tuple[Structure, list[tuple[HtmlElement, ...]]]]
_KINDS = 12
"""Shapes that one parent's children are compared with, the last ones."""
_PARTS = frozenset({"p", "dt", "dd", "td", "th", "option", "br", "hr"})
_BY_TAG = {"li": Structure.ITEM, "tr": Structure.ROW, "details": Structure.DETAILS}


def _groups(children: Sequence[HtmlElement], shapes: dict[HtmlElement, frozenset[str]]) -> _Groups:
    """Neighbours of one tag and shape, in groups of two or more."""
    if any(c.tag == "dt" for c in children):
        terms = list(_terms(children))
        if terms:
            yield Structure.TERM, terms
        return
    groups: list[list[HtmlElement]] = []
    done: list[list[HtmlElement]] = []
    for child in children:
        if child.tag in HEADINGS:
            done, groups = done + groups, []  # what follows is about something else
        if child.tag in HEADINGS or child.tag in _PARTS or (child.tag in INLINE and not len(child)):
            continue
        for group in groups[-_KINDS:]:
            if group[0].tag == child.tag and _alike(group[-1], child, shapes):
                group.append(child)
                break
        else:
            groups.append([child])
    for group in done + groups:
        if len(group) > 1:
            yield _BY_TAG.get(str(group[0].tag), Structure.CARD), [(c,) for c in group]


def _terms(children: Sequence[HtmlElement]) -> Iterator[tuple[HtmlElement, ...]]:
    term: list[HtmlElement] = []
    for child in children:
        if child.tag == "dt" and term and term[-1].tag == "dd":
            yield tuple(term)
            term = []
        if child.tag in ("dt", "dd"):
            term.append(child)
    if term:
        yield tuple(term)


def _alike(one: HtmlElement, other: HtmlElement, shapes: dict[HtmlElement, frozenset[str]]) -> bool:
    a, b = _shape(one, shapes), _shape(other, shapes)
    same = len(a & b) / len(a | b) if a | b else 1.0
    if same >= 0.7:
        return True
    classes = set((one.get("class") or "").split()) & set((other.get("class") or "").split())
    return same >= 0.3 and bool(classes)


def alike(one: HtmlElement, other: HtmlElement) -> bool:
    """Whether two elements of one tag hold the same parts, or some of them under one class."""
    return one.tag == other.tag and _alike(one, other, {})


def _shape(node: HtmlElement, shapes: dict[HtmlElement, frozenset[str]]) -> frozenset[str]:
    """Tag paths down to four levels below `node`."""
    if node not in shapes:
        shapes[node] = frozenset(_paths(node, "", 4))
    return shapes[node]


def _paths(node: HtmlElement, above: str, depth: int) -> Iterator[str]:
    for child in node:
        path = f"{above}/{child.tag!s}"
        yield path
        if depth > 1:
            yield from _paths(child, path, depth - 1)


def _sections(children: Sequence[HtmlElement]) -> _Groups:
    """Runs that begin with a heading, by the rank of that heading and the higher one above."""
    for rank in sorted({str(c.tag) for c in children if c.tag in HEADINGS}):
        groups: list[list[list[HtmlElement]]] = [[]]
        for child in children:
            if child.tag == rank:
                groups[-1].append([child])
            elif child.tag in HEADINGS and str(child.tag) < rank:
                groups.append([])
            elif groups[-1]:
                groups[-1][-1].append(child)
        for runs in groups:
            if members := [tuple(run) for run in runs if len(run) > 1]:
                yield Structure.SECTION, members
