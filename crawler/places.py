"""Where a line stands in its card, and which places hold the names of a group of cards.

Cards of one group hold their names in one place, whatever it is called; a badge stands in one card
only, and a label
such as "Course" says the same in all of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from lxml.html import HtmlElement

from crawler.blocks import Block, Structure, alike, blocks
from crawler.dom import Document
from crawler.flow import Line, flow_of
from crawler.tree import text_of

_MOST = 0.75
"""Share of the cards that hold a line in a place that names them."""
_DISTINCT = 0.6
"""Share of those lines that differ."""


_ICON_DEPTH = 3
"""Elements around a line beside which its icon can stand."""
_ICONS = frozenset({"svg", "i", "img", "span", "div", "picture"})
_MARKS = " ✓✔☑✅•·●–-+›»→"


def slot(line: Line, within: HtmlElement) -> str:
    """The place of `line` in its card, by tags and first classes on the way up."""
    steps = []
    node: HtmlElement | None = line.element
    while node is not None and node is not within:
        steps.append(f"{node.tag!s}.{(node.get('class') or '').split(' ')[0]}")
        node = node.getparent()
    return "/".join(steps)


def naming_slots(group: Iterable[Block]) -> frozenset[str]:
    """The places that hold other words in nearly every card of `group`."""
    count: Counter[str] = Counter()
    texts: dict[str, set[str]] = {}
    members = 0
    for member in group:
        members += 1
        first: dict[str, str] = {}
        for line in member.lines:
            first.setdefault(slot(line, member.element), line.text)
        for place, text in first.items():
            count[place] += 1
            texts.setdefault(place, set()).add(text.casefold())
    return frozenset(
        place
        for place, times in count.items()
        if times >= _MOST * members and len(texts[place]) >= _DISTINCT * times
    )


@lru_cache(maxsize=4)
def groups_of(document: Document) -> dict[int, tuple[Block, ...]]:
    """The blocks that stand in groups of two or more, by group; sections of headings not."""
    found: dict[int, list[Block]] = {}
    for block in blocks(document):
        if block.siblings > 1 and block.structure is not Structure.SECTION:
            found.setdefault(block.group, []).append(block)
    return {number: tuple(members) for number, members in found.items()}


def lone_twins(
    document: Document, members: Mapping[HtmlElement, Block]
) -> dict[HtmlElement, Block]:
    """Elements without neighbours of their shape that look like `members` elsewhere on the page.

    A category with a single card is laid out as the ones with many. Each is a block of the group
    that it resembles.
    """
    looks: dict[tuple[str, str], Block] = {}
    for element, block in members.items():
        if look := _look(element):
            looks.setdefault(look, block)
    flow, found = flow_of(document), dict[HtmlElement, Block]()
    for element in flow.ranges:
        twin = looks.get(_look(element) or ("", "")) if element not in members else None
        if twin is not None and alike(twin.element, element) and (lines := flow.under(element)):
            found[element] = replace(twin, elements=(element,), lines=lines)
    return found


def _look(element: HtmlElement) -> tuple[str, str] | None:
    """Tag and classes; None where they say nothing."""
    named = " ".join(sorted((element.get("class") or "").split()))
    return (str(element.tag), named) if named or element.tag in ("article", "li") else None


def has_icon(line: Line) -> bool:
    """Whether an icon or an empty box stands right before the words of `line`."""
    node: HtmlElement | None = line.element
    for _ in range(_ICON_DEPTH):
        if node is None:
            return False
        inside = next((c for c in node if isinstance(c.tag, str)), None)
        for icon in (node.getprevious(), inside):
            if icon is not None and icon.tag in _ICONS and not text_of(icon).strip(_MARKS):
                return True
        if node.getprevious() is not None or (node.text or "").strip():
            return False
        node = node.getparent()
    return False
