"""Services in menus: the links under a label such as "Services", or into the folder of services."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from crawler.dom import Document
from crawler.flow import flow_of
from crawler.hrefs import split_url
from crawler.labels import bare
from crawler.price_record import clean_name
from crawler.records import Service, Source
from crawler.service_words import (
    in_other_folder,
    in_service_folder,
    is_hub,
    is_service_name,
    says_other,
    says_services,
    without_preposition,
)
from crawler.tree import channel_of, region_of, text_of

UNDER_LABEL = 0.45
BOTH = 0.55
"""Evidence of an entry under the word for services that leads into their folder."""
PLAIN = 0.15
"""Evidence of an entry that no label and no address tells from other pages."""
_PARTS = 2
_STRAPLINE = 3
"""Words that make the second part of an entry more than the rest of its name."""
_DEPTH = 6
"""Elements between a link and the list that its label stands before."""


def service_menu(document: Document) -> Iterator[Service]:
    """Every entry of a menu of services, with the page that it leads to."""
    language = document.language
    seen: set[tuple[str, str]] = set()
    answers: dict[HtmlElement, bool | None] = {}
    host = split_url(document.url).netloc
    for link in document.root.iter("a"):
        href = (link.get("href") or "").strip()
        if len(href) < 2 or href.startswith(("mailto:", "tel:", "javascript:")):
            continue
        if region_of(link) not in ("nav", "header", "footer"):
            continue
        target = document.absolute(href).split("#")[0]
        name = without_preposition(clean_name(_label(link, document)))
        if (
            (name, target) in seen
            or split_url(target).netloc != host
            or not is_service_name(name, language)
        ):
            continue
        seen.add((name, target))
        anchor = "#" in href or is_hub(target, language)
        top = not split_url(target).path.strip("/")
        if in_other_folder(target, language) or (top and not anchor):
            continue
        folder = in_service_folder(target, language) and not anchor
        labelled = _under_label(link, document, answers)
        if not labelled and (anchor or (not folder and region_of(link) == "footer")):
            continue
        yield Service(
            name=name,
            url=None if anchor else target,
            language=language,
            confidence=_evidence(labelled=labelled, folder=folder),
            sources=(Source(url=document.url, quote=name, channel=channel_of(link)),),
        )


def _evidence(*, labelled: bool, folder: bool) -> float:
    if labelled and folder:
        return BOTH
    return UNDER_LABEL if labelled or folder else PLAIN


def _label(link: HtmlElement, document: Document) -> str:
    """The words of an entry; of a rich one only its title."""
    lines = flow_of(document).under(link)
    if len(lines) > 1 and is_service_name(lines[0].text, document.language):
        return lines[0].text
    if title := _first_part(link):
        return title
    strong = link.find(".//strong")
    return text_of(strong if strong is not None and len(text_of(link).split()) > 4 else link)


def _first_part(link: HtmlElement) -> str | None:
    """The title of an entry of two parts: a name and a strapline, each in an element of its own."""
    node = link
    while True:
        parts = [c for c in node if isinstance(c.tag, str) and text_of(c)]
        if (node.text or "").strip() or any((c.tail or "").strip() for c in node):
            return None
        if len(parts) != 1:
            break
        node = parts[0]
    if len(parts) != _PARTS or len(text_of(parts[1]).split()) < _STRAPLINE:
        return None
    return text_of(parts[0])


def _under_label(
    link: HtmlElement, document: Document, answers: dict[HtmlElement, bool | None]
) -> bool:
    """Whether the list around `link` opens with a label that announces services."""
    node = link.getparent()
    for _ in range(_DEPTH):
        if node is None or node.tag in ("nav", "header", "footer", "body"):
            return False
        if node not in answers:
            answers[node] = _labelled(node, document)
        if (answer := answers[node]) is not None:
            return answer
        node = node.getparent()
    return False


def _labelled(node: HtmlElement, document: Document) -> bool | None:
    """Whether the label before a list of links announces services; None when it has no label."""
    before = node.getprevious()
    links = islice((a for a in node.iter("a") if a.get("href")), 2)
    if before is None or len(list(links)) < 2 or len(flow_of(document).under(before)) > 2:
        return None
    words = bare(text_of(before))
    if not 0 < len(words.split()) <= 5:
        return None
    toggles = [before] if before.tag == "a" else list(before.iter("a"))
    targets = (document.absolute(a.get("href", "")) for a in toggles if a.get("href"))
    if any(is_hub(target, document.language) for target in targets):
        return True
    return says_services(words, document.language) and not says_other(words, document.language)
