"""Pages nested deeper than libxml2 reads: it stops at 2,047 levels and loses all that follows."""

from __future__ import annotations

import re

DEEPEST = 250
_RAW = r"<(?P<raw>script|style|textarea|title)\b[^>]*>.*?</(?P=raw)\s*>"
_TAG = re.compile(
    rf"<!--.*?-->|{_RAW}|<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*)(?P<rest>[^<>]*)>",
    re.DOTALL | re.IGNORECASE,
)
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
})  # fmt: skip


def flattened(html: str) -> str:
    """`html` without the tags of elements nested deeper than `DEEPEST`; their words stay."""
    depth = 0

    def kept(match: re.Match[str]) -> str:
        nonlocal depth
        name = (match["name"] or "").lower()
        if not name or name in _VOID or match["rest"].endswith("/"):
            return match[0]
        if match["end"]:
            depth = max(0, depth - 1)
            return match[0] if depth < DEEPEST else " "
        depth += 1
        return match[0] if depth <= DEEPEST else " "

    return _TAG.sub(kept, html)
