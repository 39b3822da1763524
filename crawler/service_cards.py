"""Services shown as cards, rows and sections: evidence is scored, no class name is looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from crawler.blocks import Block, Structure, blocks
from crawler.card_links import link_of, own_link
from crawler.dom import Document
from crawler.durations import duration_of
from crawler.flow import Line
from crawler.hrefs import split_url
from crawler.labels import bare, price_words
from crawler.lone_cards import lone_cards
from crawler.money import find_money
from crawler.money_grammar import phrases
from crawler.places import naming_slots, slot
from crawler.price_record import clean_name
from crawler.records import Service, Source
from crawler.roles import Role, page_role
from crawler.service_headings import NEAR, duration_over, of_headings
from crawler.service_text import description_of, duration_in, features_in, labelled
from crawler.service_words import (
    in_other_folder,
    in_service_folder,
    is_hub,
    is_service_name,
    says_activity,
)

FLOOR = 0.1
"""Evidence under this is not worth keeping."""
ACTS = 0.35
"""Evidence of names most of which say what is done for customers."""
CATEGORY = 0.6
"""Evidence that a card loses when it holds others: it is the heading over them."""
_TOLD = 6
"""Words of a description that says what a service is."""
_LABEL = 6
"""Words of a line that labels a card."""
_SHORT = 5
"""Words of a name, on average."""
_STEP = re.compile(r"^\D{0,9}0?\d{1,2}\.?$")
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b")


@dataclass(frozen=True, eq=False)
class _Page:
    """What the page as a whole says about its cards."""

    document: Document

    @cached_property
    def hub(self) -> bool:
        """The page that lists the services."""
        return is_hub(self.document.url, self.document.language)

    @cached_property
    def score(self) -> float:
        """Evidence that holds for every card of the page."""
        url, language = self.document.url, self.document.language
        if in_other_folder(url, language) or page_role(self.document) in (
            Role.ARTICLE,
            Role.PRIVACY,
        ):
            return -0.6
        if self.hub:
            return 0.3
        return -0.25 if in_service_folder(url, language) else 0.0


def service_cards(document: Document) -> Iterator[Service]:
    """Every card of `document` that may be a service, with the evidence for it as confidence."""
    page = _Page(document)
    if page.score <= -0.6:
        return
    cards = card_groups(document)
    found = [place for group in cards for place in _of_group(group, page)]
    for lone, kin in lone_cards(document, cards):
        found += (p for p in _of_group([lone, *kin], page) if p[0] is lone)
    for block, service in found:
        yield _as_category(service) if _holds_others(block, service, found) else service


def card_groups(document: Document) -> list[list[Block]]:
    """The groups of two or more cards in the content of `document`, in page order."""
    groups: dict[int, list[Block]] = {}
    for block in blocks(document):
        if block.region in ("main", "aside") and block.structure in _STRUCTURES:
            groups.setdefault(block.group, []).append(block)
    return [group for group in groups.values() if len(group) >= 2]


_STRUCTURES = (Structure.CARD, Structure.ITEM, Structure.SECTION, Structure.DETAILS)


_Place = tuple[Block, Service]


def _holds_others(block: Block, service: Service, found: Sequence[_Place]) -> bool:
    """Whether cards with pages of their own lie in `block`: it is the heading over them."""
    inside = {
        card.name
        for other, card in found
        if other is not block and card.url and card.description and card.name != service.name
        if _within(other, block)
    }
    return bool(inside)


def _within(inner: Block, outer: Block) -> bool:
    return any(node in outer.elements for node in inner.element.iterancestors())


def _as_category(service: Service) -> Service:
    """What is left of a card whose description, list and link are those of the cards in it."""
    doubt = max(0.0, round(service.confidence - CATEGORY, 2))
    return service.model_copy(update={"url": None, "features": (), "confidence": doubt})


def _of_group(group: Sequence[Block], page: _Page) -> Iterator[_Place]:
    language = page.document.language
    named = names_of(group, language)
    if len(named) < 2 or len({n.text.casefold() for _, n in named}) < len(named):
        return
    headings = of_headings(named[0][0], page.document)  # the first may hold the heading
    over = page.score + headings
    if len(named) >= 3 and headings >= NEAR and not any(_said(b, n, language) for b, n in named):
        over += 0.3  # a list of names under the word for services
    if len(named) < 0.6 * len(group):
        over -= 0.3
    if headings >= 0 and page.score >= 0 and _are_activities(named, language):
        over += ACTS
    length = duration_over(named[0][0], page.document)
    for block, name in named:
        score = over + _of_card(block, name, page.document, headings)
        if score >= FLOOR:
            place = place_of(block, name, page.document, min(score, 0.95))
            own = place.duration or length
            yield block, place.model_copy(update={"duration": own}) if own else place


def names_of(group: Sequence[Block], language: str | None) -> list[tuple[Block, Line]]:
    """The cards of `group` that can be services, each with the line that names it."""
    slots = naming_slots(group)
    names = [_name(block, slots, language) for block in group]
    return [(b, n) for b, n in zip(group, names, strict=True) if n is not None]


def _are_activities(named: Sequence[tuple[Block, Line]], language: str | None) -> bool:
    """Whether most cards are called after what is done for customers and describe it in words."""
    if sum(len(name.text.split()) for _, name in named) > _SHORT * len(named):
        return False  # slogans that speak of the work
    acts = sum(
        says_activity(name.text, language)
        and sum(bool(find_money(x.text, language)) for x in block.lines) <= 1
        and len((description_of(block.lines, name, language) or "").split()) >= _TOLD
        for block, name in named
    )
    return acts > 1 and 3 * acts >= 2 * len(named)


def _name(block: Block, slots: frozenset[str], language: str | None) -> Line | None:
    best = min((h.rank for h in block.headings), default=0)
    headings = [h for h in block.headings if h.rank == best]
    if len(headings) > 1 or len(block.headings) > 2:
        return None
    if headings:
        return headings[0] if is_service_name(headings[0].text, language) else None
    if block.structure is Structure.SECTION or len(block.lines) < 2:
        return None
    return _title_by_place(block, slots, language)


def _title_by_place(block: Block, slots: frozenset[str], language: str | None) -> Line | None:
    """The first short line in a place that names the cards of the group."""
    for line in block.lines[:4]:
        if not is_service_name(line.text, language) or len(line.text.split()) > 7:
            continue
        if find_money(line.text, language) or price_words(line.pieces[-1].text, language):
            continue
        if slot(line, block.element) in slots:
            return line
    return None


def _said(block: Block, name: Line, language: str | None) -> bool:
    """Whether a card says more than its name: a description, or at least a price."""
    priced = any(find_money(line.text, language) for line in block.lines)
    return priced or description_of(block.lines, name, language) is not None


def _of_card(block: Block, name: Line, document: Document, headings: float) -> float:
    """Evidence of the card itself; `headings` is that of the headings over it."""
    language = document.language
    score = 0.0
    if target := link_of(block, document):
        offered = in_service_folder(target, language) or is_hub(target, language)
        score += 0.25 if offered else 0.1
        score -= 0.6 if in_other_folder(target, language) else 0.0
        score -= 0.2 if split_url(target).netloc != split_url(document.url).netloc else 0.0
    if description_of(block.lines, name, language):
        score += 0.15
    elif not target:
        score -= 0.15
    if any(_more(line, language) for line in block.lines if line.linked):
        score += 0.1
    if duration_in(block.lines, language):
        score += 0.1
    if block.structure is Structure.SECTION and not target and headings < NEAR:
        score -= 0.15
    texts = [line.text for line in block.lines]
    if any(_STEP.match(t) for t in texts[:2]) or any(_DATE.search(t) for t in texts if len(t) < 40):
        score -= 0.15
    if any(line.element.tag == "blockquote" for line in block.lines):
        score -= 0.5
    if any(find_money(t, language) for t in texts if len(t.split()) < 10):
        score += 0.1
    if any(_is_free_sitting(t, language) for t in texts):
        score += 0.2
    return score


def _is_free_sitting(text: str, language: str | None) -> bool:
    """Whether a short line says that something of some length is free: "Free | 30 minutes"."""
    if len(text.split()) > _LABEL or duration_of(text, language) is None:
        return False
    return phrases("money", "free", language).search(text) is not None


def _more(line: Line, language: str | None) -> bool:
    return phrases("services", "more", language).search(line.text) is not None


def place_of(block: Block, name: Line, document: Document, score: float) -> Service:
    """What one card says of the service that it names, with `score` as confidence."""
    target = own_link(block, name.text, document)
    same_site = target is not None and split_url(target).netloc == split_url(document.url).netloc
    title = clean_name(name.text)
    description = description_of(block.lines, name, document.language)
    quote = f"{title} … {description}" if description else title
    return Service(
        name=title,
        description=description,
        features=features_in(block.lines),
        audience=labelled("audience", block.lines, document.language),
        duration=duration_in(block.lines, document.language),
        url=target if same_site else None,
        language=document.language,
        confidence=round(max(0.0, score), 2),
        sources=(Source(url=document.url, quote=bare(quote)[:300], channel=block.channel),),
    )
