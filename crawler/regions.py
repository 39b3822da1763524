"""The parts of a page beside its content: navigation, header, footer, cookie banner, forms."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from crawler.tree import REGION

_ROLES = {
    "navigation": "nav", "menubar": "nav", "contentinfo": "footer", "banner": "header",
    "form": "form", "search": "form", "complementary": "aside", "main": "main",
}  # fmt: skip
_INNER = frozenset(
    {"article", "section", "blockquote", "figure", "li", "main", "dialog", "details", "aside"}
)
"""A <header> or <footer> inside one of these is that thing's (HTML standard, 4.3.8)."""
_COOKIE = re.compile(
    r"cookie|consent|gdpr|cmplz|onetrust|(?:^|[\s_-])(?:ccpa|rgpd|dsgvo|lgpd)(?:$|[\s_-])",
    re.IGNORECASE,
)


def mark_regions(root: HtmlElement) -> None:
    """Set the region on the topmost element of each part; content outside any is `main`."""
    inner: set[HtmlElement] = set()
    for node in root.iter():
        if (parent := node.getparent()) is not None and (parent in inner or parent.tag in _INNER):
            inner.add(node)
        if (region := _region(node, node in inner)) is not None:
            node.set(REGION, region)


def _region(node: HtmlElement, inner: bool) -> str | None:
    names = f"{node.get('id', '')} {node.get('class', '')}"
    if _COOKIE.search(names) and node.tag not in ("body", "html", "a", "p"):
        return "cookie"
    if (role := node.get("role")) in _ROLES and not (inner and role in ("banner", "contentinfo")):
        return _ROLES[role]
    if node.tag in ("nav", "form", "aside"):
        return str(node.tag)
    if node.tag == "footer" and not inner:
        return "footer"
    if node.tag == "header" and not inner and not _is_hero(node):
        return "header"
    return None


def _is_hero(header: HtmlElement) -> bool:
    return header.find(".//h1") is not None or header.find(".//h2") is not None
