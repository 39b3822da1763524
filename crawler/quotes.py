"""Words of somebody on a page, each with the short lines beside it: what may be a testimonial.

A quote is a <blockquote>, words in quote marks that fill a block, or the one longer text of a card.
The lines beside it are those of the largest part of the page that holds no other quote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lxml.html import HtmlElement

from crawler.attribution import attribution
from crawler.dom import Document
from crawler.flow import Flow, Line, flow_of
from crawler.lexicon import pattern
from crawler.twins import bare

OPENING = "\"“„«»‟”‘‚‹›'‛❝「『"
CLOSING = "\"”“»«’'›‹❞」』"
_MARK_RUN = re.compile(rf"^[\s{OPENING}{CLOSING}’]+$")
_OPENS = re.compile(r"^[\"“„«»‟”❝「『]|^['‘‚‹›](?!\w{1,2}\s)")
_CLOSES = re.compile(r"[\"”“»«❞」』’‘'›‹]\W{0,3}$")
_INLINE_AUTHOR = re.compile(
    r"(?:[\"”“»«❞’'.!?…]\s*[–—―-]\s*|[\"”»❞]\s+(?=[^\W\d_]))(?P<author>[^\"“”„«»!?–—]{2,90})$"
)
"""After a dash; after a closing quote mark the dash may be missing."""
_SENTENCE = re.compile(r"[.!?…\"”»«“’)]\s*$")
_CREDITS = ("cite", "footer", "figcaption")
_FEW_WORDS, _MANY_WORDS = 6, 14
_MORE = 30
"""Characters at the end of a text that may be a "Read more"."""
_BESIDE = 6
"""Lines beside a quote that are looked at, on each side."""


@dataclass(frozen=True, eq=False)
class Quote:
    """Somebody's words and what stands beside them."""

    text: str
    """Whole, without quote marks and "Read more"."""
    element: HtmlElement
    """The element that holds the words."""
    card: HtmlElement
    """The largest element around them that holds no other quote."""
    alone: bool
    """Nothing but this quote is in `card`; False where quotes and authors stand side by side."""
    before: tuple[Line, ...]
    after: tuple[Line, ...]
    """The lines beside it, as far as they may say who speaks."""
    inline: str | None
    """The author after a dash in the quote's own block."""
    blockquote: bool
    marks: bool
    """The words stand in quote marks."""
    first: Line
    above: tuple[str, ...]
    """Headings above it, and the short lines right before and after the nearest of them."""


@dataclass
class _Run:
    """Lines [start, end) that are one quote."""

    start: int
    end: int
    element: HtmlElement
    blockquote: bool
    marks: bool


@lru_cache(maxsize=4)
def quotes(document: Document) -> tuple[Quote, ...]:
    """Every quote of `document` in page order."""
    flow = flow_of(document)
    runs = [run for run in _runs(flow) if not _is_reply(flow, run.start)]
    taken = [False] * len(flow.lines)
    for run in runs:
        taken[run.start : run.end] = [True] * (run.end - run.start)
    found = (_quote(run, flow, taken) for run in runs)
    return tuple(q for q in found if q is not None)


def _is_reply(flow: Flow, at: int) -> bool:
    """The company's answer to a review."""
    return at > 0 and _announces_reply(flow.lines[at - 1])


def _announces_reply(line: Line) -> bool:
    return pattern("testimonials", "replies").search(line.text) is not None


# where quotes are


def _runs(flow: Flow) -> Iterator[_Run]:
    at = 0
    while at < len(flow.lines):
        line = flow.lines[at]
        run: _Run | None = None
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


def _block_quote(outer: HtmlElement, flow: Flow, at: int) -> _Run | None:
    _, last = flow.span(outer)
    while at < last and _is_credit(flow.lines[at], first=True, opened=False):
        at += 1
    opened = at < last and _OPENS.search(flow.lines[at].text) is not None
    end = at
    while end < last and not _is_credit(flow.lines[end], first=end == at, opened=opened):
        opened = opened and not _CLOSES.search(flow.lines[end].text)
        end += 1
    if end == at:
        return None
    marks = bool(_OPENS.search(flow.lines[at].text))
    return _Run(at, end, outer, blockquote=True, marks=marks)


def _is_credit(line: Line, *, first: bool, opened: bool) -> bool:
    """A line of a blockquote that names its author; not while its quote marks are open."""
    if any(next(_self_and_above(line.element, tag), None) is not None for tag in _CREDITS):
        return True
    if all(_cited(piece.element) for piece in line.pieces):
        return True
    if first or opened:
        return False
    return bool(re.match(r"[–—―-]\s*\w", line.text)) or not _SENTENCE.search(line.text)


