"""Who of the company a page presents: team cards, founders, owners; not customers or authors."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from crawler.dom import Document
from crawler.introductions import introduced, met, named_with_role, parts_of
from crawler.lexicon import pattern
from crawler.lines import Line, page_lines
from crawler.names import has_given_name, is_role, mentions_person, person_name
from crawler.namesakes import namesake, title_of
from crawler.organizations import ORGANIZATION, organizations
from crawler.reading import Candidate
from crawler.records import Channel, Source, normalised
from crawler.roles import Role, page_role
from crawler.staff import (
    UNGROUPED,
    UNSURE,
    Presented,
    card,
    cards_beside,
    is_among_testimonials,
)
from crawler.structured import Item, items

_POSTS = {"founder": 1.0, "employee": 0.8, "employees": 0.8, "member": 0.8}
"""Properties of schema.org's Organization that name people, with their weight."""


def people(document: Document) -> Iterator[Candidate]:
    """The people of the company on one page; `detail` is the role in the page's words."""
    yield from _structured(document)
    yield from _from_description(document)
    shown = list(_shown(document))
    team = any(person.weight >= 0.9 for _, person in shown)
    together = Counter(person.section for _, person in shown if person.weight == UNGROUPED)
    for source, person in shown:
        alone = person.weight == UNGROUPED and together[person.section] < 2
        if not alone and (team or person.weight != UNSURE):
            yield Candidate(
                field="people",
                value=person.name,
                source=source,
                weight=person.weight,
                detail=person.role,
            )


def _shown(document: Document) -> Iterator[tuple[Source, Presented]]:
    """The people that the page's own lines present."""
    role = page_role(document)
    if role in (Role.ARTICLE, Role.PRIVACY):
        return
    around = ("nav", "cookie", "form")
    lines = [x for x in page_lines(document) if x.region not in around and x.text]
    at = [(i, p) for i in range(len(lines)) for p in _at(lines, i, role)]
    at = [(i, p) for i, p in at if not is_among_testimonials(lines, i)]
    title = title_of(document)
    found = {i for i, _ in at}
    at += [
        (i, p)
        for i in range(len(lines))
        if i not in found and (p := namesake(lines, i, role, title))
    ]
    sure = {i for i, person in at if person.weight >= 0.9}
    for i, person in (*at, *cards_beside(lines, sure, {i for i, _ in at})):
        quote = " · ".join(x.text for x in lines[i : i + 2])
        yield document.source(lines[i].element, quote), person


def _at(lines: Sequence[Line], i: int, role: Role) -> Iterator[Presented]:
    text = lines[i].text
    named = mentions_person(text[:400])
    if lines[i].is_heading and named and (person := met(lines, i)):
        yield person
        return
    holds_role = any(is_role(part) for part in parts_of(text)) if len(text) <= 60 else True
    if not holds_role and (person := card(lines, i, role)):
        yield person
    if not named and role is not Role.IMPRINT and len(text) > 60:
        return
    if holds_role and (person := named_with_role(lines, i, role)):
        yield person
        return
    yield from introduced(lines, i)


def _structured(document: Document) -> Iterator[Candidate]:
    """Founders and employees of the page's organisation, and a person who works for one."""
    for company in organizations(document):
        for post, weight in _POSTS.items():
            for value in company.properties.get(post, ()):
                yield from _stated(document, value, company.channel, weight)
    for item in items(document):
        at_work = any(x.types & ORGANIZATION for x in item.items("worksFor"))
        if "person" in item.types and at_work and item.text("jobTitle"):
            yield from _stated(document, item, item.channel, 0.8)


def _stated(
    document: Document, value: str | Item, channel: Channel, weight: float
) -> Iterator[Candidate]:
    words = value if isinstance(value, str) else value.text("name") or ""
    job = None if isinstance(value, str) else value.text("jobTitle")
    if name := person_name(words):
        source = Source(url=document.url, quote=words[:300], channel=channel)
        yield Candidate(field="people", value=name, source=source, weight=weight, detail=job)


def _trade(document: Document, name: str, said: str) -> re.Match[str] | None:
    """What a site that bears a person's name calls them: "Life Coach helping people …"."""
    if f"-{normalised(name)}-" not in title_of(document):
        return None
    if not (found := pattern("company", "roles").search(said[:40])):
        return None
    trade = re.match(rf"(?:[^\W\d_]+[ -]){{0,2}}{re.escape(found[0])}(?!\w)", said)
    return trade if trade and trade.end() == found.end() else None


def _from_description(document: Document) -> Iterator[Candidate]:
    """An owner in a description such as "Jane Roe — founder of …".

    Only when the page shows every word of the name: a description alone is no evidence.
    """
    parts = parts_of(document.description or "")
    if len(parts) < 2 or not (name := person_name(parts[0])) or len(name.split()) < 2:
        return
    owner = pattern("company", "owner_roles").match(parts[1]) or _trade(document, name, parts[1])
    shown = {w.casefold() for line in page_lines(document) for w in re.findall(r"\w+", line.text)}
    if owner and has_given_name(name) and {w.casefold() for w in re.findall(r"\w+", name)} <= shown:
        source = Source(url=document.url, quote=name, channel=Channel.META)
        yield Candidate(field="people", value=name, source=source, weight=0.65, detail=owner[0])
