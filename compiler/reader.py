"""From one value of a page to one value of a fact: neutral, capped, without what may not be told;
whatever is left out is noted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

from compiler.contacts import Allowed
from compiler.disputes import Disputes
from compiler.foreign import without_foreign
from compiler.neutral import neutral, sentence_spans, whole_sentences
from compiler.notes import Note, Why
from compiler.overruled import Overruled

_UNCUT = 12_000
_OPENING = 24
"""Characters by which the first sentence of an answer is known again."""

_T = TypeVar("_T")


class Reader:
    """Reads values one by one, and keeps the notes."""

    def __init__(self, may: Allowed, disputes: Disputes, overruled: Overruled) -> None:
        self.may = may
        self.disputes = disputes
        self.overruled = overruled
        self.placeholders: re.Pattern[str] | None = None
        self.notes: list[Note] = []
        self.beyond: dict[tuple[str, str], int] = {}
        """Key and field of a list to how many of its items were left out."""

    def first(self, key: str, field: str, items: Sequence[_T], most: int) -> Sequence[_T]:
        """The first `most` items; what is beyond is counted and noted."""
        if len(items) > most:
            self.beyond[key, field] = len(items) - most
            self.note(Why.SHORTENED, key, f"{field}: {most} of {len(items)}", None)
        return items[:most]

    def whole(self, key: str, field: str, value: str, cap: int, url: str | None) -> str | None:
        """`value` all or not at all, as half an answer misleads; but for a sentence after the
        first that names a stranger.
        """
        whole = neutral(value, _UNCUT)
        text = self._clean(key, field, value, url)
        if text and max(len(text), len(whole)) > cap:
            self.note(Why.TOO_LONG, key, field, url)
            return None
        return text if text and whole.startswith(text[:_OPENING]) else None

    def text(
        self, key: str, field: str, value: str | None, cap: int, url: str | None
    ) -> str | None:
        """`value` as far as whole sentences of it fit under `cap`."""
        line = self._clean(key, field, value, url)
        short = whole_sentences(line, cap)
        if line and not short:
            self.note(Why.TOO_LONG, key, field, url)
        elif value and len(short) < min(len(line), len(value)):
            told = f"{field}: {len(short):,} of {len(value):,} characters"
            self.note(Why.SHORTENED, key, told, url)
        return short or None

    def _clean(self, key: str, field: str, value: str | None, url: str | None) -> str:
        """`value` neutral, without what is foreign or in dispute; "" when nothing is left."""
        if not value or self.disputes.field(key, field):
            return ""
        if self.placeholders and (mark := self.placeholders.search(value)):
            self.note(Why.PLACEHOLDER, key, f"{field}: {mark[0]}", url)
            return ""
        line = neutral(value, _UNCUT)
        if not line and value.strip():
            self.note(Why.TOO_LONG, key, field, url)
        line = self._in_force(line, key, url)
        line, taken = without_foreign(line, self.may, address=field == "addresses")
        for contact in taken:
            self.note(Why.FOREIGN, key, contact, url)
        return neutral(line, _UNCUT) if taken else line

    def _in_force(self, line: str, key: str, url: str | None) -> str:
        """`line` without the sentences that state a number of which the site has another one, or
        contact details that a correction replaced.
        """
        if not (self.disputes.claims or self.overruled.values):
            return line
        kept = []
        for start, end in sentence_spans(line):
            sentence = line[start:end]
            if number := self.disputes.claimed(sentence):
                self.note(Why.DISPUTED, key, number, url)
            elif self.overruled.states(sentence):
                self.note(Why.OVERRULED, key, sentence, url)
            else:
                kept.append(sentence)
        return " ".join(kept)

    def note(self, why: Why, about: str, text: str, url: str | None) -> None:
        """Keep a note for the report."""
        self.notes.append(Note(why=why, about=about, text=text, url=url))


def pattern_of(placeholders: Iterable[str]) -> re.Pattern[str] | None:
    """Matches any of the placeholders; None without one."""
    marks = [_as_words(text) for text in placeholders if text.strip()]
    return re.compile("|".join(marks)) if marks else None


def _as_words(placeholder: str) -> str:
    """`placeholder` as whole words, and in its own case where that is all it has: "TODO" is not
    the Spanish "todo".
    """
    mark = placeholder.strip()
    start = r"(?<!\w)" if mark[0].isalnum() else ""
    end = r"(?!\w)" if mark[-1].isalnum() else ""
    case = "(?-i:" if mark.isupper() else "(?i:"
    return f"{start}{case}{re.escape(mark)}){end}"
