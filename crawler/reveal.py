"""Whether something on a page shows what its style hides: the difference of collapsed and hidden.

A page can hide words for good (an attack, a leftover) or until somebody acts: opens an accordion,
switches a tab, scrolls. Words count as collapsed when a control names them, a rule shows them in
another state or on another screen, their role or name says what component they are, or a trigger
stands before them; as visible when they are the first step of an animation. Class names are those
that builders and frameworks share; no site's own.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import cached_property, lru_cache

from lxml.html import HtmlElement

from crawler.css import Sheet
from crawler.hiding import By, Look, look, shows
from crawler.tree import text_of
from crawler.triggers import opener_of


class Verdict(Enum):
    """What becomes of an element that its own style hides."""

    GONE = "gone"
    COLLAPSED = "collapsed"
    SEEN = "seen"
    SUSPECT = "suspect"
    """Gone, unless the whole page turns out to be animated in this way."""


_COMPONENT = re.compile(
    r"(?:accord|akkord|acord|collaps)\w*|toggles?|togglable|tabs?|tabpanel|pane|panel|modals?|dialog"
    r"|popups?|popin|lightbox|drawer|offcanvas|dropdown|submenu|flyout|megamenu|carousel|carrousel"
    r"|karussell|sliders?|slides?|swiper|slick|splide|glide|owl|flickity|faqs?|answers?|expand\w*"
    r"|more|flip|tooltip|popover|spoiler|disclosure|wizard|overlay|menu"
)
_AROUND = re.compile(
    r"(?:accord|akkord|acord|collaps)\w*|toggles?|tabs?|modals?|dialog|popups?|dropdown|carousel"
    r"|carrousel|karussell|sliders?|swiper|slick|splide|glide|owl|flickity|faqs?|expand\w*|questions?"
)
"""Names of components that, standing above a hidden element, explain it."""
_ON_DEMAND = re.compile(
    r"(?:accord|akkord|acord|collaps)\w*|tabs?|tabpanel|pane|modals?|dialog|popups?|popin|lightbox"
    r"|drawer|offcanvas|dropdown|submenu|flyout|megamenu|tooltip|popover|menu|answers?"
)
"""Components that somebody opens, whatever moves when they do."""
_ANIMATED = re.compile(
    r"aos|wow|animat\w*|reveal\w*|fade\w*|appear\w*|inview|motion|gsap|scroll\w*|waypoint|sal|sr"
    r"|slidein|slideup|parallax|stagger\w*|entrance|elementor"
)
_ANIMATED_ATTRIBUTE = re.compile(
    r"data-(?:aos|w-id|sal|sr|scroll|animat|motion|framer|gsap|reveal|inview|wow|enter)"
    r"|x-(?:show|transition|intersect|cloak)|v-(?:show|cloak|animate)"
)
_WORDS = re.compile(r"[a-z]+|[A-Z][a-z]*")
_ROLES = frozenset({"tabpanel", "dialog", "alertdialog", "menu", "tooltip"})
_BOXES = frozenset({"div", "section", "article", "li", "figure", "blockquote", "ul", "table", "tr"})
_NO_NAME = frozenset({"id", "class", "style", "name", "title", "alt", "content", "src", "value"})
_TEXT_MOST = 200
"""Characters of the longest attribute that names other elements."""
_ACCORDION = (By.DISPLAY, By.SIZE, By.VISIBILITY)
_MOTION = (By.OPACITY, By.VISIBILITY, By.TRANSFORM, By.CLIP)


class Clues:
    """What one page offers as evidence, gathered when first asked for."""

    def __init__(self, tree: HtmlElement, sheet: Sheet) -> None:
        self._tree, self._sheet = tree, sheet
        self._scripts = [
            s.text or "" for s in tree.iter("script") if "json" not in (s.get("type") or "")
        ]
        self.has_scripts = bool(self._scripts)
        self._opened: list[tuple[HtmlElement, HtmlElement]] = []

    def verdict(self, element: HtmlElement, seen: Look) -> Verdict:
        """What becomes of `element`, whose own style hides it as `seen` says."""
        by = seen.hidden
        if by is None:
            return Verdict.SEEN
        if by in (By.TINY, By.INDENT):
            return Verdict.GONE
        if by in _MOTION and (seen.moving or _is_animated(element)):
            return Verdict.COLLAPSED if _names_any(_ON_DEMAND, element) else Verdict.SEEN
        if _is_component(element) or self._is_controlled(element):
            return Verdict.COLLAPSED
        if self._is_shown_otherwise(element, by):
            return Verdict.SEEN if by in _MOTION else Verdict.COLLAPSED
        if by is By.SIZE and seen.moving:
            return Verdict.COLLAPSED
        if self._is_opened(element, by) or (self.has_scripts and self._is_slide(element)):
            return Verdict.COLLAPSED
        return Verdict.SUSPECT if by in _MOTION else Verdict.GONE

    def _is_shown_otherwise(self, element: HtmlElement, by: By) -> bool:
        """A rule shows it in another state, or it is not hidden on another screen."""
        if any(shows(by, value) for value in self._sheet.in_other_states(element, by.value)):
            return True
        hidden = element.get("hidden") is not None
        return look(self._sheet.elsewhere(element), hidden).hidden is None

    @cached_property
    def _references(self) -> frozenset[str]:
        """Ids that some attribute of another element names."""
        found: set[str] = set()
        for element in self._tree.iter():
            for name, value in element.items():
                if name in _NO_NAME or len(value) > _TEXT_MOST:
                    continue
                if value[:1] == "#":
                    found.add(value[1:])
                elif "controls" in name or "target" in name or name in ("commandfor", "aria-owns"):
                    found.update(value.split())
        return frozenset(found)

    @cached_property
    def _code(self) -> str:
        """Everything on the page that scripts do: <script> and event handlers."""
        handlers = (
            value
            for element in self._tree.iter()
            for name, value in element.items()
            if name.startswith(("on", "@", "x-on", "v-on", "data-on", ":", "x-bind"))
        )
        return "\n".join([*self._scripts, *handlers])

    def _is_controlled(self, element: HtmlElement) -> bool:
        identity = element.get("id")
        if identity and (identity in self._references or self._is_in_code(identity)):
            return True
        names = (element.get("class") or "").split()
        return any(len(n) > 5 and ("-" in n or "_" in n) and self._selects(n) for n in names)

    def _is_in_code(self, name: str) -> bool:
        return any(f"{q}{name}{q}" in self._code for q in "'\"`") or f"#{name}" in self._code

    def _selects(self, name: str) -> bool:
        """Whether a script looks for elements of this class (not merely sets or removes it)."""
        return any(f"{q}.{name}" in self._code for q in "'\"`")

    def _is_opened(self, element: HtmlElement, by: By) -> bool:
        """What stands before it opens it."""
        if not self.has_scripts and by not in _ACCORDION:
            return False
        opener = opener_of(element, scripted=self.has_scripts)
        if opener is not None and text_of(opener):
            self._opened.append((element, opener))
        return opener is not None

    def unreachable(self) -> list[HtmlElement]:
        """What counted as opened by something of which, in the end, nothing is to be seen."""
        return [
            e for e, opener in self._opened if opener.getparent() is None or not text_of(opener)
        ]

    def _is_slide(self, element: HtmlElement) -> bool:
        """One of several boxes of a kind, of which another is shown, beside buttons."""
        parent, names = element.getparent(), set((element.get("class") or "").split())
        if parent is None or element.tag not in _BOXES or not names:
            return False
        boxes = [s for s in parent if s.tag == element.tag]
        if len(boxes) < 2 or not all(names & set((s.get("class") or "").split()) for s in boxes):
            return False
        if all(
            s.get("class") == element.get("class") and s.get("style") == element.get("style")
            for s in boxes
        ):
            return False
        around = parent.getparent()
        return around is not None and any(
            not any(a is parent for a in b.iterancestors()) for b in around.iter("button", "input")
        )


def _is_component(element: HtmlElement) -> bool:
    if element.get("role") in _ROLES or element.tag == "dialog" or element.get("aria-modal"):
        return True
    if element.get("hidden") == "until-found" or element.get("popover") is not None:
        return True
    if _names_any(_COMPONENT, element):
        return True
    if element.getprevious() is None and element.getnext() is None:
        return False
    around: HtmlElement | None = element.getparent()
    for _ in range(3):
        if around is None or around.tag in ("body", "html", "details"):
            return False
        if _names_any(_AROUND, around):
            return True
        around = around.getparent()
    return False


def _is_animated(element: HtmlElement) -> bool:
    return _names_any(_ANIMATED, element) or any(
        _ANIMATED_ATTRIBUTE.match(name) for name in map(str, element.attrib)
    )


def _names_any(pattern: re.Pattern[str], element: HtmlElement) -> bool:
    return any(
        map(pattern.fullmatch, _words(f"{element.get('class', '')} {element.get('id', '')}"))
    )


@lru_cache(maxsize=8192)
def _words(names: str) -> frozenset[str]:
    """The words in class names and ids, lower case: "faqAnswer tab-2" → faq, answer, tab."""
    return frozenset(w.lower() for w in _WORDS.findall(names))
