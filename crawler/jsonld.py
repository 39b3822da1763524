"""JSON-LD as pages carry it: in comments and CDATA, with entities, trailing commas, graphs."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

_WRAPPING = re.compile(
    r"^\s*(?://\s*)?(?:<!--|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?://\s*)?(?:-->|\]\]>|/\*\s*\]\]>\s*\*/)\s*$"
)
_COMMENT = re.compile(r'("(?:\\.|[^"\\])*")|/\*.*?\*/|//[^\n]*', re.DOTALL)
_COMMA = re.compile(r'("(?:\\.|[^"\\])*")|,(?=\s*[}\]])')
_LONGEST = 1_000_000
"""Characters of one script; a larger one describes a catalogue, not a page."""
_DEEPEST = 6


def objects_of(tree: HtmlElement) -> tuple[dict[str, Any], ...]:
    """Every JSON-LD object of the page, @graph flattened; what cannot be mended is left out."""
    found: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            for value in _values(script.text or ""):
                found += _flattened(value, _DEEPEST)
    return tuple(found)


def _values(text: str) -> list[Any]:
    if len(text) > _LONGEST:
        return []
    for mend in (str.strip, _unwrapped, _mended, lambda t: _mended(html.unescape(t))):
        try:
            return _all(mend(text))
        except (ValueError, RecursionError):
            continue
    return []


def _all(text: str) -> list[Any]:
    """One value, or several one after the other."""
    decoder, found, at = json.JSONDecoder(strict=False), [], 0
    while at < len(text):
        value, at = decoder.raw_decode(text, at)
        found.append(value)
        at += len(text[at:]) - len(text[at:].lstrip(" \t\r\n,;"))
    return found


def _unwrapped(text: str) -> str:
    return _WRAPPING.sub("", _WRAPPING.sub("", text.strip())).strip()


def _mended(text: str) -> str:
    text = _COMMENT.sub(lambda m: m[1] or " ", _unwrapped(text))
    return _COMMA.sub(lambda m: m[1] or "", text).strip()


def _flattened(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth == 0:
        return
    if isinstance(value, list):
        for item in value:
            yield from _flattened(item, depth - 1)
    elif isinstance(value, dict):
        if "@type" in value or "@graph" not in value:
            yield value
        if "@graph" in value:
            yield from _flattened(value["@graph"], depth - 1)
