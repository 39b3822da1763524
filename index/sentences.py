"""Cutting running text into sentences and into passages that a voice can read out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

PASSAGE_TOKENS = 180
CHARACTERS_PER_TOKEN = 3.7
"""Of o200k over the eight languages; English has more, Polish fewer."""

_ABBREVIATIONS = (
    r"(?<!\b[A-ZÀ-Ž]\.)(?<!\bDr\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bSt\.)(?<!\bNr\.)(?<!\bSr\.)(?<!\bul\.)(?<!\bbzw\.)"
    r"(?<!\bMrs\.)(?<!\bProf\.)(?<!\bTel\.)(?<!\bca\.)(?<!\binkl\.)(?<!\bSra\.)(?<!\bnp\.)(?<!\bav\.)(?<!\bvs\.)"
)
_END = re.compile(rf"(?<=[.!?…]){_ABBREVIATIONS}\s+(?=[\"'“„«(¿¡]*[A-ZÀ-Ž0-9])")


def tokens(text: str) -> int:
    """About how many model tokens `text` is; never asks a tokenizer."""
    return -int(-len(text) // CHARACTERS_PER_TOKEN)


def sentences(text: str) -> list[str]:
    """The sentences of `text`; a line break ends one too."""
    return [s for line in text.split("\n") for part in _END.split(line) if (s := part.strip())]


def windows(text: str, limit: int = PASSAGE_TOKENS) -> list[str]:
    """`text` as passages of at most `limit` tokens; a longer single sentence stays whole.

    Cuts fall where the first words of a paragraph say (content-defined), not where a counter
    does: an edit to one paragraph moves the cuts around it only, so other ids stay.
    """
    units = [unit for line in text.split("\n") if (unit := line.strip())]
    units = [
        part for unit in units for part in (sentences(unit) if tokens(unit) > limit else [unit])
    ]
    return ["\n".join(group) for group in _grouped(units, limit)]


def _grouped(units: Sequence[str], limit: int) -> list[list[str]]:
    if not units:
        return []
    if len(units) == 1 or sum(map(tokens, units)) <= limit:
        return [list(units)]
    cut = _cut(units)
    return _grouped(units[:cut], limit) + _grouped(units[cut:], limit)


def _cut(units: Sequence[str]) -> int:
    """The place in the middle half whose next words have the lowest hash; never after a colon."""
    middle = range(max(1, len(units) // 4), max(2, len(units) * 3 // 4 + 1))
    places = [p for p in middle if p < len(units) and not units[p - 1].endswith(":")]
    return min(places or [len(units) // 2], key=lambda place: _hash_of_start(units[place]))


def _hash_of_start(unit: str) -> bytes:
    return hashlib.sha256(" ".join(unit.split()[:4]).encode()).digest()
