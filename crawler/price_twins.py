"""Which statements of a site are of one offer, though they word it differently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from crawler.records import Price, normalised
from crawler.rewording import same_words, words_of
from crawler.service_words import without_town

_ENDING = 2
"""Letters in which two forms of one word may differ."""
_STEM = 5
"""Letters that such forms share at least."""


def joined(groups: list[list[Price]], titles: frozenset[str]) -> list[list[Price]]:
    """The groups, with those that are one offer in two wordings on different pages put together.

    Names that are `titles` of services with pages of their own are no wordings of each other.
    """
    found: list[list[Price]] = []
    for group in _named_by_item(groups):
        apart = normalised(group[0].name) in titles
        others = [
            g
            for g in found
            if _reworded(g, group) and not (apart and normalised(g[0].name) in titles)
        ]
        if len(others) == 1 and sum(_reworded(g, others[0]) for g in groups) <= _copies(
            others[0], groups
        ):
            others[0].extend(group)
        else:
            found.append(list(group))
    return found


def _named_by_item(groups: list[list[Price]]) -> list[list[Price]]:
    """The groups; one named by a category of a single offer elsewhere bears the offer's name."""
    sizes = Counter(normalised(g[0].service) for g in groups if g[0].service)
    found = []
    for group in groups:
        name = normalised(group[0].name)
        item = next(
            (g[0] for g in groups if g[0].service and normalised(g[0].service) == name), None
        )
        if item is not None and sizes[name] == 1 and _ask_the_same([item], group):
            update = {"name": item.name, "service": item.service}
            found.append([p.model_copy(update=update) for p in group])
        else:
            found.append(group)
    return found


def _copies(group: list[Price], groups: list[list[Price]]) -> int:
    """How many groups share the pages of the ones that reword `group`: one means no doubt."""
    rewording = [g for g in groups if _reworded(g, group)]
    pages = [frozenset(s.url for p in g for s in p.sources) for g in rewording]
    return len(rewording) if all(not (a & b) for n, a in enumerate(pages) for b in pages[:n]) else 0


def _reworded(one: Sequence[Price], other: Sequence[Price]) -> bool:
    """Whether two groups ask the same for things whose names differ by added words only."""
    names = (one[0].name, other[0].name)
    return _ask_the_same(one, other) and (same_words(*names) or _same_stems(*names))


def _same_stems(one: str, other: str) -> bool:
    """Whether every word of the shorter name is one of the other's in another form: a plural."""
    less, more = sorted((words_of(one), words_of(other)), key=len)
    return bool(less) and all(any(_inflected(a, b) for b in more) for a in less)


def _inflected(one: str, other: str) -> bool:
    stem = max(len(one), len(other)) - _ENDING
    return one == other or (stem >= _STEM and one[:stem] == other[:stem])


def _ask_the_same(one: Sequence[Price], other: Sequence[Price]) -> bool:
    """Whether two groups state one amount for one period, and never on the same page."""
    a, b = one[0], other[0]
    if a.amount is None or (a.amount, a.amount_max, a.currency) != (
        b.amount,
        b.amount_max,
        b.currency,
    ):
        return False
    if a.period is not b.period and a.period is not None and b.period is not None:
        return False
    return not {s.url for p in one for s in p.sources} & {s.url for p in other for s in p.sources}


def visible_twin(typed: Price, seen: Sequence[Price]) -> Price | None:
    """The visible price of what structured data offers: the same amount first, then the name."""
    own = set(words_of(without_town(typed.name)))

    def fit(price: Price) -> tuple[bool, int]:
        same = (price.amount, price.amount_max) == (typed.amount, typed.amount_max)
        return same, -len(own ^ set(words_of(without_town(price.name))))

    twins = [p for p in seen if _alike(own, set(words_of(without_town(p.name))))]
    return max(twins, key=fit, default=None)


def _alike(one: set[str], other: set[str]) -> bool:
    return one <= other or other <= one
