"""Which headings stand above each element: one walk over the page."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from crawler.tree import HEADINGS, PATH, text_of

_SCOPES = frozenset(
    {"section", "article", "li", "aside", "td", "th", "details", "figure", "dd", "blockquote"}
)
"""Elements whose headings end with them, when they hold text of their own."""
_OWN_TEXT = 60
"""Characters beside its heading that make a section more than a builder's title row."""
_LONGEST = 200

_Stack = tuple[tuple[int, str], ...]
"""(rank, text) of the headings that hold at one place, outermost first."""


@dataclass(slots=True)
class _Open:
    """An element on the way down."""

    above: _Stack
    before: int
    """Characters of the page before it, headings apart."""
    rank: int = 7
    """Best rank of a heading inside it."""
    children: list[tuple[HtmlElement, _Stack]] = field(default_factory=list)

    def path(self, stack: _Stack) -> _Stack:
        """`stack` without the headings from before this element that its own headings replace."""
        if self.rank == 7 or not stack:
            return stack
        return tuple(h for h in stack if h[0] < self.rank or h not in self.above)


def mark_headings(root: HtmlElement) -> None:
    """Set the path of the headings above on each element where it differs from its parent's."""
    stack: _Stack = ()
    characters = 0
    open_: list[_Open] = [_Open((), 0)]
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            open_.append(_Open(stack, characters))
            characters += len((node.text or "").strip())
            continue
        this = open_.pop()
        if node.tag in HEADINGS:
            this.rank = rank = int(node.tag[1])
            characters = this.before
            if text := text_of(node)[:_LONGEST]:
                stack = (*(h for h in this.above if h[0] < rank), (rank, text))
        elif node.tag in _SCOPES and characters - this.before >= _OWN_TEXT:
            stack = this.above
        _settle(node, this, open_[-1])
        characters += len((node.tail or "").strip())
    node, path = open_[0].children[0]
    node.set(PATH, _joined(path))


def _settle(node: HtmlElement, this: _Open, parent: _Open) -> None:
    own = this.path(this.above)
    for child, stack in this.children:
        if (path := this.path(stack)) != own:
            child.set(PATH, _joined(path))
    parent.children.append((node, own))
    parent.rank = min(parent.rank, this.rank)


def _joined(path: _Stack) -> str:
    return "\n".join(text for _, text in path)
