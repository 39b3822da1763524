"""The page that a card leads to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from lxml.html import HtmlElement

from crawler.blocks import Block
from crawler.dom import Document
from crawler.hrefs import split_url
from crawler.money_grammar import phrases
from crawler.tree import text_of

_FEW = 2
"""Pages that one card leads to: its own, and perhaps that of its button."""


def link_of(block: Block, document: Document) -> str | None:
    """The page that a card leads to: the first link of it that leaves the page."""
    return next((target for target, _ in _targets(block, document)), None)


def own_link(block: Block, name: str, document: Document) -> str | None:
    """The page about the card called `name`; of many links, as over a list, only the one that says
    its name.
    """
    found = [each for each in _targets(block, document) if not _is_price_list(each[0], document)]
    if len({target for target, _ in found}) <= _FEW:
        return found[0][0] if found else None
    folded = name.casefold()
    return next((t for t, link in found if folded in text_of(link).casefold()), None)


def _targets(block: Block, document: Document) -> Iterator[tuple[str, HtmlElement]]:
    for link in block.links:
        href = (link.get("href") or "").strip()
        if href and not href.startswith(
            ("#", "mailto:", "tel:", "javascript:", "sms:", "whatsapp:")
        ):
            target = document.absolute(href).split("#")[0]
            if target.rstrip("/") != document.url.rstrip("/") and not _is_contact(target, link):
                yield target, link


def _is_price_list(target: str, document: Document) -> bool:
    """Whether `target` is the page of all prices: it is about none of the cards that lead there."""
    last = split_url(target).path.rstrip("/").rpartition("/")[2]
    slug = re.sub(r"[-_+.]+", " ", re.sub(r"\.\w{2,5}$", "", unquote(last)))
    price = phrases("money", "price", document.language).search(slug)
    return price is not None and len(slug.split()) <= len(price[0].split()) + 1


def _is_contact(target: str, link: HtmlElement) -> bool:
    last = split_url(target).path.rstrip("/").rpartition("/")[2]
    return (
        bool(
            re.search(
                r"contact|kontakt|contatt|book|termin|rdv|reserv|wa\.me|angebot-anfordern|offerte|devis",
                last,
            )
        )
        or len(text_of(link)) > 2000
    )
