"""What is wrong in a file that a person wrote, in words that they know: no library's terms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

_LONGEST = 60
_WORDS = {
    "extra_forbidden": "is unknown; take it out or mend its name",
    "missing": "is missing; add it",
    "string_type": 'must be text in quotes; write "…"',
    "tuple_type": 'must be a list; write ["…"]',
    "too_short": "must not be empty; write at least one",
    "dict_type": "must be a table of names and values",
    "model_type": "must be a table of names and values",
    "model_attributes_type": "must be a table of names and values",
}
_FAMILIES = {
    "date": "must be a day; write one such as 2027-01-31",
    "int": "must be a whole number without quotes",
    "float": "must be a number without quotes",
}
"""Beginning of the kinds of problem that are one to a person."""


def first_slip(error: ValidationError) -> tuple[tuple[str | int, ...], str]:
    """Where the first problem is, and `= value: what is wrong; what to do`."""
    problem = error.errors(include_url=False)[0]
    return problem["loc"], f"{_value(problem['input'])}{_says(problem)}"


def _says(problem: Mapping[str, Any]) -> str:
    kind = str(problem["type"])
    if kind == "value_error":
        return f": {problem['ctx']['error']}"
    if kind in ("enum", "literal_error"):
        return f" must be {str(problem['ctx']['expected']).replace(chr(39), chr(34))}"
    known = _WORDS.get(kind) or _FAMILIES.get(kind.partition("_")[0])
    return f" {known}" if known else f": {problem['msg'][:1].lower()}{problem['msg'][1:]}"


def _value(given: object) -> str:
    """The value as it was written, when it is one that fits a line."""
    if isinstance(given, bool):
        return f" = {str(given).lower()}"
    if isinstance(given, str):
        line = " ".join(given.split())
        return f' = "{line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"}"'
    return f" = {given}" if isinstance(given, int | float) else ""
