"""Addresses without a postal code: a label, a place beside the street or a country tells them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crawler.countries import country_named, country_of_place
from crawler.lexicon import pattern
from crawler.lines import Line
from crawler.postal_parts import in_address_tag, is_labelled, lines_above, tidy, unlabelled
from crawler.postal_shapes import (
    CITY,
    STATE_PLACE,
    has_code,
    has_street,
    is_bare_street,
    street_shape,
)
from crawler.roles import Role, is_contact_heading

_MORE_LINES = 3
"""Lines below the street that may belong to its address: building, floor, town."""
_WORDS = 14
_TOWN = re.compile(rf"{CITY}(?:[ -]{CITY}){{0,3}}")
_NO_PLACE = re.compile(r"[@:?!€$£%©]|\d{5}|www\.|\d[:.]\d\d")


def place_alone(lines: Sequence[Line], i: int, role: Role) -> str | None:
    """The address at line `i`: a street, or a US city with its state, and what says that it is one.

    That is a label, a pin or <address>; for a street among the contacts its town, too.
    """
    if not 5 < len(lines[i].text) <= 130:
        return None
    text = tidy(unlabelled(lines[i].text))
    labelled = is_labelled(lines, i) or in_address_tag(lines[i])
    if STATE_PLACE.match(text):
        return ", ".join([*lines_above(lines, i), text]) if labelled else None
    if len(text.split()) > _WORDS or (i + 1 < len(lines) and has_code(lines[i + 1].text)):
        return None
    if labelled and (has_street(text) or (_says_address(lines, i) and is_bare_street(text))):
        return tidy(", ".join([text, *_below(lines, i)]))
    return _with_its_town(lines, i, text) if _is_place_of_contacts(lines[i], role) else None


def _with_its_town(lines: Sequence[Line], i: int, text: str) -> str | None:
    """Street and town, in one line or two; the town's line also names its country."""
    street = street_shape().match(text)
    if street is None or _NO_PLACE.search(text):
        return None
    rest, *beside = text[street.end() :].split(", ")
    if beside and country_named(beside[-1]):
        return text
    if beside and not rest and all(map(_TOWN.fullmatch, beside)):
        return text
    below = lines[i + 1] if i + 1 < len(lines) else None
    if below is None or not (country_of_place(below.text) or _is_town_line(lines[i], below, rest)):
        return None
    return tidy(f"{text}, {below.text}")


def _is_town_line(street: Line, line: Line, rest: str) -> bool:
    """Whether the line after a bare street, in the same paragraph, is a town and nothing else."""
    if line.element is not street.element or rest or not _TOWN.fullmatch(line.text):
        return False
    other = ("phone_words", "mail_words", "hours_words", "weekdays")
    return not any(pattern("contact", words).search(line.text) for words in other)


def _below(lines: Sequence[Line], i: int) -> Iterator[str]:
    """The lines of the same paragraph that go on with the address."""
    for line in lines[i + 1 : i + 1 + _MORE_LINES]:
        text = tidy(line.text)
        town = country_of_place(text) is not None
        if not town and line.element is not lines[i].element:
            return
        if len(text) > 40 or line.digits > 4 or line.links or _NO_PLACE.search(line.text):
            return
        if pattern("contact", "phone_words").match(text) or not text[:1].isupper():
            return
        yield text


def _says_address(lines: Sequence[Line], i: int) -> bool:
    """Whether the label is the very word for an address, and nothing else."""
    label = pattern("contact", "address_labels")
    own, colon, _ = lines[i].text.partition(":")
    before = lines[i - 1].text if i else ""
    return any(label.fullmatch(text.strip(" :")) for text in (before, own if colon else ""))


def _is_place_of_contacts(line: Line, role: Role) -> bool:
    return (
        line.region in ("footer", "header")
        or role is Role.CONTACT
        or is_contact_heading(line.heading)
    )
