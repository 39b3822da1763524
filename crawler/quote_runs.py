"""Where on a page somebody's words stand: the runs of lines that are one quote each.

A quote is a <blockquote> or what microdata marks as the body of a review, words in quote marks that
fill a block, a paragraph of a captioned figure, or neighbouring paragraphs of one parent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.attribution import attribution
from crawler.flow import Flow, Line
from crawler.lexicon import pattern
from crawler.quote_marks import closes, opens, without_more, wraps
from crawler.stars import stars
from crawler.twins import bare

_SENTENCE = re.compile(r"[.!?…\"”»«“’)]\s*$")
_DASHED = re.compile(r"[–—―-]\s*\w")
_CREDITS = ("cite", "footer", "figcaption")
_FEW_WORDS, _MANY_WORDS = 6, 14


@dataclass
class Run:
    """Lines [start, end) that are one quote."""

    start: int
    end: int
    element: HtmlElement
    blockquote: bool
    marks: bool


def runs(flow: Flow) -> Iterator[Run]:
    """Every run of `flow` in page order; most prose is among them."""
    at = 0
    while at < len(flow.lines):
        line = flow.lines[at]
        run: Run | None = None
        if line.region not in ("nav", "cookie") and not line.rank:
            outer = next(_self_and_above(line.element, "blockquote"), None)
            outer = outer if outer is not None else _review_body(line.element)
            if outer is not None:
                run = _block_quote(outer, flow, at)
                at = max(at, flow.span(outer)[1] - 1)
            else:
                run = _marked(flow, at) or _figure(flow, at) or _prose(flow, at)
        if run is not None:
            yield run
            at = max(run.end - 1, at)
        at += 1


def _review_body(node: HtmlElement) -> HtmlElement | None:
    """The element around `node` that microdata marks as the words of a review."""
    around = (node, *node.iterancestors())
    return next((n for n in around if n.get("itemprop") == "reviewBody"), None)


def _self_and_above(node: HtmlElement, tag: str) -> Iterator[HtmlElement]:
    """The outermost element of `tag` around `node`, then those inside it."""
    around = [n for n in (node, *node.iterancestors()) if n.tag == tag]
    yield from reversed(around)


def _block_quote(outer: HtmlElement, flow: Flow, at: int) -> Run | None:
    _, last = flow.span(outer)
    while at < last and _is_credit(flow.lines[at], first=True, opened=False):
        at += 1
    opened = at < last and opens(flow.lines[at].text)
    end = at
    while end < last and not _is_credit(flow.lines[end], first=end == at, opened=opened):
        opened = opened and not closes(flow.lines[end].text)
        end += 1
    if end == at:
        return None
    marks = opens(flow.lines[at].text)
    return Run(at, end, outer, blockquote=True, marks=marks)


def _is_credit(line: Line, *, first: bool, opened: bool) -> bool:
    """A line of a blockquote that names its author; not while its quote marks are open."""
    if any(next(_self_and_above(line.element, tag), None) is not None for tag in _CREDITS):
        return True
    if all(_cited(piece.element) for piece in line.pieces):
        return True
    if first or opened:
        return False
    return bool(_DASHED.match(line.text)) or not _SENTENCE.search(line.text)


def _cited(node: HtmlElement) -> bool:
    return node.tag == "cite" or any(n.tag == "cite" for n in node.iterancestors("cite"))


def _marked(flow: Flow, at: int) -> Run | None:
    """A block that opens with a quote mark, up to the one that closes it."""
    line = flow.lines[at]
    if not opens(line.text) or len(bare(line.text).split()) < 3:
        return None
    for end in range(at, min(at + 8, len(flow.lines))):
        here = flow.lines[end]
        if end > at and (here.rank or here.element.getparent() is not line.element.getparent()):
            return None
        if closes(here.text):
            if not wraps(" ".join(row.text for row in flow.lines[at : end + 1])):
                return None
            holder = line.element if end == at else line.element.getparent()
            holder = holder if holder is not None else line.element
            return Run(at, end + 1, holder, blockquote=False, marks=True)
    return None


def _figure(flow: Flow, at: int) -> Run | None:
    """A paragraph of a figure with a caption, or words in <q>: as good as a blockquote."""
    line = flow.lines[at]
    if all(next(_self_and_above(p.element, "q"), None) is not None for p in line.pieces):
        return Run(at, at + 1, line.element, blockquote=True, marks=True)
    figure = next(_self_and_above(line.element, "figure"), None)
    if figure is None or not _is_prose(line) or figure.find(".//figcaption") is None:
        return None
    if any(next(_self_and_above(line.element, tag), None) is not None for tag in _CREDITS):
        return None
    run = _prose(flow, at)
    return run and Run(run.start, run.end, run.element, blockquote=True, marks=False)


def _prose(flow: Flow, at: int) -> Run | None:
    """Neighbouring paragraphs of one parent."""
    line = flow.lines[at]
    if (
        not (_is_prose(line) or _is_remark(flow, at))
        or line.linked
        or line.region in ("footer", "form")
    ):
        return None
    end = at + 1
    while end < len(flow.lines) and _goes_on(line, flow.lines[end]):
        end += 1
    parent = line.element.getparent()
    holder = line.element if end == at + 1 or parent is None else parent
    return Run(at, end, holder, blockquote=False, marks=False)


def _goes_on(first: Line, line: Line) -> bool:
    same = line.element is first.element or (
        line.element.tag == "p" and line.element.getparent() is first.element.getparent()
    )
    if not same or line.rank or opens(line.text):
        return False
    closing = len(line.text.split()) > 2 and bool(_SENTENCE.search(line.text))
    return _is_prose(line) or (closing and not attribution([line.text]))


def _is_remark(flow: Flow, at: int) -> bool:
    """A short sentence between stars and a name, or above one where customers speak."""
    if not 0 < at < len(flow.lines) - 1:
        return False
    starred = stars(flow.lines[at - 1].text) is not None
    if not starred and not _says_customers_speak(flow.lines[at].path[-1:]):
        return False
    text = without_more(flow.lines[at].text)
    if starred:
        said = len(text.split()) > 1 and bool(_SENTENCE.search(text))
    else:
        said = len(text.split()) > 2 and text.endswith((".", "!", "…")) and not attribution([text])
    below = flow.lines[at + 1].text
    return said and (bool(_DASHED.match(below)) or attribution([below]).named)


def _says_customers_speak(path: tuple[str, ...]) -> bool:
    return any(len(h) <= 120 and pattern("testimonials", "headings").search(h) for h in path)


def _is_prose(line: Line) -> bool:
    text = without_more(line.text)
    count = len(text.split())
    return count >= _MANY_WORDS or (count >= _FEW_WORDS and bool(_SENTENCE.search(text)))
