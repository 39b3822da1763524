"""Text in the colour of its ground: white on white, or transparent.

Grounds are often what a stylesheet reader cannot see (images behind, other hosts' stylesheets), so
text is taken away only where both colours are known, and never much of a page.
"""

from __future__ import annotations

import colorsys
import re

from lxml.html import HtmlElement

from crawler.css import Sheet
from crawler.stylesheet import Values
from crawler.tree import text_of

_RGB = tuple[float, float, float]
_NAMES = {
    "white": (255, 255, 255), "black": (0, 0, 0), "snow": (255, 250, 250), "ivory": (255, 255, 240),
    "whitesmoke": (245, 245, 245), "red": (255, 0, 0), "green": (0, 128, 0), "blue": (0, 0, 255),
    "yellow": (255, 255, 0), "gray": (128, 128, 128), "grey": (128, 128, 128),
    "silver": (192, 192, 192), "navy": (0, 0, 128), "orange": (255, 165, 0),
}  # fmt: skip
_WHITE: _RGB = (255, 255, 255)
_CLEAR = (-1.0, -1.0, -1.0)
"""No colour at all."""
_NEAR = 10
"""Difference per channel (of 255) that nobody sees."""
_SHARE = 0.1
"""When more of a page's words seem unseen, it is our knowledge of its grounds that is wanting."""
_PICTURES = ("img", "video", "picture", "canvas", "svg", "iframe", "embed", "object")
_BACKDROP = re.compile(
    r"(?:^|[\s_-])(?:bg|background|overlay|backdrop|hero|banner|cover|parallax)(?:$|[\s_-])",
    re.IGNORECASE,
)


def blank_unseen(
    root: HtmlElement, suspects: list[HtmlElement], sheet: Sheet, *, sure: bool
) -> None:
    """Take away texts of `suspects` that have the colour of their ground.

    `sure`: whether all stylesheets of the page are known; else only what one element says of both
    its colours counts.
    """
    eye = _Eye(sheet, sure=sure)
    worded = dict.fromkeys(e for s in suspects for e in s.iter() if _has_words(e))
    found = [e for e in worded if eye.is_unseen(e)]
    if not found:
        return
    words = sum(len(e.text or "") + sum(len(c.tail or "") for c in e) for e in found)
    if words > _SHARE * len(text_of(root)) and words > 400:
        return
    for element in found:
        element.text = None
        for child in element:
            child.tail = None


def _has_words(element: HtmlElement) -> bool:
    return bool((element.text or "").strip()) or any((c.tail or "").strip() for c in element)


class _Eye:
    """Resolves the colours of single elements, on demand."""

    def __init__(self, sheet: Sheet, *, sure: bool) -> None:
        self._sheet, self._sure = sheet, sure
        self._styles: dict[HtmlElement, tuple[int, Values]] = {}

    def is_unseen(self, element: HtmlElement) -> bool:
        """Whether its own words have the colour of the ground behind them."""
        colour, said_by = self._colour(element)
        if colour is None or said_by is None:
            return False
        if colour == _CLEAR:
            return not self._is_clipped(element)
        ground = self._ground(element, said_by)
        return ground is not None and all(
            abs(a - b) <= _NEAR for a, b in zip(colour, ground, strict=True)
        )

    def _style(self, element: HtmlElement) -> Values:
        chain: list[HtmlElement] = []
        node: HtmlElement | None = element
        while node is not None and node not in self._styles:
            chain.append(node)
            node = node.getparent()
        number = self._styles[node][0] if node is not None else 0
        for below in reversed(chain):
            number, values = self._sheet.style(below, number)
            self._styles[below] = (number, values)
        return self._styles[element][1]

    def _colour(self, element: HtmlElement) -> tuple[_RGB | None, HtmlElement | None]:
        """The colour of its text and the element that gives it; None when it cannot be known."""
        node: HtmlElement | None = element
        while node is not None:
            values = self._style(node)
            said = values.get("-webkit-text-fill-color") or values.get("color") or ""
            if not said and node.tag == "font":
                said = node.get("color") or ""
            if said and said not in ("inherit", "currentcolor", "unset"):
                return rgb(said), node
            node = node.getparent()
        return None, None

    def _is_clipped(self, element: HtmlElement) -> bool:
        node: HtmlElement | None = element
        while node is not None:
            values = self._style(node)
            if "text" in (values.get("background-clip"), values.get("-webkit-background-clip")):
                return True
            if "gradient" in values.get("background", "") + values.get("background-image", ""):
                return True
            node = node.getparent()
        return False

    def _ground(self, element: HtmlElement, said_by: HtmlElement) -> _RGB | None:
        """The colour behind `element`; None when a picture or the unknown may be there."""
        node: HtmlElement | None = element
        while node is not None:
            found = _own_ground(node, self._style(node))
            if found is None:
                return None
            if found != _CLEAR:
                return found if self._sure or node is said_by else None
            if node.tag not in ("body", "html", "main") and _has_backdrop(node):
                return None
            node = node.getparent()
        return _WHITE if self._sure else None


def _own_ground(element: HtmlElement, values: Values) -> _RGB | None:
    image = values.get("background-image", "none")
    shorthand = values.get("background", "")
    if image not in ("none", "initial", "unset") or "url(" in shorthand or "gradient" in shorthand:
        return None
    said = values.get("background-color") or shorthand or element.get("bgcolor") or ""
    if not said or said in ("none", "initial", "unset", "inherit", "0", "0 0"):
        return _CLEAR
    return rgb(said)


def _has_backdrop(element: HtmlElement) -> bool:
    """Whether something beside the words of `element` may be painted behind them."""
    if next(element.iter(*_PICTURES), None) is not None:
        return True
    names = (f"{e.get('class') or ''} {e.get('id') or ''}" for e in (element, *element))
    return any(_BACKDROP.search(n) for n in names)


def rgb(value: str) -> _RGB | None:
    """Red, green, blue from 0 to 255; _CLEAR when transparent, None when not a plain colour."""
    value = value.strip().lower()
    if value in _NAMES:
        return _NAMES[value]
    if value == "transparent":
        return _CLEAR
    if match := re.fullmatch(r"#([0-9a-f]{3,8})", value):
        return _from_hex(match[1])
    if match := re.fullmatch(r"(rgb|hsl)a?\(([^()]*)\)", value):
        return _from_function(match[1], re.findall(r"[\d.]+%?", match[2]))
    first = value.split()[0] if value else ""
    return rgb(first) if first != value else None


def _from_hex(digits: str) -> _RGB | None:
    if len(digits) in (3, 4):
        digits = "".join(c * 2 for c in digits)
    if len(digits) not in (6, 8):
        return None
    if digits[6:] == "00":
        return _CLEAR
    return (int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16))


def _from_function(name: str, parts: list[str]) -> _RGB | None:
    numbers = [_number(p) for p in parts]
    if len(numbers) < 3:
        return None
    if len(numbers) > 3 and numbers[3] == 0:
        return _CLEAR
    if name == "rgb":
        return (numbers[0], numbers[1], numbers[2])
    red, green, blue = colorsys.hls_to_rgb(numbers[0] / 360 % 1, numbers[2] / 255, numbers[1] / 255)
    return (red * 255, green * 255, blue * 255)


def _number(part: str) -> float:
    digits = re.match(r"\d*\.?\d*", part)
    value = float(digits[0]) if digits and digits[0].strip(".") else 0.0
    return value * 2.55 if part.endswith("%") else value
