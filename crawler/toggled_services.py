"""Services that open on a click: an accordion of names under a heading for services or packages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crawler.dom import Document
from crawler.money import find_money
from crawler.money_grammar import phrases
from crawler.price_record import clean_name
from crawler.records import Service, Source
from crawler.roles import Role, page_role
from crawler.service_words import is_service_name, is_tier, says_other, says_services
from crawler.titles import Title, groups

TOGGLED = 0.55
"""Evidence of a name under the word for services that opens to tell about it."""
_TOLD = 6
"""Words that tell about a service, at least."""
_NEAR = 2
"""Short lines right above the first name that may announce services."""


def toggled_services(document: Document) -> Iterator[Service]:
    """The titles of every accordion that lists services; packages only where no price is asked.

    A package with its price is pricing; one that is told about without any is offered on its own.
    """
    if page_role(document) in (Role.ARTICLE, Role.PRIVACY, Role.IMPRINT):
        return
    for group in groups(document):
        if len(group) > 1 and _names_services(group, document.language):
            for title in group:
                yield _service(title, document)


def _names_services(group: Sequence[Title], language: str | None) -> bool:
    if not all(t.toggle and t.leaf and _is_offer(t, language) for t in group):
        return False
    over = [*group[0].path[-1:], *group[0].before[-_NEAR:]]
    if any(says_other(text, language) for text in over):
        return False
    if any(says_services(text, language) for text in over):
        return True
    packed = any(phrases("services", "packages", language).search(text) for text in over)
    return packed and not any(find_money(t.body, language) for t in group)


def _is_offer(title: Title, language: str | None) -> bool:
    told = len(title.body.split()) >= _TOLD
    return told and is_service_name(title.text, language) and not is_tier(title.text, language)


def _service(title: Title, document: Document) -> Service:
    name, language = clean_name(title.text), document.language
    sentences = re.split(r"(?<=[.!?;])\s+", title.body)
    told = " ".join(s for s in sentences if not find_money(s, language))
    quote = f"{name} … {title.body}"[:300]
    return Service(
        name=name,
        description=told or None,
        language=language,
        confidence=TOGGLED,
        sources=(Source(url=document.url, quote=quote, channel=title.channel),),
    )