def _cited(node: HtmlElement) -> bool:
    return node.tag == "cite" or any(n.tag == "cite" for n in node.iterancestors("cite"))


def _marked(flow: Flow, at: int) -> _Run | None:
    """A block that opens with a quote mark, up to the one that closes it."""
    line = flow.lines[at]
    if not _OPENS.search(line.text) or len(bare(line.text).split()) < 3:
        return None
    for end in range(at, min(at + 8, len(flow.lines))):
        here = flow.lines[end]
        if end > at and (here.rank or here.element.getparent() is not line.element.getparent()):
            return None
        if _CLOSES.search(here.text) or _INLINE_AUTHOR.search(here.text):
            if not _wraps(" ".join(row.text for row in flow.lines[at : end + 1])):
                return None
            holder = line.element if end == at else line.element.getparent()
            holder = holder if holder is not None else line.element
            return _Run(at, end + 1, holder, blockquote=False, marks=True)
    return None


def _figure(flow: Flow, at: int) -> _Run | None:
    """A paragraph of a figure with a caption, or words in <q>: as good as a blockquote."""
    line = flow.lines[at]
    if all(next(_self_and_above(p.element, "q"), None) is not None for p in line.pieces):
        return _Run(at, at + 1, line.element, blockquote=True, marks=True)
    figure = next(_self_and_above(line.element, "figure"), None)
    if figure is None or not _is_prose(line) or figure.find(".//figcaption") is None:
        return None
    if any(next(_self_and_above(line.element, tag), None) is not None for tag in _CREDITS):
        return None
    run = _prose(flow, at)
    return run and _Run(run.start, run.end, run.element, blockquote=True, marks=False)


def _wraps(text: str) -> bool:
    """Whether the marks around `text` belong together: not in '"Net" and "gross" are "words"'."""
    inner = text.strip()[1:].rstrip(" .,").rstrip(CLOSING)
    if len(inner) < 12:
        return False
    closing = re.search(r"[\"”»](?!\s*[\"“«])", inner.partition("—")[0])
    opening = re.search(r"[\"“«„]", inner)
    if closing is None or (opening is not None and opening.start() < closing.start()):
        return True
    return _INLINE_AUTHOR.search(text) is not None and closing.end() > len(inner) - 100


def _prose(flow: Flow, at: int) -> _Run | None:
    """Neighbouring paragraphs of one parent."""
    line = flow.lines[at]
    if not _is_prose(line) or line.linked or line.region in ("footer", "form"):
        return None
    end = at + 1
    while end < len(flow.lines) and _goes_on(line, flow.lines[end]):
        end += 1
    parent = line.element.getparent()
    holder = line.element if end == at + 1 or parent is None else parent
    return _Run(at, end, holder, blockquote=False, marks=False)


def _goes_on(first: Line, line: Line) -> bool:
    same = line.element is first.element or (
        line.element.tag == "p" and line.element.getparent() is first.element.getparent()
    )
    if not same or line.rank or _OPENS.search(line.text):
        return False
    closing = len(line.text.split()) > 2 and bool(_SENTENCE.search(line.text))
    return _is_prose(line) or (closing and not attribution([line.text]))


def _is_prose(line: Line) -> bool:
    text = _without_more(line.text)
    count = len(text.split())
    return count >= _MANY_WORDS or (count >= _FEW_WORDS and bool(_SENTENCE.search(text)))


# what stands beside them


def _quote(run: _Run, flow: Flow, taken: Sequence[bool]) -> Quote | None:
    lines = flow.lines[run.start : run.end]
    text, inline = _words(" ".join(line.text for line in lines if not _MARK_RUN.match(line.text)))
    if len(text) < 12:
        return None
    card, alone = _card(run, flow, taken)
    first, last = flow.span(card)
    if not alone:
        first, last = _own_part(run, flow, taken, first, last)
    before = tuple(flow.lines[max(first, run.start - _BESIDE) : run.start])
    after = tuple(flow.lines[run.end : min(last, run.end + _BESIDE)])
    return Quote(
        text=text,
        element=run.element,
        card=card,
        alone=alone,
        before=_from_heading(before),
        after=_to_heading(after),
        inline=inline,
        blockquote=run.blockquote,
        marks=run.marks,
        first=lines[0],
        above=tuple(_above(flow, run.start)),
    )


def _above(flow: Flow, at: int) -> Iterator[str]:
    path = flow.lines[at].path
    yield from path[-2:]
    for n in range(at - 1, max(-1, at - 80), -1):
        if path and flow.lines[n].rank and flow.lines[n].text == path[-1]:
            beside = (flow.lines[m].text for m in (n - 1, n + 1) if 0 <= m < at)
            yield from (text for text in beside if len(text) <= 90)
            return


