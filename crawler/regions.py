"""The parts of a page beside its content: navigation, header, footer, cookie banner, forms.

By element and role, else by the names that builders share, else by what the words say.
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from crawler.lexicon import pattern
from crawler.tree import REGION, text_of

_ROLES = {
    "navigation": "nav", "menubar": "nav", "contentinfo": "footer", "banner": "header",
    "form": "form", "search": "form", "complementary": "aside", "main": "main",
}  # fmt: skip
_INNER = frozenset(
    {"article", "section", "blockquote", "figure", "li", "main", "dialog", "details", "aside"}
)
"""A <header> or <footer> inside one of these is that thing's (HTML standard, 4.3.8)."""
_BOXES = frozenset({"div", "section", "ul", "table", "td", "footer", "header", "aside", "dialog"})
_AROUND = (
    r"(?:(?:site|page|main|global|app|primary|the|top|location|section|block|l|wp|bottom)[-_]+)*"
)
_WITHIN = (
    r"(?:[-_]+(?:area|wrap(?:per)?|section|container|main|widgets?|top|bottom|inner|bg|dark|light"
    r"|mobile|desktop|links|list|items|\d))*"
)
_FOOTER = re.compile(rf"(?:^|\s){_AROUND}(?:footer|colophon){_WITHIN}(?:$|\s)", re.IGNORECASE)
_NAV = re.compile(
    rf"(?:^|\s){_AROUND}(?:nav(?:bar|igation|-?menu)?|menu|mobile-?nav|breadcrumbs?){_WITHIN}(?:$|\s)",
    re.IGNORECASE,
)
_COOKIE = re.compile(
    r"cookie|consent|gdpr|cmplz|onetrust|(?:^|[\s_-])(?:ccpa|rgpd|dsgvo|lgpd)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BANNER_MOST = 2500
"""Characters of the longest cookie banner."""
_BANNER_SHARE = 0.7
_LINKED = 0.7
"""Part of a menu's words that are links."""
_LABEL_MOST = 120
"""Characters of a link's label; a longer one is what an unclosed link swallowed."""
_FORM_MOST = 0.5
"""A form with more than this part of the page's words is wrapped around the page (ASP.NET)."""


def mark_regions(root: HtmlElement) -> None:
    """Set the region on the topmost element of each part; content outside any is `main`."""
    text = text_of(root)
    whole = len(text) or 1
    inner: set[HtmlElement] = set()
    for node in root.iter():
        parent = node.getparent()
        inside = parent is not None and (parent in inner or parent.tag in _INNER)
        if inside:
            inner.add(node)
        region = _by_element(node, inside, whole) or _by_name(node, inside, whole)
        if region is not None:
            node.set(REGION, region)
    if pattern("chrome", "cookies").search(text):
        _mark_banner(root, whole)


def _by_element(node: HtmlElement, inside: bool, whole: int) -> str | None:
    tag = node.tag
    region = _ROLES.get(node.get("role") or "")
    if tag in ("nav", "aside", "form", "main") or (tag in ("header", "footer") and not inside):
        region = str(tag)
    if inside and region in ("header", "footer") and node.get("role") is not None:
        return None
    if region == "header" and next(node.iter("h1", "h2"), None) is not None:
        return None
    if region == "nav" and _holds_page(node, whole):
        return None
    if region in ("form", "aside") and len(text_of(node)) > _FORM_MOST * whole:
        return None
    return region


def _holds_page(nav: HtmlElement, whole: int) -> bool:
    """Whether what was meant as a menu holds the content: an unclosed tag or quote swallowed it."""
    if next(nav.iter("main", "footer", "h1"), None) is None:
        return False
    text = text_of(nav)
    labels = (len(text_of(link)) for link in nav.iter("a"))
    linked = sum(label for label in labels if label <= _LABEL_MOST)
    return len(text) > _FORM_MOST * whole and 2 * linked < len(text)


def _by_name(node: HtmlElement, inside: bool, whole: int) -> str | None:
    if node.tag not in _BOXES:
        return None
    names = f"{node.get('class') or ''} {node.get('id') or ''}"
    if len(names) == 1:
        return None
    if _COOKIE.search(names) and next(node.iter("button", "input", "a"), None) is not None:
        return "cookie" if _is_banner(node, text_of(node), whole) else None
    if not inside and (_FOOTER.search(names) or node.get("data-elementor-type") == "footer"):
        return "footer" if len(text_of(node)) <= _FORM_MOST * whole else None
    if _NAV.search(names):
        linked = sum(len(text_of(a)) for a in node.iter("a"))
        return "nav" if linked and linked > _LINKED * len(text_of(node)) else None
    return None


def _mark_banner(root: HtmlElement, whole: int) -> None:
    """The smallest box around a button that accepts cookies, and the words about them."""
    for button in root.iter("button", "a", "input"):
        words = text_of(button) if button.tag != "input" else button.get("value") or ""
        if len(words) > 60 or not pattern("chrome", "accept").search(words):
            continue
        box = button.getparent()
        while box is not None and box is not root:
            text = text_of(box)
            if not _is_banner(box, text, whole):
                break
            if pattern("chrome", "cookies").search(text):
                box.set(REGION, "cookie")
                return
            box = box.getparent()


def _is_banner(box: HtmlElement, text: str, whole: int) -> bool:
    """Short, and outside the content: a page about cookies is no banner."""
    return len(text) <= min(_BANNER_MOST, _BANNER_SHARE * whole) and (
        next(box.iterancestors("main", "article"), None) is None
    )
