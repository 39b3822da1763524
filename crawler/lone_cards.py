"""Cards that stand alone in a list of their own: one item under its heading, where other headings
have several of the same shape.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lxml.html import HtmlElement

from crawler.blocks import Block, Structure
from crawler.dom import Document
from crawler.places import lone_twins


def lone_cards(
    document: Document, groups: Iterable[Sequence[Block]]
) -> Iterator[tuple[Block, Sequence[Block]]]:
    """Every lone card with the group of cards that it is built like, in a box of the same kind."""
    kin = {g[0].group: g for g in groups if g[0].structure is not Structure.SECTION}
    members = {b.element: b for group in kin.values() for b in group}
    boxes = {_kind(g[0].element.getparent()) for g in kin.values()}
    for element, block in lone_twins(document, members).items():
        box = element.getparent()
        if box is not None and len(box) == 1 and _kind(box) in boxes:
            yield block, kin[block.group]


def _kind(box: HtmlElement | None) -> tuple[str, str]:
    return ("", "") if box is None else (str(box.tag), box.get("class") or "")