def _card(run: _Run, flow: Flow, taken: Sequence[bool]) -> tuple[HtmlElement, bool]:
    """The largest element around `run` that holds neither another quote nor a section's heading.

    Where nothing stands beside the quote in it, its parent.
    """
    node = run.element
    if _is_shared(run, node, flow, taken):
        return node, False
    while (parent := node.getparent()) is not None and parent.tag not in ("body", "html"):
        if _is_shared(run, parent, flow, taken):
            break
        if not _is_lone(run, node, flow) and _has_double(node):
            break
        node = parent
    parent = node.getparent()
    if _is_lone(run, node, flow) and parent is not None:
        return parent, False
    return node, True


def _is_shared(run: _Run, node: HtmlElement, flow: Flow, taken: Sequence[bool]) -> bool:
    """Whether `node` holds more than one thing: another quote, a section's heading, many lines."""
    first, last = flow.span(node)
    others = (*range(first, run.start), *range(run.end, last))
    return len(others) > _BESIDE * 3 or any(taken[n] or _heads(flow.lines[n]) for n in others)


def _is_lone(run: _Run, node: HtmlElement, flow: Flow) -> bool:
    first, last = flow.span(node)
    return last - first == run.end - run.start


def _has_double(node: HtmlElement) -> bool:
    """A neighbour of the same tag and classes: `node` is one of several cards."""
    beside = (node.getnext(), node.getprevious())
    same = (n for n in beside if n is not None and n.tag == node.tag)
    return node.tag != "p" and any(n.get("class") == node.get("class") for n in same)


def _heads(line: Line) -> bool:
    """A heading of a section; lower ones may be an author's name."""
    return 0 < line.rank <= 2


def _own_part(
    run: _Run, flow: Flow, taken: Sequence[bool], first: int, last: int
) -> tuple[int, int]:
    """Where quotes and authors stand side by side: the lines of `run` and of its author.

    Authors follow, unless nothing follows the last quote and something precedes the first one.
    """
    if _authors_lead(flow, taken, first, last):
        before = run.start
        while before > first and not taken[before - 1] and not _heads(flow.lines[before - 1]):
            before -= 1
            if flow.lines[before].rank:
                break
        return before, run.end
    after = run.end
    while after < last and not taken[after] and not _heads(flow.lines[after]):
        after += 1
    return run.start, after


def _authors_lead(flow: Flow, taken: Sequence[bool], first: int, last: int) -> bool:
    quote = next((n for n in range(first, last) if taken[n]), first)
    return taken[last - 1] and quote > first and not _heads(flow.lines[quote - 1])


def _from_heading(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    cut = max((n + 1 for n, line in enumerate(lines) if _heads(line)), default=0)
    return lines[cut:]


def _to_heading(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    ends = (n for n, line in enumerate(lines) if _heads(line) or _announces_reply(line))
    cut = next(ends, len(lines))
    return lines[:cut]


# the words


def _words(text: str) -> tuple[str, str | None]:
    """The quote without its marks, and the author that follows in the same block."""
    inline = None
    found = _INLINE_AUTHOR.search(text)
    if found is not None and attribution([found["author"]]):
        inline = found["author"].strip()
        text = text[: found.start() + 1]
    return unquoted(text), inline


def unquoted(text: str) -> str:
    """`text` without the quote marks around it and a trailing "Read more"."""
    text = _without_more(text)
    marks = OPENING + CLOSING + "’"
    opened = text[:1] in marks
    text = text.lstrip(marks + " ")
    if opened or text[-1:] in '”»«“❞」』"':
        body = text.rstrip(" .")
        if body[-1:] in marks:
            text = body
        text = text.rstrip(marks + " ")
    return text.strip()


def _without_more(text: str) -> str:
    text = text.strip()
    start = max(0, len(text) - _MORE)
    for more in pattern("faq", "more").finditer(text, start):
        if not text[more.end() :].strip(" .…→»›"):
            return text[: more.start()].strip()
    return text


def labels(lines: Sequence[Line]) -> list[str]:
    """The words of `lines`, one entry for each part of its own tag; links to more are left out."""
    found: list[str] = []
    for line in lines:
        tags = {piece.element.tag for piece in line.pieces}
        parts = [p for p in line.pieces if p.element.tag != "a" or len(line.pieces) == 1]
        if len(tags) > 1 and parts:
            found += [piece.text for piece in parts]
        else:
            found.append(line.text)
    return found
