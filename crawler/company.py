"""Who the company is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from crawler.brand_lines import HOME, brand_lines, logo_parts
from crawler.claims import claims, disputed_claims
from crawler.company_settle import (
    settle_founded,
    settle_legal_name,
    settle_locations,
    settle_name,
    settle_people,
)
from crawler.dom import Document, region_of
from crawler.founding import founding_years
from crawler.legal import LEGAL_FORM, copyright_name, legal_name, title_parts
from crawler.lexicon import pattern
from crawler.lines import page_lines
from crawler.names import has_given_name, person_name
from crawler.organizations import organizations
from crawler.people import people
from crawler.reading import Candidate, PageReading
from crawler.records import Channel, CompanyInfo, Contradiction, Source, ValueSource
from crawler.roles import Role, is_third_party, page_role
from crawler.site import SiteIdentity
from crawler.structured import items
from crawler.tagline_settle import settle_description, settle_tagline
from crawler.taglines import taglines
from crawler.text import squeeze

_LOGO_WORDS = re.compile(
    r"(?<!\w)(?:logo|logotipo|logótipo|homepage|home|icon|image|photo|startseite|accueil|"
    r"inicio)(?!\w)",
    re.IGNORECASE,
)
_NAME_WORDS = 5


def company(document: Document, site: SiteIdentity) -> tuple[Candidate, ...]:  # noqa: ARG001
    """Every company value of one page."""
    return (
        *_structured(document),
        *_names(document),
        *_legal_names(document),
        *taglines(document),
        *brand_lines(document),
        *founding_years(document),
        *people(document),
        *_locations(document),
        *claims(document),
    )


def _structured(document: Document) -> Iterator[Candidate]:
    home = page_role(document) is Role.HOME
    fields = (
        ("name", "name", 1.0 if home else 0.8),
        ("legal_name", "legalName", 1.0),
        ("tagline", "slogan", 1.0),
        ("description", "description", 0.8 if home else 0.5),
        ("founded", "foundingDate", 0.9),
    )
    for item in organizations(document):
        for field, property_name, weight in fields:
            for text in item.texts(property_name)[:1]:
                value = _year_in(text) if field == "founded" else text
                if value:
                    source = Source(url=document.url, quote=text[:300], channel=item.channel)
                    yield Candidate(field=field, value=value, source=source, weight=weight)
    for item in items(document):
        if "website" in item.types and (site_name := item.text("name")):
            source = Source(url=document.url, quote=site_name[:300], channel=item.channel)
            yield Candidate(field="name", value=site_name, source=source, weight=0.7)


def _year_in(text: str) -> str | None:
    match = re.search(r"\d{4}", text)
    return match[0] if match else None


def _names(document: Document) -> Iterator[Candidate]:
    """Names in the logo, the copyright line and, when the page shows it too, og:site_name."""
    lines = page_lines(document)
    shown = " ".join(line.text for line in lines).casefold()
    for meta in ("og:site_name", "application-name"):
        name = squeeze(document.metas.get(meta, ""))
        if 1 < len(name) <= 60 and name.casefold() in shown:
            source = Source(url=document.url, quote=name, channel=Channel.META)
            yield Candidate(field="name", value=name, source=source, weight=0.7, detail="meta")
    for part in title_parts(document.title):
        mentions = shown.count(part.casefold())
        if pattern("contact", "contact_pages").fullmatch(part):
            continue
        if weight := 0.2 + 0.08 * min(mentions, 5) if mentions else _unseen(document, part):
            source = Source(url=document.url, quote=document.title, channel=Channel.META)
            yield Candidate(field="name", value=part, source=source, weight=weight, detail="title")
    for link in _home_links(document):
        label = logo_parts(link)[0] or squeeze(
            next((i.get("alt") or "" for i in link.iter("img")), "")
        )
        label = " ".join(_LOGO_WORDS.sub(" ", label).split()).strip(" -–|·")
        if 1 < len(label) <= 60:
            source = document.source(link, label)
            yield Candidate(field="name", value=label, source=source, weight=0.5, detail="logo")
    for line in lines:
        holder = copyright_name(line.text)
        if holder and (line.region == "footer" or len(line.text) <= 160):
            source = document.source(line.element, line.text)
            yield Candidate(
                field="name", value=holder, source=source, weight=0.6, detail="copyright"
            )


def _unseen(document: Document, part: str) -> float:
    """What speaks for a part of the home page's title that the page itself never shows.

    Little: it names the company only where nothing else does. A person's name does sooner, and
    what comes first.
    """
    if page_role(document) is not Role.HOME or len(part.split()) > _NAME_WORDS:
        return 0.0
    person = person_name(part) is not None and has_given_name(part)
    return 0.05 + 0.05 * person + 0.02 * document.title.startswith(part)


def _home_links(document: Document) -> list[HtmlElement]:
    """Links to the home page in the page's head: the logo."""
    found: list[HtmlElement] = []
    for link in document.root.iter("a"):
        if len(found) > 2:
            break
        if HOME.fullmatch((link.get("href") or "x").strip()) and _is_at_the_top(link):
            found.append(link)
    return found


def _is_at_the_top(link: HtmlElement) -> bool:
    in_head = region_of(link) in ("header", "nav")
    return in_head or next(link.iterancestors("header", "h1"), None) is not None


def _legal_names(document: Document) -> Iterator[Candidate]:
    role = page_role(document)
    lines = page_lines(document)
    for i, line in enumerate(lines):
        place = line.region == "footer" or role in (Role.IMPRINT, Role.CONTACT)
        if not place or len(line.text) > 160 or not LEGAL_FORM.search(line.text):
            continue
        if is_third_party(lines, i, role):
            continue
        if name := legal_name(line.text):
            source = document.source(line.element, line.text)
            weight = 0.9 if role is Role.IMPRINT else 0.8
            yield Candidate(field="legal_name", value=name, source=source, weight=weight)


def _locations(document: Document) -> Iterator[Candidate]:
    for item in organizations(document):
        for address in item.items("address"):
            town, region = address.text("addressLocality"), address.text("addressRegion")
            if town:
                value = f"{town}, {region}" if region and region != town else town
                source = Source(url=document.url, quote=value, channel=item.channel)
                yield Candidate(field="locations", value=value, source=source, weight=0.7)


def merge_company(
    readings: Sequence[PageReading], site: SiteIdentity
) -> tuple[CompanyInfo, tuple[Contradiction, ...]]:
    """The site's company values, and what is in dispute."""
    by_field: dict[str, list[Candidate]] = {}
    for reading in readings:
        for candidate in reading.company:
            by_field.setdefault(candidate.field, []).append(candidate)
    sources: list[ValueSource] = []
    name = settle_name(by_field.get("name", []), readings, site, sources)
    legal = settle_legal_name(by_field.get("legal_name", []), sources)
    tagline = settle_tagline(by_field, name or legal, len(readings), sources)
    founded, disputes = settle_founded(by_field.get("founded", []), sources)
    info = CompanyInfo(
        name=name or legal,
        legal_name=legal,
        tagline=tagline,
        description=settle_description(by_field, tagline, sources),
        founded=founded,
        people=settle_people(by_field.get("people", []), readings, sources),
        locations=settle_locations(by_field.get("locations", []), readings, sources),
        sources=tuple(sources),
    )
    return info, (*disputes, *disputed_claims(by_field.get("claims", [])))
