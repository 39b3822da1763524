"""How often each fact is asked for: lookups of past conversations, made steady enough to build on.

Raw shares move every night, and with them the choice of facts, the text and the release id. So a
share is rounded to a power of two and kept until it has moved by a factor of two. A fact that the
instructions already state keeps its weight: nobody looks up what the agent has in front of it, so
few lookups say nothing against it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

LEAST_CONVERSATIONS = 200
"""With fewer, chance decides which facts lead; then the priors alone hold."""
_LEAST_SHARE = 1 / 64
"""What fewer conversations ask for is left to the priors."""


def steady_demand(
    asked: Mapping[str, int], conversations: int, before: Mapping[str, Any] | None = None
) -> dict[str, float]:
    """Record key to the share of conversations (0..1) that want it, the small ones left out.

    `asked` = record key to conversations that looked it up, of `conversations` that looked anything
    up; `before` = report.json of the release that serves now.
    """
    before = before or {}
    kept: Mapping[str, float] = before.get("asked", {})
    if conversations < LEAST_CONVERSATIONS:
        return dict(kept)
    stated = _stated(before)
    found = {}
    for key in sorted(asked.keys() | kept.keys()):
        share = asked.get(key, 0) / conversations
        was = kept.get(key, 0.0)
        if was and (was / 2 < share < was * 2 or (key in stated and share < was)):
            found[key] = was
        elif share >= _LEAST_SHARE:
            found[key] = min(1.0, float(2 ** round(math.log2(share))))
    return found


def _stated(report: Mapping[str, Any]) -> set[str]:
    """Keys of the records that any instructions of a release state."""
    texts = report.get("provenance", {}).values()
    return {fact["key"] for facts in texts for fact in facts}
