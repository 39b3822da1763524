"""From records to facts: what the agent may be told, as harmless typed text, and what was left out
and why.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from compiler.citations import is_correction
from compiler.contacts import Allowed, allowed
from compiler.corrected import apply_corrections
from compiler.corrections import Corrections
from compiler.disputes import disputes_of
from compiler.foreign import without_foreign
from compiler.intake import NAME, Intake
from compiler.neutral import neutral
from compiler.notes import Note, Why
from compiler.overruled import Overruled, overruled
from compiler.paths import path_of
from crawler.lexicon import words
from crawler.records import (
    CompanyInfo,
    ContactInfo,
    Faq,
    KnowledgeBase,
    Price,
    Service,
    Testimonial,
    ValueSource,
)
from crawler.site import SiteIdentity

_REACHED_BY = ("emails", "phones", "booking_urls")


@dataclass(frozen=True)
class Facts:
    """What may stand in instructions. Text is one line, neutral, capped; a record keeps its id, key
    and sources.
    """

    today: dt.date
    """The day that the corrections were applied for; lint measures stale facts by it."""
    knowledge: KnowledgeBase
    """What the facts were taken from: all that the site says, as the corrections in force want
    it."""
    owner_name: str | None
    """The company's name as site.toml gives it: the only one that instructions proper may use."""
    company: CompanyInfo
    contact: ContactInfo
    services: tuple[Service, ...]
    prices: tuple[Price, ...]
    faqs: tuple[Faq, ...]
    testimonials: tuple[Testimonial, ...]
    pinned: frozenset[str]
    notes: tuple[Note, ...]
    language: str | None
    """The language that most records are in."""
    beyond: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """Key and field of each list to how many of its items are not here."""
    overruled: Overruled = field(default_factory=Overruled)
    """Contact details of the pages that the corrections put out of force."""

    @property
    def partly(self) -> frozenset[str]:
        """Keys of what is told in part or not at all, though lookup has it: too long, in dispute,
        or with somebody else's contact.
        """
        left = {Why.TOO_LONG, Why.SHORTENED, Why.DISPUTED}
        return frozenset(
            note.about
            for note in self.notes
            if (note.why in left and not note.about.startswith("claim:"))
            or (note.why in (Why.FOREIGN, Why.OVERRULED) and ":" in note.about)
        )


def collect_facts(
    knowledge: KnowledgeBase,
    corrections: Corrections,
    *,
    site: SiteIdentity,
    today: dt.date,
    approved_contacts: Sequence[str] = (),
) -> Facts:
    """The facts of a site on `today`: corrected, undisputed, de-duplicated, neutral, with own
    contacts only, sorted by key.
    """
    pages = knowledge.contact_info
    knowledge, lost = apply_corrections(_owned(knowledge, site), corrections, today=today)
    gone = overruled(pages, knowledge.contact_info)
    decided = _decided(corrections, today)
    may = _allowed(knowledge, site, (*approved_contacts, *decided))
    desk = Intake(may, disputes_of(knowledge), gone)
    desk.note_all(knowledge, lost)
    return Facts(
        today=today,
        knowledge=knowledge,
        owner_name=neutral(site.name, NAME) or None if site.name else None,
        company=desk.company(knowledge.company_info),
        contact=desk.contact(knowledge.contact_info),
        services=desk.records(knowledge.services, desk.service),
        prices=desk.records(knowledge.pricing, desk.price),
        faqs=desk.records(knowledge.faq, desk.faq),
        testimonials=desk.records(knowledge.testimonials, desk.testimonial),
        pinned=corrections.pinned(today),
        notes=tuple(sorted(set(desk.read.notes), key=lambda n: (n.why, n.about, n.text))),
        language=main_language(knowledge),
        beyond=desk.read.beyond,
        overruled=gone,
    )


def _owned(knowledge: KnowledgeBase, site: SiteIdentity) -> KnowledgeBase:
    """`knowledge` with site.toml as the source of the name that it gives."""
    company = knowledge.company_info
    sourced = any(source.field == "name" for source in company.sources)
    if site.name is None or company.name != site.name or sourced:
        return knowledge
    quote = f'[site] name = "{site.name}"'
    given = ValueSource(url="site.toml", quote=quote, field="name", value=site.name)
    named = company.model_copy(update={"sources": (*company.sources, given)})
    return knowledge.model_copy(update={"company_info": named})


def _decided(corrections: Corrections, today: dt.date) -> Iterable[str]:
    """The contacts that the corrections in force state, as a value or within one: a person has
    approved them.
    """
    texts: list[str] = []
    for overrule in (e for e in corrections.overrule if e.in_force(today)):
        values = overrule.value if isinstance(overrule.value, tuple) else (overrule.value,)
        texts += map(str, values)
    for add in (e for e in corrections.add if e.in_force(today)):
        texts += (str(value) for value in add.record.values())
    nobody = allowed((), ())
    return [contact for text in texts for contact in without_foreign(text, nobody)[1]]


def _allowed(knowledge: KnowledgeBase, site: SiteIdentity, approved: Sequence[str]) -> Allowed:
    """The allow-list of a site.

    Its own pages bear a contact out when two of them have it, or its contact page does, or it has
    only one page.
    """
    urls = (*site.start_urls, *((site.public_url,) if site.public_url else ()))
    cited = (s for record in knowledge.records() for s in record.sources)
    every = {s.url for s in cited if not is_correction(s)}
    pages: dict[str, set[str]] = {}
    for source in knowledge.contact_info.sources:
        every |= set() if is_correction(source) else {source.url}
        if source.field in _REACHED_BY:
            pages.setdefault(source.value, set()).add(source.url)
    enough = min(2, len(every))
    borne_out = (v for v, on in pages.items() if len(on) >= enough or any(map(_is_contact, on)))
    return allowed(urls, approved, borne_out)


def _is_contact(url: str) -> bool:
    """Whether the page is called as contact pages are, in any language of the lexicon."""
    name = re.sub(r"\.\w{3,5}$", "", path_of(url).rpartition("/")[2])
    return re.sub(r"[-_]", " ", name).casefold() in words("contact", "contact_pages")


def main_language(knowledge: KnowledgeBase) -> str | None:
    """The language of most records; the first by name when two are level."""
    counts = Counter(r.language for r in knowledge.records() if r.language)
    return min(counts, key=lambda tag: (-counts[tag], tag)) if counts else None
