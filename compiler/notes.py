"""What was left out of the facts, and why."""

from __future__ import annotations

from enum import StrEnum

from crawler.records import Knowledge


class Why(StrEnum):
    """Why something of the site does not stand in the facts."""

    DISPUTED = "disputed"
    """The site says two things."""
    PLACEHOLDER = "placeholder"
    """It was never filled in."""
    FOREIGN = "foreign contact"
    """Not on an own domain, not approved: the sentence that holds it went."""
    OVERRULED = "overruled"
    """A sentence that states contact details which a correction replaced."""
    TOO_LONG = "too long"
    """Not even its first sentence fits, or half of it would mislead; lookup has it."""
    SHORTENED = "shortened"
    """Only its beginning is told; lookup has the rest."""
    CORRECTION = "correction without effect"


class Note(Knowledge):
    """Something that was left out, for the report."""

    why: Why
    about: str
    """Key of the record, or the field."""
    text: str
    """What was left out, or one line about it."""
    url: str | None = None
