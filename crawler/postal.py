"""Postal addresses of a page, one line each.

An address is found by its postal code (or US state) and the street beside or above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from urllib.parse import parse_qs, unquote_plus

from crawler.dom import Document, text_of
from crawler.hrefs import split_url
from crawler.lexicon import pattern
from crawler.lines import Line, page_lines
from crawler.postal_parts import in_address_tag, is_labelled, lines_above, tidy, unlabelled
from crawler.postal_shapes import (
    CITY,
    CODE_HINT,
    POSTAL,
    WEAK,
    find_code,
    has_code,
    has_street,
    is_bare_street,
    street_shape,
)
from crawler.postal_uncoded import place_alone
from crawler.reading import Candidate
from crawler.roles import Role, is_contact_heading, is_third_party, page_role
from crawler.text import squeeze

_SEPARATOR = re.compile(r"\s+[|·•–—-]\s+|\s*[|•]\s*")
_MAPS = re.compile(
    r"^https?://(?:www\.)?(?:google\.[a-z.]+/maps|maps\.google\.[a-z.]+|maps\.apple\.com)",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\d ?[ap]\.?m\b|(?<![\d:])[0-2]?\d:[0-5]\d(?![\d:])", re.IGNORECASE)
"""Times of day, which stand in no address."""
_LONGEST = 170


def addresses(document: Document) -> Iterator[Candidate]:
    """The addresses in the text and in map links, weighed by how surely they are own ones."""
    role = page_role(document)
    lines = page_lines(document)
    earlier = 0
    for i, line in enumerate(lines):
        if line.region in ("cookie", "form") and not in_address_tag(line):
            continue
        numbered = line.digits or "," in line.text
        plain = "©" not in line.text and not _is_row_of_buttons(line)
        found = _address_at(lines, i, role) if numbered and plain else None
        found = None if found and _CLOCK.search(found) else found
        if found and not is_third_party(lines, i, role):
            weight = _weight(lines, i, role, earlier)
            earlier += 1
            source = document.source(line.element, found)
            yield Candidate(field="addresses", value=found, source=source, weight=weight)
        for link in line.links:
            place = _map_place(link.get("href") or "")
            if place and (has_street(place) or has_code(place)):
                source = document.source(line.element, line.text)
                yield Candidate(field="addresses", value=place, source=source, weight=0.5)


def _is_row_of_buttons(line: Line) -> bool:
    """Whether all words are labels of several links: route, call, message."""
    if len(line.links) < 2:
        return False
    labels = squeeze(" ".join(text_of(link) for link in line.links))
    return labels.replace(" ", "") == line.text.replace(" ", "")


def _address_at(lines: Sequence[Line], i: int, role: Role) -> str | None:
    """The address that ends in line `i` (its code and city), the street from the lines above."""
    text = _part_with_place(lines[i].text) if CODE_HINT.search(lines[i].text) else None
    if text is None:
        return place_alone(lines, i, role)
    found = find_code(text)
    if found is None:
        return place_alone(lines, i, role)
    code = found[0]
    if re.match(r"\.\s", text[found[1].end() :]):
        text = text[: found[1].end()]
    text = _after_announcement(_trimmed(text))
    beside = [p for p in re.split(r"[,;]\s+", text) if not has_code(p)]
    if not has_street(text) and not any(map(is_bare_street, beside)):
        above = lines_above(lines, i)
        bare = code in WEAK or len(text) > 60
        if not above and bare and not is_labelled(lines, i):
            return None
        text = ", ".join([*above, text])
    if len(text) > _LONGEST:
        return None
    after = lines[i + 1].text if i + 1 < len(lines) else ""
    if len(after) <= 24 and pattern("contact", "countries").fullmatch(after.strip(" .")):
        text = f"{text}, {after}"
    return tidy(text)


def _part_with_place(text: str) -> str | None:
    """The part of a line that holds the postal code: between separators, or inside a sentence."""
    text = unlabelled(text)
    if not has_code(text):
        return None
    ends = [0, *(m.end() for m in _SEPARATOR.finditer(text)), len(text) + 1]
    parts = [text[a:b] for a, b in pairwise(ends)]
    k = next((k for k, part in enumerate(parts) if has_code(_unseparated(part))), None)
    if k is None:
        return None
    alone = k if len(text) > 60 or re.search(r"[\d:@]", "".join(parts[:k])) else 0
    first = next((j for j in range(k, max(-1, k - 4), -1) if has_street(parts[j])), alone)
    part = _unseparated("".join(parts[first : k + 1]))
    is_prose = len(part) > 110 or re.search(r"[a-zß-öø-ÿ]{3}[.!?] ", part)
    return _inside_sentence(part) if is_prose else part


def _unseparated(text: str) -> str:
    """`text` with commas for the bars and dashes between its parts; a hyphen between two stays."""
    return re.sub(r"\s*[|·•–—]\s+", ", ", re.sub(r"\s*[|·•–—-]\s*$", "", text))


def _trimmed(text: str) -> str:
    """`text` without mail and phone after the place, and without words before a house number."""
    parts = re.split(r"[,;]\s+", text)
    k = max((k for k, part in enumerate(parts) if has_code(part)), default=None)
    if k is None:
        return text
    after = [p for p in parts[k + 1 :] if len(p) <= 30 and not re.search(r"@|\d{3}|www|:", p)]
    start = 0
    if len(text) > 60 and not has_street(text):
        start = next((j for j in range(k - 1, -1, -1) if re.match(r"\d|.*\d$", parts[j])), 0)
    return ", ".join([*parts[start : k + 1], *after])


def _after_announcement(text: str) -> str:
    """What a sentence announces as the address: "You find us at the address Elm Row 4, …"."""
    for words in pattern("contact", "address_words").finditer(text):
        rest = text[words.end() :].lstrip(" :")
        if words.start() and re.match(r"[^\W_a-z]", rest) and any(c.isdigit() for c in rest):
            street = re.split(r"[,;]\s+", rest)[0]
            if (has_street(street) or is_bare_street(street)) and has_code(rest):
                return rest
    return text


def _inside_sentence(text: str) -> str | None:
    for street in street_shape().finditer(text):
        for shape in POSTAL.values():
            code = shape.search(text, street.start(), street.end() + 70)
            if code:
                rest = re.match(rf"(?:[ ,-]+{CITY}){{0,3}}", text[code.end() :])
                whole = text[street.start() : code.end() + (rest.end() if rest else 0)]
                return re.split(r"(?<=[^\W\d_]{3})\. ", whole)[0]
    return None


def _weight(lines: Sequence[Line], i: int, role: Role, earlier: int) -> float:
    line = lines[i]
    if line.region in ("footer", "header"):
        return 1.0
    if role in (Role.IMPRINT, Role.PRIVACY):
        first = 0.8 if role is Role.IMPRINT else 0.5
        return first if earlier == 0 else 0.3
    if role is Role.ARTICLE:
        return 0.2
    if in_address_tag(line) or is_labelled(lines, i) or role is Role.CONTACT:
        return 0.9
    if is_contact_heading(line.heading):
        return 0.8
    return 0.6 if role in (Role.HOME, Role.ABOUT) else 0.4


def _map_place(href: str) -> str | None:
    """The place that a link to a map searches for."""
    if not _MAPS.match(href):
        return None
    parts = split_url(href)
    query = parse_qs(parts.query)
    for name in ("q", "query", "daddr", "destination", "address"):
        if query.get(name):
            return tidy(query[name][0])
    place = re.search(r"/(?:place|search|dir//?)/([^/@]+)", parts.path)
    return tidy(unquote_plus(place[1])) if place else None
