"""The page that a card leads to."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from crawler.blocks import Block
from crawler.dom import Document
from crawler.hrefs import split_url
from crawler.tree import text_of


def link_of(block: Block, document: Document) -> str | None:
    """The page that a card leads to: the first link of it that leaves the page."""
    for link in block.links:
        href = (link.get("href") or "").strip()
        if href and not href.startswith(
            ("#", "mailto:", "tel:", "javascript:", "sms:", "whatsapp:")
        ):
            target = document.absolute(href).split("#")[0]
            if target.rstrip("/") != document.url.rstrip("/") and not _is_contact(target, link):
                return target
    return None


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
