"""What lookup answers from: all that holds, but once contacts are approved, those contacts only.

What a correction put out of force no chunk states, though the pages still do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from compiler.facts import Facts
from compiler.overruled import Overruled
from crawler.reading import Passage
from crawler.records import CompanyInfo, ContactInfo, Faq, KnowledgeBase, Service

_REACHED_BY = ("emails", "phones", "booking_urls", "social_urls")


def answerable(knowledge: KnowledgeBase, facts: Facts, approved: Sequence[str]) -> KnowledgeBase:
    """Return `knowledge` without contacts that the facts leave out, once a person approved some,
    and without sentences that state overruled ones.

    Contacts in dispute stay: lookup gives both and says that the site gives two. Before anything
    is approved the site's contacts stand; a changed one holds the release (the gates).
    """
    knowledge = _in_force(knowledge, facts.overruled)
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


def in_force(passages: Iterable[Passage], gone: Overruled) -> list[Passage]:
    """Return `passages` without what states contact details of `gone`."""
    kept = []
    for passage in passages:
        text = gone.without(passage.text)
        headings = tuple(h for h in passage.heading_path if not gone.states(h))
        if text.strip():
            same = text == passage.text and headings == passage.heading_path
            update = {"text": text, "heading_path": headings}
            kept.append(passage if same else passage.model_copy(update=update))
    return kept


def _in_force(knowledge: KnowledgeBase, gone: Overruled) -> KnowledgeBase:
    if not gone.values:
        return knowledge
    answers = ((faq, gone.without(faq.answer)) for faq in knowledge.faq)
    update = {
        "faq": tuple(_with(faq, answer) for faq, answer in answers if answer),
        "services": tuple(_service(service, gone) for service in knowledge.services),
        "company_info": _company(knowledge.company_info, gone),
    }
    return knowledge.model_copy(update=update)


def _with(faq: Faq, answer: str) -> Faq:
    return faq if answer == faq.answer else Faq.model_validate(dict(faq) | {"answer": answer})


def _service(service: Service, gone: Overruled) -> Service:
    features = tuple(said for feature in service.features if (said := gone.without(feature)))
    description = gone.without(service.description or "") or None
    if (features, description) == (service.features, service.description):
        return service
    update = {"features": features, "description": description}
    return Service.model_validate(dict(service) | update)


def _company(company: CompanyInfo, gone: Overruled) -> CompanyInfo:
    said = {f: gone.without(getattr(company, f) or "") or None for f in ("tagline", "description")}
    return company.model_copy(update=said)
