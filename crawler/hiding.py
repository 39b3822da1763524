"""By which property, if any, an element's own style keeps its words from the eye."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from crawler.stylesheet import Values


class By(Enum):
    """What hides an element."""

    DISPLAY = "display"
    VISIBILITY = "visibility"
    OPACITY = "opacity"
    SIZE = "max-height"
    """No height, and what overflows is cut: the closed state of many accordions."""
    TRANSFORM = "transform"
    CLIP = "clip-path"
    OFF_SCREEN = "left"
    TINY = "width"
    """One pixel, or clipped away: for screen readers only."""
    INDENT = "text-indent"


@dataclass(frozen=True, slots=True)
class Look:
    """The part of a style that matters for reading, nothing inherited."""

    hidden: By | None = None
    moving: bool = False
    """Has a transition, an animation or a transform of its own."""
    visibility: bool | None = None
    """True or False where it says so itself."""
    no_size: bool | None = None
    """Font size 0 (True) or one that does not depend on its parent's (False)."""
    struck: bool = False
    pale: bool = False
    """Its text may have the colour of its ground."""
    block: bool = False
    """Starts on a new line."""
    row: bool = False
    """Lays its children out side by side as boxes."""


PLAIN = Look()
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
_FAR = re.compile(
    r"-(?:\d{4,}(?:\.\d+)?(?:px|pt)|9\d\dpx|\d{2,}(?:\.\d+)?r?em|(?:100|[2-9]\d\d|\d{4,})(?:vw|vh|%))"
)
_ZERO = re.compile(r"-?0*\.?0*(?:px|em|rem|%|vh|vw)?")
_NO_CLIP = ("", "auto", "none", "initial", "unset", "inherit")
_EMPTY_CLIP = re.compile(
    r"rect\(\s*([01](?:px|em)?)(?:[\s,]+\1){3}\s*\)|rect\(\s*0(?:px)?(?:[\s,]+0(?:px)?){3}"
    r"|inset\(\s*(?:50|100)%|circle\(\s*0|polygon\(\s*0(?:px|%)? 0(?:px|%)?\s*,\s*0(?:px|%)? 0"
)
_BLOCKS = ("block", "flex", "grid", "table", "list-item", "flow-root")


def look(values: Values, hidden_attribute: bool) -> Look:
    """What `values` mean for the eye."""
    if not values and not hidden_attribute:
        return PLAIN
    return _look(tuple(values.items()), hidden_attribute)


@lru_cache(maxsize=8192)
def _look(items: tuple[tuple[str, str], ...], hidden_attribute: bool) -> Look:
    values = dict(items)
    display = values.get("display", "none" if hidden_attribute else "")
    line = values.get("text-decoration-line") or values.get("text-decoration", "")
    hidden = _hidden(values, display)
    moving = _MOVING if hidden is By.TRANSFORM else (*_MOVING, "transform", "scale")
    return Look(
        hidden=hidden,
        moving=any(values.get(n, "none") not in ("none", "unset", "initial", "") for n in moving),
        visibility=_visibility(values.get("visibility")),
        no_size=_no_size(values),
        struck="line-through" in line,
        pale="pale" in values,
        block=display in _BLOCKS,
        row=display in ("flex", "inline-flex", "grid", "inline-grid"),
    )


_MOVING = ("transition", "animation", "animation-name", "will-change")


def _visibility(value: str | None) -> bool | None:
    return {"hidden": False, "collapse": False, "visible": True}.get(value or "")


def _hidden(values: Values, display: str) -> By | None:
    if display == "none" or values.get("content-visibility") == "hidden":
        return By.DISPLAY
    if _is_small(values.get("opacity"), 0.05):
        return By.OPACITY
    if values.get("visibility") in ("hidden", "collapse"):
        return By.VISIBILITY
    if re.search(r"scale(?:3d|x|y)?\(\s*0*\.?0*\s*[,)]", values.get("transform", "")):
        return By.TRANSFORM
    return _cut(values)


def _cut(values: Values) -> By | None:
    """Hidden by place or size."""
    if _EMPTY_CLIP.match(values.get("clip", "")):
        return By.TINY
    if _EMPTY_CLIP.match(values.get("clip-path", "")):
        return By.TINY if values.get("width") == "1px" else By.CLIP
    placed = values.get("position") in ("absolute", "fixed")
    edges = ("left", "right", "top", "margin-left", "inset") if placed else ("margin-left",)
    if any(_FAR.match(values.get(n, "")) for n in edges) or re.search(
        r"translate\w*\([^)]*-\d{4,}px", values.get("transform", "")
    ):
        return By.OFF_SCREEN
    if _FAR.match(values.get("text-indent", "")):
        return By.INDENT
    if {"hidden", "clip"} & {values.get("overflow", ""), values.get("overflow-y", "")}:
        if _is_zero(values.get("max-height")) or _is_zero(values.get("height")):
            return By.SIZE
        if values.get("width") in ("0", "0px", "1px") and values.get("height") in (
            "1px",
            "0",
            "0px",
        ):
            return By.TINY
    return None


def _is_small(value: str | None, limit: float) -> bool:
    found = _NUMBER.match(value) if value else None
    return bool(found) and float(found[0] if found else 1) < limit


def _is_zero(value: str | None) -> bool:
    return bool(value) and _ZERO.fullmatch(value or "") is not None


def _no_size(values: Values) -> bool | None:
    size = values.get("font-size")
    if size is None:
        return True if re.match(r"0(?:px)?/", values.get("font", "")) else None
    if _is_zero(size) or re.fullmatch(r"[01]?(?:\.\d+)?px", size):
        return True
    return (
        None
        if re.search(r"\d(?:em|%)$", size) or size in ("inherit", "smaller", "larger")
        else False
    )


def shows(by: By, value: str) -> bool:
    """Whether `value` of the property that `by` names would end the hiding."""
    match by:
        case By.DISPLAY:
            return value != "none"
        case By.VISIBILITY:
            return value in ("visible", "initial", "unset")
        case By.OPACITY:
            return not _is_small(value, 0.05)
        case By.SIZE:
            return not _is_zero(value)
        case By.TRANSFORM:
            return not re.search(r"scale(?:3d|x|y)?\(\s*0*\.?0*\s*[,)]", value)
        case By.CLIP:
            return value in _NO_CLIP or not _EMPTY_CLIP.match(value)
        case _:
            return not _FAR.match(value)
