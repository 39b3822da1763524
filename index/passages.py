"""Near-duplicate passages: the template text of fifty pages is one answer, not fifty."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Protocol, TypeVar
from zlib import crc32

SHINGLE, SKETCH = 4, 8
SAME = 0.8
"""Share of common four-word runs from which two passages may be one."""


class _Worded(Protocol):
    @property
    def text(self) -> str: ...


Worded = TypeVar("Worded", bound=_Worded)


def merge_near_duplicates(passages: Sequence[Worded]) -> list[Worded]:
    """`passages` in order, without those whose every word stands in a longer, nearly equal one.

    Town pages that differ by the town's name stay: the name is a word that the other does not have.
    """
    order = sorted(range(len(passages)), key=lambda i: (-len(passages[i].text), i))
    kept: list[int] = []
    words = [set(re.findall(r"\w+", p.text.casefold())) for p in passages]
    runs = [_runs(p.text) for p in passages]
    by_sketch: dict[int, list[int]] = defaultdict(list)
    for i in order:
        sketch = sorted(runs[i])[:SKETCH]
        rivals = {j for run in sketch for j in by_sketch[run]}
        if any(words[i] <= words[j] and _alike(runs[i], runs[j]) for j in sorted(rivals)):
            continue
        kept.append(i)
        for run in sketch:
            by_sketch[run].append(i)
    return [passages[i] for i in sorted(kept)]


def _runs(text: str) -> set[int]:
    words = re.findall(r"\w+", text.casefold())
    starts = range(max(1, len(words) - SHINGLE + 1))
    return {crc32(" ".join(words[i : i + SHINGLE]).encode()) for i in starts}


def _alike(one: set[int], other: set[int]) -> bool:
    return len(one & other) >= SAME * len(one | other)
