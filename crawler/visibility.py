"""The visibility pass: hidden words go, collapsed ones are marked, before anything is read.

What its own style hides stays when `crawler.reveal` finds what shows it; see there. Words are
cleaned on the way, so that the tree is walked once.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from lxml.html import HtmlElement

from crawler.css import Sheet
from crawler.hiding import By, Look, look
from crawler.reveal import Clues, Verdict
from crawler.text import clean, is_plain
from crawler.tree import BREAK, COLLAPSED, INLINE, MARK, STRUCK, text_of

DROPPED = frozenset({
    "script", "style", "template", "noscript", "head", "svg", "iframe", "object", "embed", "canvas",
    "audio", "video", "math", "datalist", "title", "base", "map",
})  # fmt: skip
"""Elements whose words no visitor reads on the page."""
EXCLUDE, ONLY = "data-agent-exclude", "data-agent-only"
"""By these a site's owner leaves words out for the agent, or adds some that no visitor sees."""
_STRUCK_TAGS = frozenset({"del", "s", "strike"})
MOST_ELEMENTS = 40_000
"""Elements of a page that are read; the rest is cut. Real pages have at most some 15,000."""
DEEPEST = 256
"""Levels of nesting; deeper elements become part of that level (browsers do so at 512)."""
_SAME_LOOK = 3
"""As many elements hidden in one way, on a page with scripts, are an animation's first step."""
_SHARE = 0.8
"""So is one that holds this part of the page's words, or its <h1>."""


class _Above(NamedTuple):
    """What an element takes over from its parent."""

    number: int = 0
    invisible: bool = False
    no_size: bool = False
    row: bool = False
    depth: int = 0


@dataclass(slots=True)
class _Suspect:
    element: HtmlElement
    by: By
    look: tuple[object, ...]


