"""The prose of a page for lookup: every sentence of its content, under the headings above it.

Regions tell content from the rest where a page has them. Where it has none, one trafilatura call
judges the short lines: which belong to the text, and which to menus and other furniture.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from lxml import etree, html
from lxml.html import HtmlElement

from crawler.dom import HEADINGS, Document
from crawler.reading import Passage
from crawler.tree import BREAK, INLINE, PATH, REGION

_FURNITURE = frozenset({"nav", "header", "footer", "cookie", "form"})
_CELLS = frozenset({"td", "th"})
_FEWEST_WORDS = 4
"""A passage of fewer words answers no question."""
_SENTENCE = 5
"""Words from which a line is a sentence and not a label."""
_FEWEST_LETTERS = 3
_LINK_MOST = 6
"""Words of a link or button that is a call to action, not text."""
_REPEATED = 40
"""Characters from which a line that stands on the page again is left out."""


def passages(document: Document) -> tuple[Passage, ...]:
    """The page's running text by heading, in page order."""
    lines = [line for line in _lines(document.root) if line.heading or not line.is_idle]
    kept = _judged(document, _with_bare_headings(lines))
    return tuple(
        Passage(
            url=document.url,
            title=document.title,
            heading_path=path,
            text="\n".join(texts),
            language=document.language,
        )
        for path, texts in _by_heading(kept)
        if sum(len(t.split()) for t in texts) >= _FEWEST_WORDS
    )


@dataclass
class _Line:
    """One line of the page's content."""

    path: tuple[str, ...]
    heading: bool = False
    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    """Characters in links and buttons."""
    links: int = 0

    @property
    def text(self) -> str:
        return " ".join("".join(self.pieces).split())

    @property
    def is_idle(self) -> bool:
        """Whether it is but a link, a button, an icon or the number of a step."""
        text = self.text
        if sum(map(str.isalnum, text)) < _FEWEST_LETTERS:
            return True
        most = _LINK_MOST * max(1, self.links)
        return self.linked >= len(text.replace(" ", "")) and len(text.split()) <= most


def _lines(root: HtmlElement) -> Iterator[_Line]:
    """The lines of all content regions, headings too; the cells of a row share a line."""
    walk = etree.iterwalk(root, events=("start", "end"))
    paths: list[tuple[str, ...]] = [()]
    line = _Line(())
    links = 0
    for event, node in walk:
        start = event == "start"
        if start and node.get(REGION) in _FURNITURE:
            walk.skip_subtree()
        if start:
            own = node.get(PATH)
            paths.append(paths[-1] if own is None else tuple(own.split("\n")) if own else ())
        else:
            paths.pop()
        if node.tag in _CELLS:
            line.pieces.append(" | " if start and line.text else " ")
        elif line.heading and not (node.tag in HEADINGS and not start):
            line.pieces.append(" " if node.tag not in INLINE or node.get(BREAK) else "")
        elif node.tag not in INLINE or node.get(BREAK):
            if line.text:
                yield line
            line = _Line(paths[-1], heading=start and node.tag in HEADINGS)
        if node.tag in ("a", "button"):
            links += 1 if start else -1
            line.links += start
        text = node.text if start else node.tail
        if text and not (start and node.get(REGION) in _FURNITURE):
            line.pieces.append(text)
            line.linked += len("".join(text.split())) if links else 0
    if line.text:
        yield line


def _by_heading(lines: list[_Line]) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """Runs of lines below the same headings."""
    path: tuple[str, ...] = ()
    texts: list[str] = []
    seen: set[str] = set()
    for line in lines:
        text = line.text
        if line.heading or (len(text) > _REPEATED and text in seen):
            continue
        seen.add(text)
        if line.path != path:
            if texts:
                yield path, texts
            path, texts = line.path, []
        texts.append(text)
    if texts:
        yield path, texts


def _with_bare_headings(lines: list[_Line]) -> list[_Line]:
    """Headings with nothing below them as lines: a list of names is often made of headings."""
    bare: _Line | None = None
    for line, after in zip_longest(lines, lines[1:]):
        if not line.heading:
            bare = None
            continue
        listed = after is not None and after.heading and after.path == line.path
        last = bare is not None and bare.path == line.path and (after is None or after.heading)
        if listed or last:
            line.heading = False
            bare = line
    return lines


def _judged(document: Document, lines: list[_Line]) -> list[_Line]:
    """Without labels that are no part of the text, on a page that does not mark its furniture."""
    marked = any(e.get(REGION) in ("nav", "footer", "main") for e in document.root.iter())
    if marked:
        return lines
    main = _main_text(document.root)
    return [
        line
        for line in lines
        if line.heading or len(line.text.split()) >= _SENTENCE or line.text in main
    ]


def _main_text(root: HtmlElement) -> str:
    """What trafilatura takes for the page's main text, on one line."""
    import trafilatura

    page = html.document_fromstring(etree.tostring(root, encoding="unicode", method="html"))
    found = trafilatura.extract(page, fast=True, favor_recall=True, include_comments=False)
    return " ".join((found or "").split())
