"""Which records are copies of one thing: same words, reworded words, shortened words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeVar

from rapidfuzz import fuzz, process

T = TypeVar("T")
_NEAR = 60
"""Ratio of two keys under which `same` is not asked."""


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """Case-folded words with single spaces: what stays when dots and quote marks change."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


def overlap(one: str, other: str) -> float:
    """Words that two texts share, 0..1 (F1 over bags of words)."""
    a, b = Counter(bare(one).split()), Counter(bare(other).split())
    both = sum((a & b).values())
    return 2 * both / (a.total() + b.total()) if both else float(a == b)


def contained(one: str, other: str) -> float:
    """How many words of the shorter text stand in the longer one, 0..1."""
    a, b = Counter(bare(one).split()), Counter(bare(other).split())
    fewer = min(a.total(), b.total())
    return (a & b).total() / fewer if fewer else float(a == b)


def twins(
    records: Sequence[T],
    *,
    key: Callable[[T], str],
    same: Callable[[T, T], bool],
    near: float = _NEAR,
) -> list[list[T]]:
    """Groups of `records` that are one thing, in the order in which each first appears.

    A record joins the first group that has a member it is the `same` as. `same` is asked only of
    pairs whose `key` texts are at least `near` alike (rapidfuzz ratio, 0..100), so that hundreds of
    records cost thousands of comparisons in C, not in Python.
    """
    keys = [key(record) for record in records]
    group_of: list[int] = []
    groups: list[list[T]] = []
    for n, record in enumerate(records):
        close = process.extract(
            keys[n], keys[:n], scorer=fuzz.ratio, score_cutoff=near, limit=None, processor=None
        )
        mine = next(
            (group_of[i] for _, _, i in close if same(records[i], record)),
            None,
        )
        if mine is None:
            mine = len(groups)
            groups.append([])
        group_of.append(mine)
        groups[mine].append(record)
    return groups