class VisibilityPass:
    """One walk over one tree."""

    def __init__(self, sheet: Sheet, clues: Clues, *, marked: bool) -> None:
        """`marked`: whether any attribute of the page's own may carry our names."""
        self._sheet, self._clues, self._marked = sheet, clues, marked
        self._suspects: list[_Suspect] = []
        self._collapsed: list[HtmlElement] = []
        self._twins: list[HtmlElement] = []
        self.cut = False
        """Whether the page has more elements than are read."""
        self._visible_again: set[HtmlElement] = set()
        self.pale: list[HtmlElement] = []
        """Elements whose text may have the colour of its ground."""

    def run(self, root: HtmlElement) -> None:
        """Take the hidden words out of `root`."""
        above = _Above()
        for ancestor in reversed(list(root.iterancestors())):
            above = _Above(self._sheet.style(ancestor, above.number)[0])
        stack = [(root, above)]
        count = 0
        while stack:
            element, above = stack.pop()
            count += 1
            if count > MOST_ELEMENTS:
                self.cut = True
                element.drop_tree()
                continue
            below = self._visit(element, above)
            if below is not None:
                stack.extend((child, below) for child in reversed(element))
                if below.depth > DEEPEST:
                    _dissolve(element)
        self._judge_suspects(root)
        self._drop_copies(root)

    def _visit(self, element: HtmlElement, above: _Above) -> _Above | None:
        """Clean one element; what its children take over, or None when it is gone."""
        if element.tail:
            blank = above.invisible or above.no_size
            element.tail = " " if blank else _cleaned(element.tail)
        if self._marked and not self._keep_marked(element):
            return None
        if element.tag in DROPPED:
            element.drop_tree()
            return None
        number, values = self._sheet.style(element, above.number)
        seen = look(values, element.get("hidden") is not None)
        invisible = above.invisible if seen.visibility is None else not seen.visibility
        if seen.hidden is not None:
            verdict = self._clues.verdict(element, seen)
            if verdict is Verdict.GONE and seen.hidden is not By.VISIBILITY:
                element.drop_tree()
                return None
            self._note(element, seen, verdict, tuple(sorted(values.items())))
            invisible = verdict is Verdict.GONE
        no_size = above.no_size if seen.no_size is None else seen.no_size
        if element.text:
            element.text = None if invisible or no_size else _cleaned(element.text)
        self._mark(element, seen, above)
        return _Above(number, invisible, no_size, seen.row, above.depth + 1)

    def _note(
        self, element: HtmlElement, seen: Look, verdict: Verdict, values: tuple[object, ...]
    ) -> None:
        if verdict is Verdict.COLLAPSED:
            element.set(COLLAPSED, "")
            self._collapsed.append(element)
        elif verdict is Verdict.SUSPECT and seen.hidden is not None:
            self._suspects.append(_Suspect(element, seen.hidden, values))

    def _mark(self, element: HtmlElement, seen: Look, above: _Above) -> None:
        tag = element.tag
        if seen.visibility:
            self._visible_again.add(element)
        if seen.pale or (tag == "font" and element.get("color") is not None):
            self.pale.append(element)
        if seen.struck or tag in _STRUCK_TAGS:
            element.set(STRUCK, "")
        if tag in INLINE:
            if seen.block:
                element.set(BREAK, "1")
            elif above.row:
                element.set(BREAK, "")
            if tag == "sup":
                _part_superscript(element)
        elif (tag in ("details", "dialog") and element.get("open") is None) or (
            tag == "div" and element.get("popover") is not None
        ):
            element.set(COLLAPSED, "")
        if element.get("aria-hidden") == "true" or _is_clone(element.get("class")):
            self._twins.append(element)

    def _keep_marked(self, element: HtmlElement) -> bool:
        """Take our own names off the attributes, obey the owner's; False when excluded."""
        for name in [n for n in element.attrib if n.startswith(MARK)]:
            del element.attrib[name]
        if element.get(EXCLUDE) is not None:
            element.drop_tree()
            return False
        if element.get(ONLY) is not None:
            element.attrib.pop("hidden", None)
            element.attrib.pop("class", None)
            element.set("style", "display:block;visibility:visible")
            if element.tag == "template":
                element.tag = "div"
        return True

    def _judge_suspects(self, root: HtmlElement) -> None:
        """Drop what stays hidden without a clue, unless its number or size shows an animation."""
        if not self._suspects:
            return
        groups: dict[tuple[By, tuple[object, ...]], list[HtmlElement]] = defaultdict(list)
        for suspect in self._suspects:
            groups[(suspect.by, suspect.look)].append(suspect.element)
        total = len(text_of(root)) or 1
        for (by, _), elements in groups.items():
            animated = self._clues.has_scripts and (
                len(elements) >= _SAME_LOOK
                or any(
                    e.tag in ("h1", "h2") or next(e.iter("h1"), None) is not None for e in elements
                )
                or sum(len(text_of(e)) for e in elements) > _SHARE * total
            )
            for element in () if animated else elements:
                if by is By.VISIBILITY:
                    self._blank(element)
                elif element.getparent() is not None:
                    element.drop_tree()

    def _blank(self, element: HtmlElement) -> None:
        """Take the words out of `element` but for what is visible in it again."""
        stack = [element]
        while stack:
            node = stack.pop()
            node.text = None
            for child in node:
                child.tail = None
                if child not in self._visible_again:
                    stack.append(child)

    def _drop_copies(self, root: HtmlElement) -> None:
        """Drop what repeats words that can be seen: another screen's copy, a clone of a slide."""
        for element in self._twins:
            parent = element.getparent()
            if parent is not None and (words := text_of(element)):
                others = (s for s in parent if s is not element and s.tag == element.tag)
                if any(text_of(s) == words for s in others):
                    element.drop_tree()
        collapsed = [(e, text_of(e)) for e in self._collapsed if e.getparent() is not None]
        if not collapsed:
            return
        seen = f" {_spaced(text_of(root))} "
        for element, words in collapsed:
            if seen.count(f" {_spaced(words)} ") > 1 and _is_below(element, root):
                element.drop_tree()


def _dissolve(element: HtmlElement) -> None:
    """Make the contents of `element` its parent's; blocks stay apart."""
    if element.tag not in INLINE:
        element.text = f" {element.text or ''}"
        element.tail = f" {element.tail or ''}"
    element.drop_tag()


def _is_below(element: HtmlElement, root: HtmlElement) -> bool:
    return any(a is root for a in element.iterancestors())


def _spaced(text: str) -> str:
    """`text` with double spaces: neighbours can then both be found with a space on either side."""
    return text.replace(" ", "  ")


def _is_clone(names: str | None) -> bool:
    return names is not None and ("clone" in names or "duplicate" in names)


def _cleaned(text: str) -> str:
    return text if is_plain(text) else clean(text)


def _part_superscript(element: HtmlElement) -> None:
    """Keep raised digits apart from the number before them: 49<sup>99</sup> is no 4999."""
    digits = (element.text or "").strip()
    before = element.getprevious()
    text = (before.tail if before is not None else None) or ""
    parent = element.getparent()
    if before is None and parent is not None:
        text = parent.text or ""
    if not digits.isdigit() or not text.rstrip()[-1:].isdigit():
        return
    element.text = f".{digits}" if len(digits) == 2 else f" {digits}"
