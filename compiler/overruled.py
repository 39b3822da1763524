"""Contact details that a correction has put out of force: nothing may state them any more, wherever
else the site still does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from compiler.contacts import Allowed, allowed
from compiler.neutral import sentence_spans
from crawler.records import ContactInfo, normalised

_DIGITS = re.compile(r"[+(]?\d(?:[\s().\-/–]{0,3}\d){6,15}")
_SCHEME = re.compile(r"^https?://(?:www\.)?", re.IGNORECASE)
_TELLING = 3
"""Words by which an address or hours are known again."""


@dataclass(frozen=True)
class Overruled:
    """Contact details that no longer hold."""

    values: frozenset[str] = frozenset()

    def states(self, text: str) -> bool:
        """Whether `text` states one of them, however it writes a phone."""
        if not self.values:
            return False
        words = f"-{normalised(text)}-"
        if any(f"-{known}-" in words for known in self._words):
            return True
        return any(self._phones.phone(match[0]) for match in _DIGITS.finditer(text))

    def without(self, text: str) -> str:
        """`text` without the sentences that state one; line breaks stay."""
        if not self.states(text):
            return text
        lines = (self._line(line) for line in text.split("\n"))
        return "\n".join(line for line in lines if line)

    def _line(self, line: str) -> str:
        parts = (line[start:end] for start, end in sentence_spans(line))
        return " ".join(part for part in parts if not self.states(part))

    @cached_property
    def _phones(self) -> Allowed:
        return allowed((), self.values)

    @cached_property
    def _words(self) -> frozenset[str]:
        known = (value for value in self.values if _is_telling(value))
        return frozenset(normalised(_SCHEME.sub("", value)) for value in known)


def overruled(before: ContactInfo, after: ContactInfo) -> Overruled:
    """What the pages (`before`) give and the corrections (`after`) no longer."""
    gone: set[str] = set()
    for field in type(before).model_fields:
        if field != "sources":
            gone |= set(getattr(before, field)) - set(getattr(after, field))
    return Overruled(frozenset(gone))


def _is_telling(value: str) -> bool:
    """Whether `value` means one thing alone: a mail address, a link, or an address or hours of a
    few words with a digit; "London" or "Closed" would take true sentences with them.
    """
    if "@" in value or _SCHEME.match(value):
        return True
    return len(normalised(value).split("-")) >= _TELLING and any(map(str.isdigit, value))
