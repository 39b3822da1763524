"""An answer as the voice model reads it: whole sentences of the site within a token budget."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from index.search import Answer, Hit
from index.sentences import sentences

FLOOR_TOKENS = 40
"""A passage that would be cut below this is left out, unless it is the first."""


def payload(
    answer: Answer,
    *,
    count: Callable[[str], int],
    budget: int,
    seen: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """A small JSON object of at most `budget` tokens as `count` counts them.

    `results` is the site's text, nothing else. `seen` is URL → ISO time at which the page's content
    was first seen; its date is given as `as_of`. When the site does not tell, `topics` names what
    is nearest and `results` is empty: a model that sees passages will answer from them.
    """
    made: dict[str, Any] = {"answered": answer.answered, "results": []}
    if not answer.answered:
        made["topics"] = list(answer.topics)
        return made
    if answer.degraded:
        made["degraded"] = True
    for hit in answer.hits:
        left = budget - _size(made, count)
        if (entry := _fitting(hit, left, count, seen or {}, first=not made["results"])) is None:
            break
        made["results"].append(entry)
    return made


def _fitting(
    hit: Hit, left: int, count: Callable[[str], int], seen: Mapping[str, str], *, first: bool
) -> dict[str, str] | None:
    """`hit` with as many whole sentences as fit into `left` tokens; None when too few do."""
    entry = {"text": hit.text, "title": hit.title, "url": hit.url}
    if hit.spoken:
        entry["spoken"] = hit.spoken
    if as_of := (hit.as_of or seen.get(hit.url)):
        entry["as_of"] = as_of[:10]
    if _size(entry, count) <= left:
        return entry
    entry.pop("spoken", None)
    room = left - _size(entry | {"text": ""}, count)
    if room < FLOOR_TOKENS and not first:
        return None
    text = _cut(hit.text, room, count)
    return entry | {"text": text} if text or first else None


def _cut(text: str, room: int, count: Callable[[str], int]) -> str:
    """The first whole sentences of `text` that fit into `room` tokens."""
    kept = ""
    for sentence in sentences(text):
        longer = f"{kept} {sentence}".strip()
        if count(longer) > room:
            break
        kept = longer
    return kept


def _size(value: Any, count: Callable[[str], int]) -> int:
    return count(json.dumps(value, ensure_ascii=False))
