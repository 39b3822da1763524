"""A page about one service, and services in structured data."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.dom import Document
from crawler.durations import duration_of
from crawler.flow import Line, flow_of
from crawler.hrefs import split_url
from crawler.labels import bare
from crawler.price_record import clean_name
from crawler.records import Channel, Service, Source
from crawler.roles import Role, page_role
from crawler.service_text import description_of, features_in, labelled
from crawler.service_words import (
    in_other_folder,
    in_service_folder,
    is_hub,
    is_service_name,
    says_services,
)
from crawler.structured import Item, all_items

OWN_PAGE = 0.1
"""What a page's own heading alone proves: nothing, until a menu or card leads to the page."""
FOLDER = 0.4
TYPED = 0.45
_LEAD, _SENTENCE = 6, 10
"""Words of a description: right under the title, and further down."""
_TYPES = frozenset({
    "service", "medicaltherapy", "medicalprocedure", "therapeuticprocedure", "course",
    "financialproduct", "taxiservice", "foodservice", "governmentservice", "physicaltherapy",
    "psychologicaltreatment", "surgicalprocedure",
})  # fmt: skip


def service_page(document: Document) -> Iterator[Service]:
    """What the page says of itself, when it may be about one service."""
    language, url = document.language, document.url
    parts = split_url(url).path.strip("/")
    role = page_role(document)
    if not parts or role in (
        Role.HOME,
        Role.PRIVACY,
        Role.CONTACT,
        Role.ARTICLE,
        Role.IMPRINT,
        Role.ABOUT,
    ):
        return
    if is_hub(url, language) or in_other_folder(url, language):
        return
    lines = [x for x in flow_of(document).lines if x.region in ("main", "header", "aside")]
    title = next((x for x in lines if x.rank == 1), None)
    if title is None:
        return
    after = lines[lines.index(title) + 1 :]
    yield Service(
        name=clean_name(title.text),
        description=_intro(after, title, language),
        features=_first_list(after),
        audience=labelled("audience", after, language),
        duration=_duration(after, language),
        url=url,
        language=language,
        confidence=_evidence(document),
        sources=(Source(url=url, quote=title.text[:300], channel=Channel.VISIBLE),),
    )
    if document.description:
        yield Service(
            name=clean_name(title.text),
            description=document.description,
            url=url,
            language=language,
            confidence=0.0,
            sources=(Source(url=url, quote=document.description[:300], channel=Channel.META),),
        )


def _evidence(document: Document) -> float:
    score = OWN_PAGE
    if in_service_folder(document.url, document.language):
        score = FOLDER
    trail = _breadcrumb(document)
    if any(says_services(step, document.language) and len(step.split()) <= 3 for step in trail):
        score = max(score, FOLDER)
    return score


def _breadcrumb(document: Document) -> list[str]:
    """The words of the steps above this page."""
    found: list[str] = []
    for nav in document.root.iter("nav", "ol", "ul", "div"):
        names = f"{nav.get('class') or ''} {nav.get('aria-label') or ''}".casefold()
        if "breadcrumb" in names or "ariane" in names or "migas" in names:
            found += [bare(" ".join(a.itertext())) for a in nav.iter("a")]
            break
    return found


def _intro(after: list[Line], title: Line, language: str | None) -> str | None:
    """The first sentences under the title."""
    for n, line in enumerate(after[:14]):
        if line.rank and line.rank <= 2 and n > 6:
            break
        least = _LEAD if not n else _SENTENCE
        if line.rank or line.linked or line.item is not None or len(line.text.split()) < least:
            continue
        if text := description_of([line], title, language):
            return text
    return None


def _first_list(after: list[Line]) -> tuple[str, ...]:
    for n, line in enumerate(after):
        if line.item is not None and not line.linked and line.item.getparent() is not None:
            siblings = [
                x
                for x in after[n:]
                if x.item is not None and x.item.getparent() is line.item.getparent()
            ]
            if len(found := features_in(siblings)) >= 3:
                return found
    return ()


def _duration(after: list[Line], language: str | None) -> str | None:
    """What a label such as "Duration" says, else the first short line that is one."""
    if told := labelled("duration", after, language):
        return told
    for line in after[:25]:
        short = line.item is None and len(line.text.split()) <= 8
        if short and (found := duration_of(line.text, language)):
            return found
    return None


def typed_services(document: Document) -> Iterator[Service]:
    """Services that the page's structured data names."""
    seen: set[str] = set()
    for item in all_items(document):
        name = item.text("name")
        if not item.types & _TYPES or name is None or name in seen:
            continue
        seen.add(name)
        title = clean_name(name.split(" | ")[0])
        if is_service_name(title, document.language):
            yield Service(
                name=title,
                description=item.text("description"),
                url=_url(item, document),
                language=document.language,
                confidence=TYPED,
                sources=(Source(url=document.url, quote=name[:300], channel=item.channel),),
            )


def _url(item: Item, document: Document) -> str | None:
    given = item.text("url")
    if given:
        target = document.absolute(given)
        if split_url(target).path.strip("/"):
            return document.absolute(split_url(target).path)
    return None
