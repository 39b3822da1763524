"""What lookup answers from: all knowledge, but once contacts are approved, those contacts only."""

from __future__ import annotations

from collections.abc import Sequence

from compiler.facts import Facts
from crawler.records import ContactInfo, KnowledgeBase

_REACHED_BY = ("emails", "phones", "booking_urls", "social_urls")


def answerable(knowledge: KnowledgeBase, facts: Facts, approved: Sequence[str]) -> KnowledgeBase:
    """Return `knowledge` without contacts that the facts leave out, once a person approved some.

    Contacts in dispute stay: lookup gives both and says that the site gives two. Before anything
    is approved the site's contacts stand; a changed one holds the release (the gates).
    """
    if not approved:
        return knowledge
    disputed = {
        value
        for contradiction in knowledge.contradictions
        if contradiction.about.startswith("contact_info")
        for value in contradiction.values
    }
    contact = knowledge.contact_info
    kept = {
        field: tuple(
            value
            for value in getattr(contact, field)
            if value in getattr(facts.contact, field) or value in disputed
        )
        for field in _REACHED_BY
    }
    update: ContactInfo = contact.model_copy(update=kept)
    return knowledge.model_copy(update={"contact_info": update})
