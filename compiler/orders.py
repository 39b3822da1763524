"""Whether site text sounds like an order to the agent: an alarm for the person who reviews, never
the defence.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

_START = re.compile(r"(?<=[.!?:;])\s+")


def sounds_like_order(text: str) -> bool:
    """Whether a sentence of `text` addresses an agent, in any of the languages of orders.toml."""
    return any(_pattern().search(sentence) for sentence in _START.split(text.strip()))


@cache
def _pattern() -> re.Pattern[str]:
    lists = tomllib.loads(files("compiler").joinpath("orders.toml").read_text("utf-8"))
    return re.compile(
        "|".join(f"(?:{p})" for tag in sorted(lists) for p in lists[tag]), re.IGNORECASE
    )
