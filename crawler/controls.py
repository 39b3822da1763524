"""What a click shows: controls that open a panel on the page, and links that lead away from it."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from crawler.flow import Line

_CLICKS = ("onclick", "@click", "x-on:click", "v-on:click", "ng-click", "data-accordion")
_GOES_AWAY = re.compile(r"location|window\.open|href")


def control_of(line: Line) -> HtmlElement | None:
    """The control that `line` is the label of, if any."""
    node: HtmlElement | None = line.pieces[0].element if line.pieces else line.element
    for _ in range(5):
        if node is None or node.tag in ("body", "section", "main", "ul", "ol", "dl"):
            return None
        if node.tag in ("summary", "dt") or _toggles(node):
            return node
        if node.tag == "label" and node.get("for") and line.region != "form":
            return node
        node = node.getparent()
    return None


def _toggles(node: HtmlElement) -> bool:
    """Whether `node` opens something in place, by its ARIA, its script or its being a button."""
    if node.get("aria-haspopup") or node.get("role") in ("menuitem", "menu", "dialog"):
        return False
    if node.get("aria-expanded") is not None:
        return True
    if "collapse" in (node.get("data-bs-toggle"), node.get("data-toggle")):
        return True
    if node.get("aria-controls") and node.tag in ("button", "a", "div", "h2", "h3", "h4", "h5"):
        return True
    return _acts(node, node.getnext())


def _acts(node: HtmlElement, beside: HtmlElement | None) -> bool:
    """Whether a click on `node` does something on this page that may show what is `beside` it."""
    if beside is None or node.get("href"):
        return False
    if any(_GOES_AWAY.search(value) for value in node.attrib.values()):
        return False
    if node.tag == "button":
        return node.get("type") != "submit" and beside.tag not in ("a", "button", "span")
    return node.get("role") == "button" or any(node.get(name) for name in _CLICKS)


def leads_away(line: Line) -> bool:
    """Whether `line` is a link to another page, as in the cards of a blog or a menu."""
    if not line.linked:
        return False
    links = [
        a for piece in line.pieces[:1] for a in (piece.element, *piece.element.iterancestors())
    ]
    return any(a.tag == "a" and not (a.get("href") or "#").startswith("#") for a in links)


def panels_of(root: HtmlElement) -> dict[str, HtmlElement]:
    """Every element with an id, by it."""
    return {node.get("id", ""): node for node in root.iter() if node.get("id")}


def panel_of(control: HtmlElement, panels: dict[str, HtmlElement]) -> HtmlElement | None:
    """The panel that `control` names, if the page has it."""
    href = control.get("href") or ""
    for name in (
        control.get("aria-controls"),
        (control.get("data-bs-target") or control.get("data-target") or "").removeprefix("#"),
        href[1:] if href.startswith("#") else None,
    ):
        if name and name in panels:
            return panels[name]
    return None
