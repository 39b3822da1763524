"""Labels of amounts that nobody asks for a thing: carts, thresholds, averages, prizes."""

from __future__ import annotations

import re

from crawler.money import Money
from crawler.money_grammar import phrases, whole
from crawler.records import Qualifier

_HEAD = re.compile(r"([^:\d]{3,40}):\s")
"""The words before a colon, without a figure."""


def heads_no_prices(text: str, language: str | None) -> bool:
    """Whether a line opens with what all its amounts are: "Prize money: 1st £200, 2nd £100"."""
    head = _HEAD.match(text)
    names = ("saving", "fee", "instalment")
    return head is not None and any(
        (m := phrases("money", n, language).search(head[1])) and m.end() == len(head[1].rstrip())
        for n in names
    )


def names_no_price(label: str, money: Money, language: str | None) -> bool:
    """Whether `label` is of a cart, an average, or of what is free from an amount on."""
    if not label:
        return False
    threshold = money.qualifier is Qualifier.FROM and phrases("money", "free", language).match(
        label
    )
    average = phrases("money", "average", language).match(label)
    return bool(threshold or average) or whole("sums", label, language)
