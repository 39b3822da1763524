"""Amounts that held before, and labels beside an amount that say it is saved or earned, not paid.

"Regular price" heads the price of a shop that has no sale, and the old one of a shop that has: it
counts as old only where another amount of the same thing holds instead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from lxml.html import HtmlElement

from crawler.flow import Flow, Line
from crawler.money import Money, find_money
from crawler.money_grammar import phrases, vocabulary, whole

_OLD_CLASS = re.compile(
    r"(?:^|[\s_-])(?:old|was|before|striked?|compare|original|line-through)(?:$|[\s_-])"
)
_REGULAR_CLASS = re.compile(r"(?:^|[\s_-])regular(?:$|[\s_-])")
_NEAR = 3
"""Lines on either side that are searched for the price that holds instead."""
_LABEL_WORDS = 5


def sound(n: int, flow: Flow, sums: Sequence[Money], language: str | None) -> list[Money]:
    """The amounts of line `n` that are asked today, without fault."""
    line = flow.lines[n]
    kept = []
    for money in sums:
        regular = _REGULAR_CLASS.search(_class_of(line, money)) is not None
        labelled = money.fault == "old" and _is_price_label(line.text[: money.start], language)
        lone = (regular or labelled) and len(sums) == 1 and not _has_rival(n, flow, language)
        old = _OLD_CLASS.search(_class_of(line, money)) or (regular and not lone)
        if not old and (money.fault is None or (labelled and lone)):
            kept.append(replace(money, fault=None))
    return kept


def denied(n: int, flow: Flow, money: Money, language: str | None) -> bool:
    """Whether the label under or over a figure says that it is saved or earned, not paid."""
    line = flow.lines[n]
    if line.text.strip() != line.text[money.start : money.end].strip():
        return False
    for other in (n + 1, n - 1):
        if not 0 <= other < len(flow.lines):
            continue
        beside = flow.lines[other]
        named = beside.rank or len(beside.text.split()) > _LABEL_WORDS
        if named or not together(line.element, beside.element):
            continue
        if other > n:
            joined = find_money(f"{line.text} {beside.text}", language)
            if any(m.fault in ("saving", "old") and m.start < money.end for m in joined):
                return True
        elif _is_denial(n, beside.text, flow, language):
            return True
    return False


def _is_denial(n: int, label: str, flow: Flow, language: str | None) -> bool:
    """Whether the words over a figure say that nobody pays it now."""
    if any(_ends_with(name, label, language) for name in ("saving", "fee")):
        return True
    lone = _is_price_label(label, language) and not _has_rival(n, flow, language)
    return _ends_with("old", label, language) and not lone


def _is_price_label(text: str, language: str | None) -> bool:
    """Whether `text` is "Regular price" or the like, the word for a price in it."""
    plain = text.casefold()
    priced = any(w.casefold() in plain for w in vocabulary("price", language))
    return priced and whole("old", text.strip(), language)


def _has_rival(n: int, flow: Flow, language: str | None) -> bool:
    """Whether an amount near line `n` and beside it holds instead."""
    here = flow.lines[n].element
    near = (m for m in range(max(0, n - _NEAR), min(len(flow.lines), n + _NEAR + 1)) if m != n)
    return any(
        _beside(here, flow.lines[m].element) and find_money(flow.lines[m].text, language)
        for m in near
    )


def _class_of(line: Line, money: Money) -> str:
    piece = next((p for p in reversed(line.pieces) if p.start <= max(money.start, 0)), None)
    return "" if piece is None else piece.element.get("class") or ""


def _ends_with(name: str, text: str, language: str | None) -> bool:
    return any(m.end() >= len(text) - 2 for m in phrases("money", name, language).finditer(text))


def _beside(one: HtmlElement, other: HtmlElement) -> bool:
    """Whether two elements stand together, or one beside the box of the other."""
    return together(one, other) or under(one, other) or under(other, one)


def under(one: HtmlElement, other: HtmlElement) -> bool:
    """Whether `other` stands beside the box that `one` is in."""
    box = one.getparent()
    return box is not None and other.getparent() is box.getparent()


def together(one: HtmlElement, other: HtmlElement) -> bool:
    """Whether two elements are neighbours, or one is in the other."""
    return (
        one.getparent() is other.getparent() or other.getparent() is one or one.getparent() is other
    )
