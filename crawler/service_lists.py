"""Services in plain lists: links, or bare names, under a heading that announces them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crawler.blocks import Block, Structure, blocks
from crawler.card_links import link_of
from crawler.dom import Document
from crawler.hrefs import split_url
from crawler.money import find_money
from crawler.price_record import clean_name
from crawler.records import Service, Source
from crawler.roles import Role, page_role
from crawler.service_headings import NEAR, of_headings
from crawler.service_words import in_other_folder, is_hub, is_service_name, is_slogan

LISTED = 0.5
"""Evidence of a link under the word for services that leads to a page of its own."""


def linked_services(document: Document) -> Iterator[Service]:
    """The links of every list under a heading for services, where each has a page of its own."""
    if page_role(document) in (Role.ARTICLE, Role.PRIVACY):
        return
    for group in name_lists(document):
        places = [_linked(block, document) for block in group]
        found = [p for p in places if p is not None]
        targets = {p.url for p in found}
        if len(found) < 2 or len(found) < _MOST * len(group) or len(targets) < len(found):
            continue
        if of_headings(group[0], document) >= NEAR:
            yield from found


def listed_services(document: Document) -> Iterator[Service]:
    """The bare names of every bullet list right under a heading for services.

    Only on the home page and on the page that lists the services: on the page of one service such a
    list says what it includes.
    """
    language = document.language
    if page_role(document) is not Role.HOME and not is_hub(document.url, language):
        return
    for group in name_lists(document):
        lines = [b.lines[0] for b in group]
        words = sum(len(line.text.split()) for line in lines)
        if len(group) < _LIST or group[0].structure is not Structure.ITEM:
            continue
        if words > _WORDS * len(group) or any(line.linked for line in lines):
            continue
        if not all(is_service_name(line.text, language) for line in lines):
            continue
        said = sum(is_slogan(line.text, language) for line in lines)
        if not said and of_headings(group[0], document) >= NEAR:
            yield from (_named(block, None, document) for block in group)


_LIST = 3
"""Bare names that make a list of services."""
_WORDS = 4
"""Words of such a name, on average."""
_MOST = 0.75
"""Share of a list that must be services by its names and links."""


def name_lists(document: Document) -> Iterator[Sequence[Block]]:
    """Lists in the content of the page whose items are one short line each, no price among them."""
    groups: dict[int, list[Block]] = {}
    for block in blocks(document):
        if block.structure in (Structure.ITEM, Structure.CARD) and block.region in _PLACES:
            groups.setdefault(block.group, []).append(block)
    for group in groups.values():
        if all(len(b.lines) == 1 and not b.lines[0].rank for b in group) and not any(
            find_money(b.lines[0].text, document.language) for b in group
        ):
            yield group


_PLACES = ("main", "aside")


def _linked(block: Block, document: Document) -> Service | None:
    line, language = block.lines[0], document.language
    target = link_of(block, document)
    if target is None or not line.linked or not is_service_name(line.text, language):
        return None
    here = split_url(document.url)
    there = split_url(target)
    if there.netloc != here.netloc or not there.path.strip("/"):
        return None
    if in_other_folder(target, language):
        return None
    return _named(block, target, document)


def _named(block: Block, target: str | None, document: Document) -> Service:
    text = block.lines[0].text
    return Service(
        name=clean_name(text),
        url=target,
        language=document.language,
        confidence=LISTED,
        sources=(Source(url=document.url, quote=text[:300], channel=block.channel),),
    )
