"""Opening hours as the page words them: days with times, one statement per line or table row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crawler.dom import Document
from crawler.hour_words import HourWords, hour_words
from crawler.lexicon import pattern
from crawler.lines import Line, page_lines
from crawler.postal_shapes import has_code, has_street
from crawler.reading import Candidate
from crawler.roles import Role, is_contact_heading, page_role

_ALWAYS = re.compile(r"\b24 ?/ ?7\b|\b24 ?h ?/ ?24\b|\b24/24\b|\b7 ?j ?/ ?7\b")
_CLOCK = re.compile("[\u23f0-\u23f2\U0001f550-\U0001f567]")
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{3}[.!?])\s+|(?<=[ap]\.m\.)\s+(?=[^\W\d_a-z]\w)")
_AFTER_NUMBER = re.compile(r"(?<=\d[.!?])\s+(?=[^\W\d_a-zß-öø-ÿ])")
_SUBJECT = re.compile(r"[^\W\d_a-z][^\W\d_]{3,} ")
"""One word before the days: whose hours they are ("Rezeption täglich 8–20 Uhr")."""
_ABBREVIATED = re.compile(r"(?<!\w)\w\.\w?\.?$")
"""Ends in "p.m." or "u.": the full stop belongs to it."""
_PHONE = re.compile(r"\+\d[\d ()-]{8,}|\(?\d{2,5}\)?[ /-]\d[\d /-]{5,}\d")
_LONG = 90
"""Characters beyond which a line is prose and only the statement in it is taken."""


def opening_hours(document: Document) -> Iterator[Candidate]:
    """Statements of hours in the text of a page; response times and dated events are left out."""
    known = hour_words(document.language)
    role = page_role(document)
    if role is Role.ARTICLE:
        return
    lines = page_lines(document)
    i = 0
    while i < len(lines):
        statement, used = _statement(lines, i, role, known)
        if statement and not _is_dated(statement) and (weight := _weight(lines, i, role, known)):
            source = document.source(
                lines[i].element, " ".join(x.text for x in lines[i : i + used])
            )
            value = statement if _ABBREVIATED.search(statement) else statement.rstrip(" .")
            yield Candidate(field="opening_hours", value=value, source=source, weight=weight)
        i += used


def _statement(
    lines: Sequence[Line], i: int, role: Role, known: HourWords
) -> tuple[str | None, int]:
    """The statement that begins in line `i`, if any, and how many lines it takes."""
    line = lines[i]
    text = line.text
    if line.region in ("nav", "cookie") or len(text) > 600 or (not line.digits and len(text) > 60):
        return None, 1
    day = known.day.search(text)
    if day is None:
        return (text, 1) if _is_always(lines, i) or _is_by_appointment(lines, i) else (None, 1)
    if known.times.search(text) or known.closed.search(text):
        if not _is_bare(text, known):
            if part := _bare_part(text, known):
                return part, 1
            place = line.region == "footer" or role is Role.CONTACT
            place = place or is_contact_heading(line.heading)
            return _in_prose(text, known, in_contact_place=place), 1
        more = _times_below(lines, i + 1, known) if known.times.search(text) else []
        more = [cell for cell in more if known.times.search(cell)]
        return ", ".join([_unlabelled(text, known).strip(" ,;"), *more]), 1 + len(more)
    if len(text) <= 40 and _is_bare(text, known):
        more = _times_below(lines, i + 1, known)
        if more:
            return f"{text.rstrip(' :')} {', '.join(more)}", 1 + len(more)
    return None, 1


def _bare_part(text: str, known: HourWords) -> str | None:
    """The statement among the parts of a line such as "Mo-Fr 9-18 | 030 12345 | info@acme.de"."""
    parts = re.split(r"\s*[|•]\s*", text)
    for part in parts if len(parts) > 1 else ():
        if known.times.search(part) and known.day.search(part) and _is_bare(part, known):
            return _unlabelled(part, known)
    return None


def _times_below(lines: Sequence[Line], start: int, known: HourWords) -> list[str]:
    """The lines from `start` on that hold times alone: a row's further cells."""
    found: list[str] = []
    for line in lines[start : start + 3]:
        text = line.text
        timed = known.times.search(text) or (not found and known.closed.search(text))
        if not timed or len(text) > 40 or known.day.search(text) or _words_left(text, known):
            break
        found.append(text)
    return found


def _is_bare(text: str, known: HourWords) -> bool:
    """Whether `text` holds little else than days, times and the words that join them."""
    return _words_left(text, known) <= 1


def _words_left(text: str, known: HourWords) -> int:
    """How many words and numbers of `text` are no days, times or words that join them."""
    rest = text
    for shape in (known.times, known.day, known.closed, known.filler):
        rest = shape.sub(" ", rest)
    return len(re.findall(r"[^\W\d_]{2,}|\d+", rest))


