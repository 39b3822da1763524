"""Groups of cards that look like a list of offers, whatever the heading over them says.

Where no word of a site announces its services, their shape still tells them from the rest: equal
cards, each with a short name and some words, often with a page or a price of its own. Reasons to
buy, steps, people and articles have that shape too; what gives them away is in their names.
merge_services turns to these groups only where it finds no service otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from lxml.html import HtmlElement

from crawler.blocks import Block, Structure
from crawler.card_links import link_of
from crawler.dom import Document
from crawler.durations import duration_of
from crawler.flow import Line
from crawler.hrefs import split_url
from crawler.money import find_money
from crawler.money_grammar import phrases
from crawler.names import has_given_name, person_name
from crawler.records import Service
from crawler.roles import Role, page_role
from crawler.service_cards import card_groups, names_of, place_of
from crawler.service_headings import NEAR, of_headings
from crawler.service_text import description_of
from crawler.service_words import (
    in_other_folder,
    is_generic,
    is_hub,
    is_slogan,
    is_tier,
    says_activity,
)
from crawler.site import SiteIdentity

_FEW = 3
"""Cards that make a list."""
_MOST = 0.75
"""Share of the cards that have what a list of offers has."""
_SOME = 1 / 3
"""Share of the names that gives a list of something else away."""
_HALF = 0.5
_LINES = (14, 7)
"""Lines of a card, and of a heading with what follows it."""
_NAME = 5
"""Words of a name, on average."""
_KEPT = 3
"""Groups of one page that are worth keeping."""
_COUNT = re.compile(r"^[+~<>]?\d+(?:\s*[+%×]|[.)]\s|\s+[^\W\d_])")
_STEP = re.compile(r"^\D{0,9}0?\d{1,2}\.?$")
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b")
_TIME = re.compile(r"\b\d{1,2}[:.]\d{2}\s*(?:[-–—]|Uhr|h\b|[ap]m\b)")
_ELSEWHERE = (Role.ARTICLE, Role.PRIVACY, Role.IMPRINT, Role.CONTACT, Role.ABOUT)

_Named = Sequence[tuple[Block, Line]]


def likely_offers(document: Document, site: SiteIdentity) -> tuple[tuple[Service, ...], ...]:
    """The groups of one page that may be its offers, the likeliest first, with that as confidence.

    At most three groups; confidence 0..1 is the same for all cards of a group.
    """
    del site
    if page_role(document) in _ELSEWHERE or in_other_folder(document.url, document.language):
        return ()
    found: list[tuple[float, list[Service]]] = []
    for named in _grids(document):
        if (score := _likeness(named, document)) > 0:
            places = [place_of(b, n, document, score) for b, n in named]
            found.append((score, places))
    found.sort(key=lambda pair: -pair[0])
    return tuple(tuple(places) for _, places in found[:_KEPT])


def _grids(document: Document) -> Iterator[_Named]:
    """The named cards of every group; rows of one grid are one group."""
    rows: dict[tuple[object, ...], list[tuple[Block, Line]]] = {}
    for group in card_groups(document):
        named = names_of(group, document.language)
        if len(named) < 2 or len(named) < _MOST * len(group):
            continue
        block, name = named[0]
        if any(len(b.lines) > _LINES[b.structure is Structure.SECTION] for b in group):
            continue
        over = tuple(h for h in block.heading_path if h != block.heading)
        key = (block.structure, over, block.element.tag, block.element.get("class"), name.rank)
        rows.setdefault(key, []).extend(named)
    yield from rows.values()


def _likeness(named: _Named, document: Document) -> float:
    """How much a grid looks like a list of offers, 0 where something speaks against it."""
    language = document.language
    headings = of_headings(named[0][0], document)
    linked = _share(named, lambda b, _: _has_own_page(b, document))
    told = _share(named, lambda b, n: description_of(b.lines, n, language) is not None)
    few = _FEW - (headings > 0 or linked >= _MOST)
    names = {n.text.casefold() for _, n in named}
    if len(names) < max(few, len(named)) or headings < 0 or max(told, linked) < _MOST:
        return 0.0
    if _gives_away(named, document):
        return 0.0
    priced = _share(named, lambda b, _: _prices(b, language) == 1)
    if priced >= _SOME and (told < _MOST or _is_price_list(named[0][0], language)):
        return 0.0
    acts = _share(named, lambda _, n: says_activity(n.text, language))
    front = page_role(document) is Role.HOME or is_hub(document.url, language)
    return round(
        0.1
        + 0.1 * front
        + 0.01 * min(len(named), 10)
        + 0.2 * (headings >= NEAR - 0.1)
        + 0.2 * (linked >= _MOST)
        + 0.1 * (priced >= _MOST)
        + 0.2 * (acts >= _HALF),
        2,
    )


def _is_price_list(block: Block, language: str | None) -> bool:
    """Whether the heading over a card says no more than that prices follow."""
    over = [h for h in block.heading_path if h != block.heading]
    if not over or phrases("money", "price", language).search(over[-1]) is None:
        return False
    return is_generic(over[-1], language)


def _gives_away(named: _Named, document: Document) -> bool:
    """Whether the names or words of a grid say that it lists reasons, steps, people or articles."""
    language = document.language
    if sum(len(n.text.split()) for _, n in named) > _NAME * len(named):
        return True
    if _share(named, lambda _, n: _is_claim(n.text, language)) >= _SOME:
        return True
    if _share(named, lambda _, n: _is_statement(n.text, language)) >= _HALF:
        return True
    if _share(named, lambda _, n: _is_person(n.text)) >= _SOME:
        return True
    if _share(named, lambda b, _: _is_no_offer(b, language)) >= _SOME:
        return True
    return _share(named, lambda b, _: _leads_off(b, document)) >= _SOME


def _is_claim(name: str, language: str | None) -> bool:
    """Whether `name` boasts, speaks to somebody, counts, or ranks: no name of an offer."""
    counted = _COUNT.match(name) is not None and duration_of(name, language) is None
    return counted or is_slogan(name, language) or is_tier(name, language)


def _is_statement(name: str, language: str | None) -> bool:
    return phrases("services", "articles", language).match(name) is not None


def _is_person(name: str) -> bool:
    return has_given_name(name) and person_name(name) is not None


def _is_no_offer(block: Block, language: str | None) -> bool:
    """Whether a card is a step, a dated note, a quote, a way to call, opening hours or a tariff."""
    texts = [line.text for line in block.lines]
    if any(_STEP.match(t) for t in texts[:2]) or any(_DATE.search(t) for t in texts if len(t) < 40):
        return True
    if any(line.element.tag == "blockquote" for line in block.lines):
        return True
    if any(_TIME.search(t) for t in texts) or any(_is_address(a) for a in block.links):
        return True
    return any(t[:1] in '"“”„«»‘' for t in texts) or _prices(block, language) > 1


def _is_address(link: HtmlElement) -> bool:
    return (link.get("href") or "").startswith(("tel:", "mailto:", "sms:"))


def _leads_off(block: Block, document: Document) -> bool:
    """Whether a card leads to another site, or among articles and references."""
    target = link_of(block, document)
    if target is None:
        return False
    foreign = split_url(target).netloc != split_url(document.url).netloc
    return foreign or in_other_folder(target, document.language)


def _has_own_page(block: Block, document: Document) -> bool:
    target = link_of(block, document)
    if target is None or not split_url(target).path.strip("/"):
        return False
    return split_url(target).netloc == split_url(document.url).netloc


def _prices(block: Block, language: str | None) -> int:
    return sum(bool(find_money(line.text, language)) for line in block.lines)


def _share(named: _Named, holds: Callable[[Block, Line], bool]) -> float:
    return sum(holds(b, n) for b, n in named) / len(named)
