"""Quotes in cards of one build: where most cards name the author, the others do, too.

Names in a script or a spelling of their own and trades that no word list has are then read by their
place in the card.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from crawler.attribution import Attribution
from crawler.author_words import is_noise
from crawler.flow import Line
from crawler.places import slot
from crawler.quotes import Quote

_FEWEST = 3
"""Cards of one build that make a row."""
_MOST, _MANY = 0.6, 0.4
"""Share of them that agree on the place of the names, and on that of the roles."""
_NAME_WORDS, _ROLE_WORDS = 5, 8
_LONGEST = 60


@dataclass(frozen=True)
class Said:
    """A quote and what is known of its author."""

    quote: Quote
    by: Attribution


def completed(row: Sequence[Said]) -> list[Attribution]:
    """The authors of `row`, with names and roles from the places that most cards have them in."""
    found = [said.by for said in row]
    builds: dict[tuple[object, ...], list[int]] = {}
    for n, said in enumerate(row):
        if said.quote.alone:
            builds.setdefault(_build(said.quote), []).append(n)
    for members in builds.values():
        if len(members) < _FEWEST:
            continue
        cards = [row[n] for n in members]
        for n, by in zip(members, _of_one_build(cards), strict=True):
            found[n] = by
    return found


def _build(quote: Quote) -> tuple[object, ...]:
    card = quote.card
    return (card.getparent(), card.tag, (card.get("class") or "").split(" ")[0])


def _of_one_build(cards: Sequence[Said]) -> list[Attribution]:
    name_at = _agreed(cards, lambda by: by.author if by.named else None, _MOST)
    role_at = _agreed(cards, lambda by: by.role, _MANY)
    if name_at is None:
        return [card.by for card in cards]
    found = []
    for card in cards:
        by = card.by
        if not by.named and (name := _at(card.quote, name_at, _NAME_WORDS)):
            by = Attribution(author=name, role=by.role, company=by.company, named=True)
        if by.named and role_at not in (None, name_at) and not (by.role or by.post):
            role = _at(card.quote, role_at or "", _ROLE_WORDS)
            if role and role != by.author:
                by = replace(by, role=role, company=None if by.company == role else by.company)
        found.append(by)
    return found


def _agreed(
    cards: Sequence[Said], value: Callable[[Attribution], str | None], share: float
) -> str | None:
    """The place of `value` in at least this share of the cards, and two of them."""
    places: Counter[str] = Counter()
    for card in cards:
        if words := value(card.by):
            places.update({slot(x, card.quote.card) for x in _lines(card.quote) if x.text == words})
    place, times = places.most_common(1)[0] if places else ("", 0)
    return place if times > 1 and times >= share * len(cards) else None


def _at(quote: Quote, place: str, most_words: int) -> str | None:
    """The words in this place, if they may be a name or a role."""
    here = [x for x in _lines(quote) if slot(x, quote.card) == place]
    text = here[0].text if len(here) == 1 else ""
    short = 1 < len(text) <= _LONGEST and len(text.split()) <= most_words
    capital = text[:1].isupper() or not text[:1].isascii()
    plain = short and capital and not text.endswith((".", "!", "?", ":"))
    return text if plain and not here[0].linked and not is_noise(text) else None


def _lines(quote: Quote) -> tuple[Line, ...]:
    return (*quote.before, *quote.after)
