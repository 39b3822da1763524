"""Models and voices that the vendor switches off, found out before a visitor does."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from compiler.finding import Finding, Level

_NOTICE = dt.timedelta(days=90)
_SNAPSHOT = re.compile(r"-\d{4}-\d{2}-\d{2}$")
"""A dated snapshot goes no later than the name without its date."""


class Offered(BaseModel):
    """What the vendor has on offer."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    voices: tuple[str, ...]


class Shutdowns(BaseModel):
    """shutdowns.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    models: dict[str, dt.date]
    """Name to the first day on which it no longer answers."""
    voices: dict[str, dt.date]
    offered: Offered


@cache
def shutdowns() -> Shutdowns:
    """The dates that are known today."""
    text = files("compiler").joinpath("shutdowns.toml").read_text("utf-8")
    return Shutdowns.model_validate(tomllib.loads(text))


def lint_vendor(
    used: Mapping[str, str], today: dt.date, known: Shutdowns | None = None
) -> tuple[Finding, ...]:
    """What is switched off (error) or will be within 90 days, and a voice not on offer (warnings).

    `used` = role to model name, and under "voice" the voice.
    """
    known = known or shutdowns()
    found = []
    for role, name in sorted(used.items()):
        days = known.voices if role == "voice" else known.models
        day = days.get(name) or days.get(_SNAPSHOT.sub("", name))
        if day and (level := _level(day, today)):
            message = f"{name} is switched off on {day}; choose another in site.toml"
            found.append(_finding(role, message, level))
    voice = used.get("voice")
    if voice and voice not in known.offered.voices and voice not in known.voices:
        offer = ", ".join(known.offered.voices)
        found.append(_finding("voice", f'"{voice}" is none of {offer}; mend [voice]', "warning"))
    return tuple(found)


def _level(day: dt.date, today: dt.date) -> Level | None:
    if day <= today:
        return "error"
    return "warning" if day <= today + _NOTICE else None


def _finding(where: str, message: str, level: Level) -> Finding:
    return Finding(level=level, rule="shutdown", where=where, message=message)