def _unlabelled(text: str, known: HourWords) -> str:
    """`text` from its first day on, when what stands before it is a label."""
    day = known.day.search(text)
    label = text[: day.start()] if day else ""
    return text[len(label) :] if label.rstrip().endswith(":") or _is_sign(label) else text


def _is_sign(label: str) -> bool:
    return bool(label) and not re.search(r"\w", label)


def _in_prose(text: str, known: HourWords, *, in_contact_place: bool) -> str | None:
    """The days and times inside a sentence about hours."""
    about_hours = pattern("contact", "hours_words").search(text) is not None
    if not about_hours and not in_contact_place:
        return None
    for sentence in _sentences(text, known):
        times = list(known.times.finditer(sentence))
        days = [d for d in known.day.finditer(sentence) if _is_day(d, sentence, known)]
        if not times or not days or pattern("contact", "reply_words").search(sentence):
            continue
        start = min(days[0].start(), times[0].start())
        if _SUBJECT.fullmatch(sentence[:start]) and _words_left(sentence[:start], known):
            start = 0
        end = max(times[-1].end(), days[-1].end())
        end += sentence[:end].endswith(".m") and sentence[end : end + 1] == "."
        part = sentence[start:end].strip(" ,;")
        if len(part) <= _LONG:
            return part
    return None


def _sentences(text: str, known: HourWords) -> Iterator[str]:
    """The sentences of `text`; "9-12. Sa 9-11" is one statement, "9-12. All plans …" are two."""
    for sentence in _SENTENCE_END.split(text):
        first, *more = _AFTER_NUMBER.split(sentence)
        while more and _is_bare(more[0], known):
            first = f"{first} {more.pop(0)}"
        yield first
        yield from more


def _is_day(day: re.Match[str], sentence: str, known: HourWords) -> bool:
    """Whether a word of two letters is a day in a sentence: "We 9-12", but not "We are open"."""
    if len(day[0].strip(".")) > 2:
        return True
    after = re.match(r"[.:,]?\s*(?:[^\W\d_]{1,4}\s+)?", sentence[day.end() :])
    rest = sentence[day.end() + (after.end() if after else 0) :]
    return bool(re.match(r"[-–—&/\d]", rest) or known.day.match(rest))


def _is_dated(text: str) -> bool:
    """Whether a date stands in `text`: an event, not hours."""
    if re.search(r"\b\d{1,2}[./]\d{1,2}[./](?:\d{2}){1,2}\b", text):
        return True
    return any(
        re.search(r"\d\S{0,3}(?: de| of)? $", text[: m.start()])
        or re.match(r" \d", text[m.end() :])
        for m in pattern("contact", "months").finditer(text)
    )


def _is_always(lines: Sequence[Line], i: int) -> bool:
    text = lines[i].text
    bare = _ALWAYS.sub(" ", pattern("contact", "hours_words").sub(" ", text))
    few = len(re.findall(r"[^\W\d_]{3,}", bare)) <= 1
    return bool(_ALWAYS.search(text)) and len(text) <= 40 and few and _has_label(lines, i, 1)


def _is_by_appointment(lines: Sequence[Line], i: int) -> bool:
    """Whether the whole line says "by appointment", under a label for hours."""
    words = pattern("contact", "by_appointment")
    return words.fullmatch(lines[i].text.strip(" .*()")) is not None and _has_label(lines, i, 6)


def _weight(lines: Sequence[Line], i: int, role: Role, known: HourWords) -> float:
    """How much speaks for the business's own hours around line `i`."""
    line = lines[i]
    if _has_label(lines, i, 9) or line.region in ("footer", "header"):
        return 1.0
    if _CLOCK.search(line.text[:3]) or is_contact_heading(line.heading):
        return 0.9
    if role is Role.CONTACT or pattern("contact", "hours_words").search(line.text):
        return 0.9
    near = lines[max(0, i - 2) : i + 3]
    if _is_bare(line.text, known) and any(_is_contact(x) for x in near if x is not line):
        return 0.7
    around = [x.text for x in lines[max(0, i - 3) : i + 4]]
    days = sum(
        bool(known.day.search(t) and (known.times.search(t) or known.closed.search(t)))
        for t in around
    )
    return 0.6 if days >= 2 and role is Role.HOME else 0.0


def _is_contact(line: Line) -> bool:
    """Whether a short line holds a phone number or a street with its postal code."""
    text = line.text
    if len(text) > _LONG:
        return False
    return bool(_PHONE.search(text)) or (has_street(text) and has_code(text) is not None)


def _has_label(lines: Sequence[Line], i: int, reach: int) -> bool:
    near = [line.text for line in lines[max(0, i - reach) : i + 1] if len(line.text) <= 60]
    return any(pattern("contact", "hours_words").search(text) for text in (lines[i].heading, *near))
