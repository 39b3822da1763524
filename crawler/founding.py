"""The year a company was founded; never a copyright year or another milestone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crawler.dom import Document
from crawler.legal import title_parts
from crawler.lexicon import pattern
from crawler.lines import Line, page_lines
from crawler.names import mentions_person
from crawler.reading import Candidate
from crawler.records import normalised
from crawler.roles import Role, page_role

_YEAR = re.compile(r"(?<![\d.,/-])(1[6-9]\d\d|20[0-4]\d)(?![\d.,]\d|\d|%|€|\+| ?(?:€|zł|km|m²|kg))")
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)[^.]*$", re.IGNORECASE)
_NEAR = 28
"""Characters that may stand between the word and the year."""


def founding_years(document: Document) -> Iterator[Candidate]:
    """Years in "Founded in 2009", "seit 2009" and the founding milestone of a time line."""
    role = page_role(document)
    if role in (Role.ARTICLE, Role.PRIVACY):
        return
    now = document.page.fetched_at.year
    lines = page_lines(document)
    for i, line in enumerate(lines):
        if line.digits < 4:
            continue
        for year, weight in _years(document, lines, i, role):
            if int(year) <= now:
                source = document.source(line.element, line.text)
                yield Candidate(field="founded", value=year, source=source, weight=weight)


def _years(
    document: Document, lines: Sequence[Line], i: int, role: Role
) -> Iterator[tuple[str, float]]:
    text = lines[i].text
    own = role in (Role.HOME, Role.ABOUT, Role.CONTACT) or lines[i].region in ("footer", "header")
    for match in _YEAR.finditer(text):
        left = text[max(0, match.start() - _NEAR - 16) : match.start()]
        if (mark := _COPYRIGHT.search(left)) and not _tells(mark[0]):
            continue
        right = text[match.end() : match.end() + _NEAR]
        if _ends_with("founded_words", left):
            named = own or _has_company_for_subject(document, text[: match.start()])
            yield match[1], 1.0 if own else 0.6 if named else 0.4
        elif _founds_company(document, text[: match.start()]):
            yield match[1], 0.9 if own else 0.6
        elif _ends_with("since_words", left) and len(text) <= 160 and not _of_person(text, match):
            yield match[1], 0.7 if own else 0.4
        elif pattern("company", "founded_words").match(right.lstrip(" :–—-,")) and own:
            yield match[1], 0.8
        elif text.strip(" .:–—") == match[1] and own and _milestone_says(lines, i):
            yield match[1], 0.9


def _has_company_for_subject(document: Document, before: str) -> bool:
    """Whether the sentence begins with the company's name, as the page's title has it."""
    sentence = normalised(re.split(r"[.!?] ", before)[-1])
    names = map(re.escape, _name_starts(document))
    return any(re.match(rf"(?:\w{{1,3}}-)?{name}(?:-|$)", sentence) for name in names)


def _founds_company(document: Document, before: str) -> bool:
    """Whether the sentence says that somebody founded the company by its name: "… opened X in"."""
    sentence = re.split(r"[.!?] ", before)[-1]
    verb = pattern("company", "founding_verbs").search(sentence)
    if verb is None or len(sentence) > 90:
        return False
    rest = f"-{normalised(sentence[verb.end() :])}-"
    return any(f"-{name}-" in rest for name in _name_starts(document))


def _name_starts(document: Document) -> list[str]:
    """The first two words, normalised, of the parts of the title behind the page's own."""
    names = (normalised(part).split("-")[:2] for part in title_parts(document.title)[1:])
    return ["-".join(name) for name in names if len("".join(name)) > 4]


def _tells(words: str) -> bool:
    """Whether the year after a copyright sign has a word of its own: "© Roe, since 2011".

    The holder stands between: "© since 2011" is how long the rights last.
    """
    holder = re.match(r"\W*(?:c\)|copyright)?\W*(?:\d{4}\W+)?[^\W\d_a-z]", words, re.IGNORECASE)
    if not holder or not words[holder.end() - 1].isupper():
        return False
    return _ends_with("since_words", words) or _ends_with("founded_words", words)


def _ends_with(name: str, left: str) -> bool:
    """Whether one of the words stands shortly before the year, with no other sentence between."""
    found = list(pattern("company", name).finditer(left))
    if not found:
        return False
    between = left[found[-1].end() :]
    limit = _NEAR if name == "founded_words" else 3
    return len(between) <= limit and not re.search(r"[.;!?\d]", between)


def _of_person(text: str, year: re.Match[str]) -> bool:
    """Whether the sentence up to the year speaks of a person: her practice, not the company."""
    return mentions_person(re.split(r"[.!?] ", text[: year.start()])[-1])


def _milestone_says(lines: Sequence[Line], i: int) -> bool:
    """Whether the title under a year of a time line says founding."""
    below = [line.text for line in lines[i + 1 : i + 2] if len(line.text) <= 60]
    return any(pattern("company", "founded_words").search(text) for text in below)
