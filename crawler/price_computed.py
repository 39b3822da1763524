"""Amounts that the page itself works out: the result of a calculator, the sum of an empty cart."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from lxml.html import HtmlElement

from crawler.dom import Document
from crawler.flow import Flow, Line, flow_of
from crawler.money import find_money

_UP = 6
"""Elements around an amount among which the sliders that it depends on stand."""
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:mini-?)?(?:calc|kalk|berechn|rechner|estimat|simulad|simulat|quote-result)",
    re.IGNORECASE,
)
"""In the class, id or data attributes of the place that a script writes its result to."""
_SHOWN = ("class", "id")


def computed(document: Document, n: int) -> bool:
    """Whether line `n` is where a calculator shows its result."""
    flow = flow_of(document)
    line = flow.lines[n]
    if any(p.element.tag == "output" for p in line.pieces) or _named(line):
        return True
    sliders = _sliders(document)
    return bool(sliders) and _beside_slider(line, flow, sliders, document.language)


@lru_cache(maxsize=4)
def _sliders(document: Document) -> frozenset[HtmlElement]:
    """The elements that hold a range input, up to the page's body."""
    return frozenset(
        around
        for field in document.root.iter("input")
        if (field.get("type") or "").casefold() == "range"
        for around in field.iterancestors()
    )


def _named(line: Line) -> bool:
    """Whether the element of an amount, or the block around it, is called a calculator."""
    around = {line.element, *(p.element for p in line.pieces)}
    return any(
        _NAMED.search(value if name in _SHOWN else name)
        for node in around
        for name, value in node.items()
        if name in _SHOWN or name.startswith("data-")
    )


def _beside_slider(
    line: Line, flow: Flow, sliders: frozenset[HtmlElement], language: str | None
) -> bool:
    """Whether the nearest box with a slider around `line` states no other price."""
    around = (line.element, *line.element.iterancestors())
    box = next((node for node in islice(around, _UP) if node in sliders), None)
    if box is None or box.tag in ("body", "main"):
        return False
    others = (x for x in flow.under(box) if x is not line)
    return sum(1 for x in others if find_money(x.text, language)) <= 2
