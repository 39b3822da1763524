"""What the headings and labels over a group of cards say of it: services, or something else."""

from __future__ import annotations

from functools import lru_cache

from crawler.blocks import Block
from crawler.dom import Document
from crawler.durations import shared_duration
from crawler.flow import Line, flow_of
from crawler.labels import bare
from crawler.money import find_money
from crawler.service_words import says_other, says_services
from crawler.tree import region_of, text_of

LABELLED = 0.35
"""Evidence of a label over the heading, or of the menu entry that leads here."""
NEAR = 0.4
"""Evidence of the word for services in the heading right above."""
_AROUND = 5
"""Lines before a group among which its heading stands."""


def of_headings(block: Block, document: Document) -> float:
    """Evidence of the headings over a group and of the small line above its heading."""
    score, language = 0.0, document.language
    if block.heading_path and find_money(block.heading_path[-1], language):
        return -0.6  # what is bought for that price
    path = [h for h in block.heading_path if h != block.heading] or _title_over(block, document)
    titled = _has_subtitle(block, document)
    for n, heading in enumerate(reversed(path[-2:])):
        near = n == 0 or titled
        if says_other(heading, language):
            return -0.7 if near else -0.4
        if says_services(heading, language):
            score = max(score, NEAR if near else 0.3)
    for line in _eyebrows(block, document):
        if says_other(line.text, language):
            return -0.6
        if says_services(line.text, language):
            score = max(score, LABELLED)
    return score or _of_anchor(block, document)


def _title_over(block: Block, document: Document) -> list[str]:
    """The title of a page that stands in a section of its own, over groups without a heading."""
    flow = flow_of(document)
    if sum(line.rank == 1 for line in flow.lines) != 1:
        return []  # the first of several titles card by card
    first = flow.span(block.element)[0]
    before = [x for x in flow.lines[:first] if x.rank and x.region in ("main", "header")]
    return [before[-1].text] if before and before[-1].rank == 1 else []


def _of_anchor(block: Block, document: Document) -> float:
    """Evidence of the menu entry that leads to the part of the page around a group."""
    labels = _anchors(document)
    around = (block.element, *block.element.iterancestors()) if labels else ()
    label = next((labels[i] for node in around if (i := node.get("id")) in labels), None)
    if label is None:
        return 0.0
    if says_other(label, document.language):
        return -0.4
    return LABELLED if says_services(label, document.language) else 0.0


@lru_cache(maxsize=4)
def _anchors(document: Document) -> dict[str | None, str]:
    """What the menus of a page call its own parts, by id."""
    found: dict[str | None, str] = {}
    for link in document.root.iter("a"):
        page, mark, part = (link.get("href") or "").strip().partition("#")
        if not mark or not part or region_of(link) not in ("nav", "header", "footer"):
            continue
        here = not page or document.absolute(page).rstrip("/") == document.url.rstrip("/")
        if here and (text := bare(text_of(link))):
            found.setdefault(part, text)
    return found


def _has_subtitle(block: Block, document: Document) -> bool:
    """Whether the heading over a group is followed at once by a second one, its subtitle."""
    flow = flow_of(document)
    first = flow.span(block.element)[0]
    return first >= 2 and all(line.rank for line in flow.lines[first - 2 : first])


def _eyebrows(block: Block, document: Document) -> list[Line]:
    """The short lines around the heading over a group: those below it and the one right above.

    The one above may be a heading of a lower rank: <h5>Services</h5><h2>Care for every day</h2>.
    """
    flow = flow_of(document)
    first = flow.span(block.element)[0]
    found: list[Line] = []
    rank = 0
    for line in reversed(flow.lines[max(0, first - _AROUND) : first]):
        if line.region != "main":
            break
        if line.rank and (not rank or line.rank <= rank):
            rank = line.rank
        elif not rank or not line.linked:
            found.append(line)
        if rank and line.rank != rank:
            break
    return [x for x in found if len(x.text.split()) <= 5]


def duration_over(block: Block, document: Document) -> str | None:
    """How long each card of a group takes, said once between their heading and the first one."""
    flow = flow_of(document)
    first = flow.span(block.element)[0]
    for line in reversed(flow.lines[max(0, first - _AROUND) : first]):
        if line.rank or line.region != "main":
            return None
        if found := shared_duration(line.text, document.language):
            return found
    return None
