"""One thing that lint found."""

from __future__ import annotations

from typing import Literal

from crawler.records import Knowledge

Level = Literal["error", "warning"]


class Finding(Knowledge):
    """One thing that lint found."""

    level: Level
    rule: str
    where: str
    """Name of the text, or what else is meant."""
    message: str
