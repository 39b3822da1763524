"""Statistics that a site boasts with, and where its pages disagree: "500+" and "100+ clients"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from crawler.ballot import count
from crawler.dom import Document
from crawler.lexicon import pattern
from crawler.lines import Line, page_lines
from crawler.reading import Candidate
from crawler.records import Contradiction, normalised
from crawler.roles import Role, page_role

_NUMBER = r"(\d{1,3}(?:[.,  ]\d{3})+|\d{2,7})"
_ALONE = re.compile(rf"{_NUMBER} ?\+")
_WITH_NOUN = re.compile(rf"(?:\D{{0,16}} )?{_NUMBER} ?\+ ?(\D{{4,40}})")
_COUNTED = re.compile(rf" {_NUMBER} ((?:[^\W\d_]+[ -]?){{1,3}})")
_SEARCHED = 600
"""Characters of a line in which counts are looked for."""
_MOST_WORDS = 5


def claims(document: Document) -> Iterator[Candidate]:
    """Numbers with a plus sign, or "over" before them, and what they count.

    The value is the number.
    Articles are left out, since they tell of others, and so are years of experience, which every
    person of a team has another number of.
    """
    if page_role(document) in (Role.ARTICLE, Role.PRIVACY, Role.IMPRINT):
        return
    lines = page_lines(document)
    for i, line in enumerate(lines):
        if not line.digits:
            continue
        if "+" not in line.text or len(line.text) > 70:
            yield from _in_prose(document, line)
            continue
        text = line.text
        if _ALONE.fullmatch(text) and i + 1 < len(lines):
            text = f"{text} {lines[i + 1].text}"
        match = _WITH_NOUN.fullmatch(text)
        if match and (noun := _noun(match[2])):
            number = re.sub(r"\D", "", match[1])
            source = document.source(line.element, text)
            yield Candidate(field="claims", value=number, source=source, detail=noun)


def _in_prose(document: Document, line: Line) -> Iterator[Candidate]:
    """Such as "over 140 leadership teams" in a sentence."""
    for more in pattern("company", "more_than").finditer(line.text[:_SEARCHED]):
        match = _COUNTED.match(line.text, more.end())
        if match and (noun := _noun(match[2])):
            number = re.sub(r"\D", "", match[1])
            source = document.source(line.element, line.text)
            yield Candidate(field="claims", value=number, source=source, detail=noun)


def _thing(noun: str | None) -> str | None:
    """The first words of what is counted: "leadership-teams" of "leadership-teams-trained"."""
    parts = (noun or "").split("-")
    return "-".join(parts[:2] if len(parts) > 1 and len(parts[1]) > 3 else parts[:1]) or None


def _noun(words: str) -> str | None:
    """What is counted, normalised; None for a sentence and for years."""
    if len(words.split()) > _MOST_WORDS or pattern("company", "year_words").search(words):
        return None
    return normalised(words) or None


def disputed_claims(candidates: Iterable[Candidate]) -> tuple[Contradiction, ...]:
    """Every thing that is counted with more than one number, with one source for each number."""
    found = []
    for thing in count(candidates, lambda c: _thing(c.detail)):
        numbers = count(thing.candidates, lambda c: c.value)
        named = {c.detail for c in thing.candidates}
        about = thing.candidates[0].detail if len(named) == 1 else thing.key
        if len(numbers) > 1:
            found.append(
                Contradiction(
                    about=f"claim:{about}",
                    field="claims",
                    values=tuple(f"{n.key}+" for n in numbers),
                    sources=tuple(n.candidates[0].source for n in numbers),
                )
            )
    return tuple(found)
