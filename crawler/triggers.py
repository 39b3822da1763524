"""What stands right before a hidden block and opens it: the question of a home-made accordion.

Only a control that can be seen counts, and only for the block that follows it at once: a page that
hides words for machines alone shows nobody the way to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from crawler.tree import text_of

_TOGGLES = (
    "aria-expanded", "aria-controls", "onclick", "data-toggle", "data-bs-toggle", "@click",
    "x-on:click",
)  # fmt: skip
_CLICKS = ("onclick", "@click", "x-on:click", "v-on:click", "ng-click")
_AWAY = re.compile(r"location|window\.open|submit|print\(|history\.")
_OTHER_WORK = re.compile(
    r"menu|nav(?:bar|igation)?|burger|hamburger|search|such\w*|lang\w*|submit|close|copy|share|cart",
    re.IGNORECASE,
)
"""What buttons do, by their class, that open no words of the page."""
_OPENS = re.compile(r"[^\W\d_]\W*\s[+＋▼▾▿⌄⌵↓⬇∨]\s*$")
"""A sign behind the words that there is more below them."""
_ICON = re.compile(r"\b(?:plus|expand|(?:chevron|angle|caret|arrow)-(?:circle-)?down)\b")
_WORDS = re.compile(r"[a-z]+|[A-Z][a-z]*")
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_TEXT_MOST = 200
"""Characters of the longest line that opens something."""


def opener_of(element: HtmlElement, *, scripted: bool) -> HtmlElement | None:
    """What stands right before `element` and opens it, if anything does.

    With scripts on the page this is anything short that toggles; without one, only a control that
    says so or is one of a row: many pages are kept without their scripts.
    """
    before = element.getprevious()
    if before is None or before.tag == "summary" or len(text_of(before)) > _TEXT_MOST:
        return None
    if _alike(before, element):
        return None
    if (scripted and _is_toggle(before, element)) or _is_of_a_row(before, element):
        return before
    return None


def _is_toggle(before: HtmlElement, element: HtmlElement) -> bool:
    if _sends(before):
        return False
    if any(n.get(a) is not None for n in before.iter() for a in _TOGGLES):
        return True
    return any(True for _ in _twins(element)) and (
        before.tag in (*_HEADINGS, "dt", "button", "label")
        or next(before.iter("button", "h3", "h4", "h5", "label"), None) is not None
    )


def _is_of_a_row(before: HtmlElement, element: HtmlElement) -> bool:
    """A control that says that it opens something, or that stands before several such blocks."""
    words, control = text_of(before), _control(before)
    if control is None or not words:
        return False
    if control.get("aria-expanded") == "false":
        return True
    others = (twin.getprevious() for twin in _twins(element))
    return any(o is not None and _alike(o, before) and text_of(o) != words for o in others)


def _control(before: HtmlElement) -> HtmlElement | None:
    """The control that `before` is, or has all its words in; a sign that it opens makes it one."""
    if _OPENS.search(text_of(before)) or any(_is_sign(i) for i in before.iter("i", "span", "em")):
        return None if _leads_away(before) or _does_other_work(before) else before
    for node in before.iter():
        if _is_control(node) and text_of(node) == text_of(before):
            return None if _does_other_work(node) else node
    return None


def _is_control(node: HtmlElement) -> bool:
    if _leads_away(node):
        return False
    return (
        node.tag in ("a", "button", "label")
        or node.get("tabindex") == "0"
        or node.get("role") == "button"
        or any(node.get(name) is not None for name in _CLICKS)
    )


def _leads_away(node: HtmlElement) -> bool:
    """Whether a link to somewhere else is in `node`."""
    links = [a.get("href") or "#" for a in node.iter("a")]
    return any(not href.startswith(("#", "javascript:")) for href in links)


def _is_sign(icon: HtmlElement) -> bool:
    """Whether an empty element has the class of a plus sign or of an arrow that points down."""
    return not text_of(icon) and _ICON.search(icon.get("class") or "") is not None


def _does_other_work(control: HtmlElement) -> bool:
    """Whether a click sends a form, leaves the page or opens a menu."""
    if _sends(control) or control.get("aria-haspopup") or control.get("role") == "menuitem":
        return True
    if any(_AWAY.search(control.get(name) or "") for name in _CLICKS):
        return True
    if any(a.tag in ("nav", "header", "menu") for a in control.iterancestors()):
        return control.get("aria-expanded") is None and control.get("aria-controls") is None
    names = f"{control.get('class', '')} {control.get('id', '')}"
    return any(map(_OTHER_WORK.fullmatch, _WORDS.findall(names)))


def _sends(node: HtmlElement) -> bool:
    """Whether `node` is the button of a form: its kind is submit, unless it says otherwise."""
    if node.tag != "button":
        return False
    kind = (node.get("type") or "").lower()
    in_form = any(a.tag == "form" for a in node.iterancestors())
    return kind in ("submit", "reset") or (in_form and kind != "button")


def _twins(element: HtmlElement) -> Iterator[HtmlElement]:
    """What looks like `element` beside it, or in the siblings of its parent."""
    parent = element.getparent()
    if parent is None:
        return
    above = parent.getparent()
    uncles = [] if above is None else [u for u in above if u is not parent and u.tag == parent.tag]
    for near in (parent, *uncles):
        yield from (n for n in near if n is not element and _alike(n, element))


def _alike(one: HtmlElement, other: HtmlElement) -> bool:
    return _looks(one) == _looks(other)


def _looks(element: HtmlElement) -> tuple[object, ...]:
    return (element.tag, element.get("class"), element.get("style"), element.get("hidden"))
