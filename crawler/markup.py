"""What the crawl reads in markup: where a page leads, what it calls itself, what it forbids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree, html

from crawler.linked_sheets import LinkedSheet, linked_sheets

_REFRESH = re.compile(
    r"^\s*(\d{1,6}(?:\.\d*)?|\.\d+)\s*[;,]\s*(?:url\s*=\s*)?[\"']?\s*(.+?)[\"']?\s*$", re.IGNORECASE
)
_MAX_REFRESH = 20.0
"""Seconds; a slower refresh is a slide show or a ticker, not a redirect."""
_ROOTS = frozenset(
    {
        "__next",
        "__nuxt",
        "___gatsby",
        "app",
        "app-root",
        "application",
        "main-app",
        "q-app",
        "react-root",
        "root",
        "svelte",
    }
)
"""Ids into which the common front-end frameworks render."""
_NOT_TEXT = ("script", "style", "noscript", "template", "svg", "iframe")


@dataclass(frozen=True)
class Link:
    """A reference to another page, as written."""

    href: str
    via: str
    """link, canonical, hreflang or frame."""
    nofollow: bool = False


@dataclass(frozen=True)
class Markup:
    """One page's markup, as far as the crawl needs it. URLs are as written, to be resolved against
    `base`.
    """

    base: str
    title: str
    heading: str
    """Its first h1, or "" when it has none."""
    links: tuple[Link, ...]
    canonical: str | None
    sheets: tuple[LinkedSheet, ...]
    refresh: str | None
    """Target of a meta refresh that acts as a redirect."""
    noindex: bool
    nofollow: bool
    text: str
    """Its visible words, white space squeezed; hidden parts are not left out."""
    scripts: int
    """How many scripts it loads or holds."""
    mounts: bool
    """Whether it has an empty element that frameworks render into."""


def read_markup(text: str, url: str, *, robots_tag: str = "", token: str = "") -> Markup:
    """Read the markup of the page `url`.

    `robots_tag` is its X-Robots-Tag header; `token` our product token, lower case, for directives
    meant for us alone. Never fails: what cannot be parsed is an empty page.
    """
    root = _parse(text)
    if root is None:
        return Markup(url, "", "", (), None, (), None, False, False, "", 0, mounts=False)
    base = root.find(".//base[@href]")
    directives = set(_meta_robots(root, token)) | set(_header_robots(robots_tag, token))
    canonical = root.xpath("(//link[translate(@rel, 'CANOIL', 'canoil') = 'canonical']/@href)[1]")
    title = root.find(".//head/title")
    return Markup(
        base=base.get("href", "").strip() or url if base is not None else url,
        title=" ".join((title.text or "").split()) if title is not None else "",
        heading=_heading(root),
        links=tuple(_links(root)),
        canonical=str(canonical[0]).strip() if isinstance(canonical, list) and canonical else None,
        sheets=tuple(linked_sheets(root)),
        refresh=_refresh(root),
        noindex=not directives.isdisjoint({"noindex", "none"}),
        nofollow=not directives.isdisjoint({"nofollow", "none"}),
        mounts=_mounts(root),
        scripts=len(root.findall(".//script")),
        text=_text(root),
    )


def _parse(text: str) -> html.HtmlElement | None:
    parser = html.HTMLParser(encoding="utf-8", huge_tree=False, recover=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, ValueError, AssertionError):
        return None
    return root


def _links(root: html.HtmlElement) -> Iterator[Link]:
    for element in root.iter("a", "area", "link", "iframe", "frame"):
        if element.tag == "link":
            rel = element.get("rel", "").lower()
            if rel in ("canonical", "next", "prev") or (
                rel == "alternate" and element.get("hreflang")
            ):
                via = {"canonical": "canonical", "alternate": "hreflang"}.get(rel, "link")
                yield from _link(element.get("href"), via, rel)
        elif element.tag in ("iframe", "frame"):
            yield from _link(element.get("src"), "frame", "")
        else:
            yield from _link(element.get("href"), "link", element.get("rel", ""))


def _link(href: str | None, via: str, rel: str) -> Iterator[Link]:
    if href and not href.startswith(("#", "mailto:", "tel:", "javascript:", "data:")):
        yield Link(href.strip(), via, "nofollow" in rel.lower().split())


def _refresh(root: html.HtmlElement) -> str | None:
    for element in root.iter("meta"):
        if (
            element.get("http-equiv", "").lower() != "refresh"
            or next(element.iterancestors("noscript"), None) is not None
        ):
            continue
        found = _REFRESH.match(element.get("content", ""))
        if found and float(found[1]) <= _MAX_REFRESH:
            return found[2]
    return None


def _meta_robots(root: html.HtmlElement, token: str) -> Iterator[str]:
    for element in root.iter("meta"):
        if element.get("name", "").lower() in {"robots", token} - {""}:
            yield from _directives(element.get("content", ""))


def _header_robots(value: str, token: str) -> Iterator[str]:
    agent = ""
    for part in value.lower().split(","):
        name, colon, rest = part.partition(":")
        if colon and name.strip() not in (
            "unavailable_after",
            "max-snippet",
            "max-image-preview",
            "max-video-preview",
        ):
            agent, part = name.strip(), rest  # noqa: PLW2901
        if agent in ("", token):
            yield from _directives(part)


def _directives(content: str) -> Iterator[str]:
    yield from (part.strip() for part in content.lower().replace(";", ",").split(","))


def _heading(root: html.HtmlElement) -> str:
    first = root.find(".//h1")
    return " ".join("".join(first.itertext()).split())[:300] if first is not None else ""


def _mounts(root: html.HtmlElement) -> bool:
    for element in root.iter("div", "main", "app-root", "section"):
        name = "app-root" if element.tag == "app-root" else element.get("id", "").lower()
        if name in _ROOTS and not "".join(element.itertext()).strip():
            return True
    return False


def _text(root: html.HtmlElement) -> str:
    body = root.find("body")
    if body is None:
        return ""
    etree.strip_elements(body, *_NOT_TEXT, etree.Comment, with_tail=False)
    return " ".join(" ".join(body.itertext()).split())
