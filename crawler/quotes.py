"""Words of somebody on a page, each with the short lines beside it: what may be a testimonial.

The lines beside a quote are those of the largest part of the page that holds no other quote.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lxml.html import HtmlElement

from crawler.author_words import is_name
from crawler.bylines import name_in_byline
from crawler.dom import Document, text_of
from crawler.flow import Flow, Line, flow_of
from crawler.hrefs import split_url
from crawler.lexicon import pattern
from crawler.names import has_given_name
from crawler.quote_marks import is_ornament, words_and_author
from crawler.quote_runs import Run, runs

_BESIDE = 6
"""Lines beside a quote that are looked at, on each side."""


@dataclass(frozen=True, eq=False)
class Quote:
    """Somebody's words and what stands beside them."""

    url: str
    """Of its page."""
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


@lru_cache(maxsize=4)
def quotes(document: Document) -> tuple[Quote, ...]:
    """Every quote of `document` in page order."""
    flow = flow_of(document)
    found = [run for run in runs(flow) if not _is_reply(flow, run.start)]
    taken = [False] * len(flow.lines)
    for run in found:
        taken[run.start : run.end] = [True] * (run.end - run.start)
    read = (_quote(document.url, run, flow, taken) for run in found)
    return tuple(quote for quote in read if quote is not None)


def _is_reply(flow: Flow, at: int) -> bool:
    """The company's answer to a review."""
    return at > 0 and _announces_reply(flow.lines[at - 1])


def _announces_reply(line: Line) -> bool:
    return pattern("testimonials", "replies").search(line.text) is not None


def labels(lines: Sequence[Line], url: str) -> list[str]:
    """What `lines` say beside a quote, one entry for each part of its own look.

    Buttons and links within the site of the page at `url` are left out; a name may link to its
    owner's site.
    """
    found: list[str] = []
    host = split_url(url).netloc
    for line in lines:
        if name := name_in_byline(line):
            found.append(name)
            continue
        pieces = [p for p in line.pieces if not _is_control(p.element, host)]
        looks = {(p.element.tag, p.element.get("class")) for p in pieces}
        if len(pieces) == len(line.pieces) and len(looks) == 1:
            found.append(line.text)
        else:
            found += [piece.text for piece in pieces]
    return found


def _is_control(element: HtmlElement, host: str) -> bool:
    """A button, or a link within the site."""
    for node in (element, *element.iterancestors()):
        if node.tag == "button":
            return True
        if node.tag == "a" and (href := node.get("href")) is not None:
            return split_url(href).netloc in ("", host)
    return False


def _quote(url: str, run: Run, flow: Flow, taken: Sequence[bool]) -> Quote | None:
    lines = flow.lines[run.start : run.end]
    text, inline = words_and_author(
        " ".join(line.text for line in lines if not is_ornament(line.text))
    )
    if len(text) < 12:
        return None
    card, alone = _card(run, flow, taken)
    first, last = flow.span(card)
    if not alone:
        first, last = _own_part(run, flow, taken, first, last)
    before = tuple(flow.lines[max(first, run.start - _BESIDE) : run.start])
    after = tuple(flow.lines[run.end : min(last, run.end + _BESIDE)])
    return Quote(
        url=url,
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


def _card(run: Run, flow: Flow, taken: Sequence[bool]) -> tuple[HtmlElement, bool]:
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


def _is_shared(run: Run, node: HtmlElement, flow: Flow, taken: Sequence[bool]) -> bool:
    """Whether `node` holds more than one thing: another quote, a section's heading, many lines."""
    first, last = flow.span(node)
    if (last - first) - (run.end - run.start) > _BESIDE * 3:
        return True
    others = (*range(first, run.start), *range(run.end, last))
    return any(taken[n] or _heads(flow.lines[n]) for n in others)


def _is_lone(run: Run, node: HtmlElement, flow: Flow) -> bool:
    first, last = flow.span(node)
    return last - first == run.end - run.start


def _has_double(node: HtmlElement) -> bool:
    """A neighbour of the same tag and classes: `node` is one of several cards."""
    beside = (node.getnext(), node.getprevious())
    same = (n for n in beside if n is not None and n.tag == node.tag)
    return node.tag != "p" and any(n.get("class") == node.get("class") for n in same)


def _heads(line: Line) -> bool:
    """A heading of a section, not one that sets an author's name in a card."""
    if not 0 < line.rank <= 2:
        return False
    parent = line.element.getparent()
    in_card = parent is not None and any(c.tag in ("p", "blockquote") for c in parent)
    person = is_name(line.text) and (" " in line.text or has_given_name(line.text))
    return not (in_card and line.rank == 2 and person and _follows(line.element))


def _follows(heading: HtmlElement) -> bool:
    """Whether longer words stand before `heading` in its parent: then it closes a card."""
    before = heading.itersiblings(preceding=True)
    return any(len(text_of(node)) > 40 for node in before if node.tag in ("p", "blockquote"))


def _own_part(
    run: Run, flow: Flow, taken: Sequence[bool], first: int, last: int
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
