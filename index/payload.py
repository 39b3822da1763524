"""An answer as the voice model reads it: whole sentences of the site within a token budget."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from index.search import Answer, Hit
from index.sentences import sentences


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

    def fits(entry: dict[str, str]) -> bool:
        tried = made | {"results": [*made["results"], entry]}
        return count(json.dumps(tried, ensure_ascii=False)) <= budget

    for hit in answer.hits:
        if (entry := _fitting(hit, seen or {}, fits)) is None:
            break
        made["results"].append(entry)
    return made


def _fitting(
    hit: Hit, seen: Mapping[str, str], fits: Callable[[dict[str, str]], bool]
) -> dict[str, str] | None:
    """`hit` whole, else as many of its first sentences as fit; None when not even one does."""
    entry = {"text": hit.text, "title": hit.title, "url": hit.url}
    if as_of := (hit.as_of or seen.get(hit.url)):
        entry["as_of"] = as_of[:10]
    if hit.spoken and fits(entry | {"spoken": hit.spoken}):
        return entry | {"spoken": hit.spoken}
    if fits(entry):
        return entry
    kept = ""
    for sentence in sentences(hit.text):
        longer = f"{kept} {sentence}".strip()
        if not fits(entry | {"text": longer}):
            break
        kept = longer
    return entry | {"text": kept} if kept else None
