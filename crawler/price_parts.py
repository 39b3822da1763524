"""The words around each amount of a line: what names it, and what only follows it.

"Cut 20 €, colour 35 €" names each thing before its amount; "2000 € setup · 90 € per month" says
after each amount what it is for. Words on the far side of a separator are never carried over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.labels import bare, without_fillers
from crawler.money import Money

_STRONG = re.compile(r"\s*[·•|;‧∙]\s*|\s[/+]\s")
"""Between two statements of one line."""
_WEAK = re.compile(rf"{_STRONG.pattern}|\s*,\s+|\s[–—-]\s")
"""The same where every amount comes before its words."""
_LEADING = re.compile(r"\s*[·•|;,/–—-]")
_PLUS = re.compile(r"\s\+\s*$")
_MARKS = " ·•|;,/–—-"
_ASIDE = re.compile(r"\s*\([^()]*\)\s*(?=[·•|/,;–—-])")
"""Words in brackets that belong to the amount before them."""


def parts(text: str, sums: Sequence[Money], language: str | None) -> dict[int, tuple[str, str]]:
    """(label, note) of the amounts of `text` by their start; fillers are no label."""
    found: dict[int, tuple[str, str]] = {}
    first = without_fillers(_PLUS.sub("", text[: sums[0].start]), language) if sums else ""
    label = first
    for n, money in enumerate(sums):
        rest = text[money.end : sums[n + 1].start] if n + 1 < len(sums) else text[money.end :]
        if n + 1 == len(sums):
            found[money.start] = (label, bare(rest))
            break
        note, following = _between(rest, named=bool(first))
        found[money.start] = (label, bare(note))
        label = without_fillers(following.lstrip(_MARKS), language)
    return found


def _between(gap: str, *, named: bool) -> tuple[str, str]:
    """What of the words between two amounts follows the first, and what names the second."""
    if aside := _ASIDE.match(gap):
        return gap[: aside.end()], gap[aside.end() :]
    if _LEADING.match(gap):
        return "", gap
    separator = (_STRONG if named else _WEAK).search(gap)
    if separator is not None:
        return gap[: separator.start()], gap[separator.end() :]
    return ("", gap) if named else (gap, "")
