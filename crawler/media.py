"""Which media queries hold for the visitor whose eyes we borrow, at a desktop screen."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

WIDTH = 1280
"""CSS pixels; a common laptop, above every usual "desktop" breakpoint but the widest."""
HEIGHT = 800
PHONE = 390
_EM = 16
_FEATURE = re.compile(
    r"\(\s*(?P<name>[a-z-]+)\s*(?::\s*(?P<value>[^()]+?)\s*)?\)"
    r"|\(\s*(?:(?P<low>[\d.]+[a-z]*)\s*(?P<op1><=?)\s*)?(?P<axis>width|height)\s*"
    r"(?:(?P<op2>[<>]=?)\s*(?P<high>[\d.]+[a-z]*)\s*)?\)"
)
_TRUE = {
    ("hover", "hover"), ("any-hover", "hover"), ("pointer", "fine"), ("any-pointer", "fine"),
    ("orientation", "landscape"), ("prefers-color-scheme", "light"),
    ("prefers-reduced-motion", "no-preference"), ("scripting", "enabled"),
}  # fmt: skip


class Holds(Enum):
    """When a group of rules applies."""

    NOW = "now"
    HERE = "here"
    """Now, but not on a phone."""
    ELSEWHERE = "elsewhere"
    """On another screen: a phone, less motion, dark colours."""
    NEVER = "never"
    """Not on a screen."""


@lru_cache(maxsize=4096)
def judge(query: str) -> Holds:
    """When the media query list `query` (without "@media") holds."""
    answer = _judge_at(query.lower(), WIDTH)
    if answer is Holds.NOW and _judge_at(query.lower(), PHONE) is not Holds.NOW:
        return Holds.HERE
    return answer


def _judge_at(query: str, width: int) -> Holds:
    found = [_judge_one(part.strip(), width) for part in query.split(",")]
    return next((a for a in (Holds.NOW, Holds.ELSEWHERE) if a in found), Holds.NEVER)


def _judge_one(query: str, width: int) -> Holds:
    kind = re.match(r"(?:only\s+|(not)\s+)?([a-z]+)\b", query)
    negated = bool(kind and kind[1])
    if kind and kind[2] not in ("all", "screen", "not"):  # "not (hover)" names no type
        return Holds.NOW if negated else Holds.NEVER
    features = [_is_true(f, width) for f in _FEATURE.finditer(query)]
    holds = all(features) if " or " not in query else any(features)
    if negated or query.startswith("not "):
        holds = not holds
    return Holds.NOW if holds else Holds.ELSEWHERE


def _is_true(feature: re.Match[str], width: int) -> bool:
    if feature["axis"]:
        size = width if feature["axis"] == "width" else HEIGHT
        low, high = feature["low"], feature["high"]
        return (low is None or _compare(_pixels(low), feature["op1"], size)) and (
            high is None or _compare(size, feature["op2"], _pixels(high))
        )
    name, value = feature["name"], (feature["value"] or "").strip()
    axis = re.fullmatch(r"(min|max)-(?:device-)?(width|height)", name)
    if axis:
        size = width if axis[2] == "width" else HEIGHT
        return size >= _pixels(value) if axis[1] == "min" else size <= _pixels(value)
    return (name, value) in _TRUE or (not value and name in ("hover", "pointer", "color"))


def _compare(a: float, operator: str, b: float) -> bool:
    return {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[operator]


def _pixels(length: str) -> float:
    found = re.match(r"([\d.]+)\s*(r?em|px|)", length)
    if found is None or found[1].count(".") > 1 or found[1] == ".":
        return 0.0
    return float(found[1]) * (_EM if found[2] in ("em", "rem") else 1)
