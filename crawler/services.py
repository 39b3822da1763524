"""What the company does for customers: every place of a page that speaks of a service.

One page rarely settles what is a service. Each place (menu, card, priced card, own page, structured
data) is read as a record whose confidence is the evidence of that place alone; merge_services adds
the evidence of all pages up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crawler.blocks import Block
from crawler.card_links import link_of
from crawler.dom import Document
from crawler.owners import Thing
from crawler.page_subject import is_button
from crawler.pricing import offers
from crawler.records import Period, Price, Service, Source
from crawler.roles import Role, page_role
from crawler.service_cards import service_cards
from crawler.service_lists import linked_services
from crawler.service_menu import service_menu
from crawler.service_merge import merge_services
from crawler.service_pages import service_page, typed_services
from crawler.service_text import description_of, duration_in
from crawler.service_words import in_service_folder, is_package, is_service_name, is_tier
from crawler.site import SiteIdentity

__all__ = ["merge_services", "services"]

PRICED = 0.6
_LONG_LIST = 12
"""More priced cards than this, bare of links and durations, are goods rather than services."""


def services(document: Document, site: SiteIdentity) -> tuple[Service, ...]:
    """Every place of one page that speaks of a service, with its own evidence as confidence."""
    del site  # what is a service is settled over all pages
    found = [
        *service_menu(document),
        *service_page(document),
        *typed_services(document),
        *service_cards(document),
        *linked_services(document),
        *_priced(document),
    ]
    return tuple(dict.fromkeys(found))


def _tier_groups(found: Sequence[tuple[Price, Thing]], language: str | None) -> frozenset[int]:
    """Groups of cards most of which bear a rank or are subscribed to: packages of one service."""
    groups: dict[int, list[bool]] = {}
    for price, thing in found:
        if thing.card is not None:
            plan = is_package(price.name, language) or price.period in (Period.MONTH, Period.YEAR)
            groups.setdefault(thing.card.group, []).append(plan)
    return frozenset(
        g for g, ranks in groups.items() if len(ranks) > 1 and sum(ranks) * 2 >= len(ranks)
    )


def _is_menu_item(card: Block, language: str | None) -> bool:
    """Whether a card is one of a long list without links and durations: a bill of fare."""
    return (
        card.siblings > _LONG_LIST and not card.links and duration_in(card.lines, language) is None
    )


def _priced(document: Document) -> Iterator[Service]:
    """Cards with a price that say more than name and price, and that are no packages."""
    if page_role(document) in (Role.ARTICLE, Role.PRIVACY):
        return
    language = document.language
    found = offers(document)
    tiers = _tier_groups(found, language)
    for price, thing in found:
        if thing.card is None or thing.name_line is None or is_tier(price.name, language):
            continue
        if thing.card.group in tiers or _is_menu_item(thing.card, language):
            continue
        alone = sum(t.card is not None and t.card.group == thing.card.group for _, t in found) < 2
        if not is_service_name(price.name, language) or (alone and is_button(price)):
            continue
        description = description_of(thing.card.lines, thing.name_line, language)
        duration = duration_in(thing.card.lines, language)
        target = link_of(thing.card, document)
        own_page = target is not None and in_service_folder(target, language)
        enough = len((description or "").split()) >= 6 or price.features or own_page
        if not enough and not (duration and len(thing.card.lines) >= 3):
            continue
        source = price.sources[0]
        yield Service(
            name=price.name,
            description=description,
            features=price.features,
            duration=duration,
            url=target,
            language=language,
            confidence=PRICED,
            sources=(Source(url=source.url, quote=source.quote, channel=source.channel),),
        )
