"""Services among the priced things of a page: what is offered on its own and told about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crawler.blocks import Block
from crawler.card_links import own_link
from crawler.dom import Document
from crawler.durations import duration_of
from crawler.flow import Line, flow_of
from crawler.owners import Thing
from crawler.page_subject import is_button
from crawler.pricing import offers
from crawler.records import Period, Price, Service, Source
from crawler.roles import Role, page_role
from crawler.service_text import description_of, duration_in
from crawler.service_words import in_service_folder, is_package, is_service_name, is_tier

PRICED = 0.6
_LONG_LIST = 12
"""More priced cards than this, bare of links and durations, are goods rather than services."""
_TOLD = 6
"""Words of a description that says what is bought."""
_CONTENTS = 3
"""Items of the list under a heading with a price that say what is bought."""
_COUNT = re.compile(r"\d+\s?\+?\s[^\W\d_]")

_Found = Sequence[tuple[Price, Thing]]


def priced_services(document: Document) -> Iterator[Service]:
    """Cards and headings with a price that say more than name and price, and are no packages."""
    if page_role(document) in (Role.ARTICLE, Role.PRIVACY):
        return
    found = offers(document)
    tiers = _tier_groups(found, document.language)
    runs = _offered_runs(found, document.language)
    for price, thing in found:
        if thing.name_line is None or is_tier(thing.name, document.language):
            continue
        if thing.card is not None:
            service = _of_card(price, thing, thing.card, document, tiers, _is_alone(thing, found))
        else:
            offered = _run(thing) in runs
            service = _of_heading(price, thing, document) if offered else None
        if service is not None:
            yield service


def _tier_groups(found: _Found, language: str | None) -> frozenset[int]:
    """Groups of cards most of which bear a rank or are subscribed to: packages of one service."""
    groups: dict[int, dict[str, bool]] = {}
    for price, thing in found:
        if thing.card is not None:
            cards = groups.setdefault(thing.card.group, {})
            plan = _is_plan(price, thing.name, language)
            cards[thing.name] = cards.get(thing.name, False) or plan
    return frozenset(
        g for g, plans in groups.items() if len(plans) > 1 and sum(plans.values()) * 2 >= len(plans)
    )


def _is_plan(price: Price, name: str, language: str | None) -> bool:
    """Whether what is bought is ranked, counted ("3 seats") or paid by month or year."""
    counted = _COUNT.match(name) is not None and duration_of(name, language) is None
    return counted or is_package(name, language) or price.period in (Period.MONTH, Period.YEAR)


def _offered_runs(found: _Found, language: str | None) -> frozenset[tuple[object, ...]]:
    """Headings side by side, each with a price and a list, most of them no plans."""
    plans: dict[tuple[object, ...], dict[str, bool]] = {}
    for price, thing in found:
        if thing.card is None and len(price.features) >= _CONTENTS:
            plans.setdefault(_run(thing), {})[thing.name] = _is_plan(price, thing.name, language)
    return frozenset(
        run
        for run, each in plans.items()
        if run and len(each) > 1 and sum(each.values()) * 2 <= len(each)
    )


def _is_alone(thing: Thing, found: _Found) -> bool:
    """Whether no other card of its group has a price."""
    group = thing.card.group if thing.card is not None else None
    return sum(t.card is not None and t.card.group == group for _, t in found) < 2


def _of_card(
    price: Price,
    thing: Thing,
    card: Block,
    document: Document,
    tiers: frozenset[int],
    alone: bool,
) -> Service | None:
    language = document.language
    if card.group in tiers or _is_menu_item(card, language) or thing.name_line is None:
        return None
    if not is_service_name(thing.name, language) or (alone and is_button(price)):
        return None
    description = description_of(card.lines, thing.name_line, language)
    duration = duration_in(card.lines, language)
    target = own_link(card, thing.name, document)
    own_page = target is not None and in_service_folder(target, language)
    enough = len((description or "").split()) >= _TOLD or price.features or own_page
    if not enough and not (duration and len(card.lines) >= 3):
        return None
    return _service(price, thing.name, description, duration, target)


def _is_menu_item(card: Block, language: str | None) -> bool:
    """Whether a card is one of a long list without links and durations: a bill of fare."""
    return (
        card.siblings > _LONG_LIST and not card.links and duration_in(card.lines, language) is None
    )


def _of_heading(price: Price, thing: Thing, document: Document) -> Service | None:
    """A heading with a price and a list of what it buys below, side by side with others."""
    language = document.language
    line = thing.name_line
    if line is None or not line.rank or len(price.features) < _CONTENTS:
        return None
    if not is_service_name(thing.name, language):
        return None
    lines = _under(line, document)
    description = description_of(lines, line, language)
    contents = " ".join(price.features)
    told = None if description is None or description in contents else description
    return _service(price, thing.name, told, duration_in(lines, language), None)


def _run(thing: Thing) -> tuple[object, ...]:
    """What things side by side under one heading have in common."""
    line = thing.name_line
    return (line.rank, line.path) if line is not None and line.rank else ()


def _under(heading: Line, document: Document) -> tuple[Line, ...]:
    """A heading and the lines below it, up to the next one of its rank."""
    lines = flow_of(document).lines
    start = lines.index(heading)
    end = next(
        (n for n in range(start + 1, len(lines)) if 0 < lines[n].rank <= heading.rank), len(lines)
    )
    return lines[start:end]


def _service(
    price: Price, name: str, description: str | None, duration: str | None, url: str | None
) -> Service:
    source = price.sources[0]
    return Service(
        name=name,
        description=description,
        features=price.features,
        duration=duration,
        url=url,
        language=price.language,
        confidence=PRICED,
        sources=(Source(url=source.url, quote=source.quote, channel=source.channel),),
    )
