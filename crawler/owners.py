"""Whose price it is: from a line with an amount to the named thing that it buys.

The thing around a price is the widest element that holds no other price, at most one card of a
group. Inside it a
heading names the thing; without one, the line that stands in the same place in every card of the
group does.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from lxml.html import HtmlElement

from crawler.blocks import Block
from crawler.flow import Line
from crawler.labels import bare, is_measure, naming
from crawler.mentions import Mention, mentions
from crawler.offer_words import says_call
from crawler.places import groups_of, has_icon, lone_twins, naming_slots, slot
from crawler.price_lines import UP, PricedLines, Thing
from crawler.row_names import row_name

__all__ = ["LINKED", "Owners", "Thing"]

LINKED = 0.65
"""A link that states a price names what it leads to, if not as the price list does."""
_WIDEST = 45
"""Lines of the largest thing that one price can belong to."""


@dataclass(frozen=True, eq=False)
class Owners(PricedLines):
    """The things of one page that have prices."""

    @cached_property
    def cards(self) -> dict[HtmlElement, Block]:
        """Members of groups by their element, with those that stand alone in a group's shape."""
        members = {b.element: b for group in self.groups.values() for b in group}
        return lone_twins(self.document, members) | members

    @cached_property
    def groups(self) -> dict[int, tuple[Block, ...]]:
        """The cards by group."""
        return groups_of(self.document)

    @cached_property
    def _done(self) -> dict[int, Thing | None]:
        """What the last price of each line belongs to."""
        return {}

    @cached_property
    def _slots(self) -> dict[int, frozenset[str]]:
        """The places of names, by group."""
        return {}

    @cached_property
    def _shares(self) -> dict[HtmlElement, float]:
        """Share of the items with a price, by list."""
        return {}

    def of(self, mention: Mention) -> Thing | None:
        """The thing that `mention` is the price of; None when no name can be told.

        Asked in page order: a price without a name of its own is of the thing before.
        """
        self._done[mention.line] = found = self._of(mention)
        return found

    def _of(self, mention: Mention) -> Thing | None:
        line = self.flow.lines[mention.line]
        if mention.prose:
            return Thing(mention.label, line, line.element, None, 0.6)
        if mention.label and is_measure(mention.label, self.document.language):
            return self._of_card(mention) or self.led_in(mention) or self._row(mention)
        if not mention.label and mention.note and (same := self._of_line(mention)):
            return same
        if mention.label and line.item is not None and self._share_of_priced(line.item) < 0.5:
            return None
        if mention.label and self._is_row(mention):
            return self._row(mention)
        found = self._of_card(mention)
        if mention.label and (found is None or self._is_link(mention, found)):
            return self._row(mention) or found
        return found

    def _of_line(self, mention: Mention) -> Thing | None:
        """What the line names before its first amount: "Yoga: 15 €, 120 € for ten lessons"."""
        others = [m for m in mentions(self.document) if m.line == mention.line]
        if others[0] is mention or not others[0].label or len(others) < 2:
            return None
        return self._done.get(mention.line)

    def _is_link(self, mention: Mention, found: Thing) -> bool:
        """Whether a link names what it leads to and its price, outside any card."""
        line = self.flow.lines[mention.line]
        calls = says_call(mention.label, self.document.language)
        return found.card is None and line.linked and not calls

    def _of_card(self, mention: Mention) -> Thing | None:
        """What the card or section around `mention` is about."""
        unit = self._unit(mention.line)
        found = self._named(unit, mention.line, self.flow.span(unit))
        if (found is None or found.card is None) and self.is_fact(mention.line):
            found = self.subject(unit, mention.line) or found
        if found is None:
            found = self.among_flat(unit, mention.line) or self._with_previous(mention.line)
        if found is None:
            found = self._of_several(mention.line)
        if found is None or (found.card is None and self.shares_heading(mention.line)):
            found = self.led_in(mention) or found
        if found is None or found.card is None:
            found = self.alternating(mention.line) or found
        return found or self.titled(unit, mention.line)

    def _with_previous(self, n: int) -> Thing | None:
        """What the price before is of, when nothing is named between the two."""
        at = bisect_left(self.lines_with_price, n) - 1
        if at < 0 or n - self.lines_with_price[at] > 4:
            return None
        previous = self.lines_with_price[at]
        between = self.flow.lines[previous + 1 : n]
        if any(naming(x, x.text, self.document.language) and not x.linked for x in between):
            return None
        thing = self._done.get(previous)
        if thing is None:
            return None
        first, last = self.flow.span(thing.element)
        return thing if first <= n < last else None

    # rows

    def _is_row(self, mention: Mention) -> bool:
        """A line that names a thing and its price, as its neighbours do."""
        line = self.flow.lines[mention.line]
        if not naming(line, mention.label, self.document.language):
            return False
        if line.item is not None and line.item.getparent() is not None:
            return True
        unit = self._unit(mention.line)
        first, _ = self.flow.span(unit)
        return not any(other.rank for other in self.flow.lines[first : mention.line])

    def _share_of_priced(self, item: HtmlElement) -> float:
        parent = item.getparent()
        if parent is None:
            return 0.0
        if parent not in self._shares:
            spans = [self.flow.span(c) for c in parent if c.tag == "li"]
            priced = sum(1 for first, last in spans if self.prices_in(first, last))
            self._shares[parent] = priced / max(len(spans), 1)
        return self._shares[parent]

    def _row(self, mention: Mention) -> Thing | None:
        line = self.flow.lines[mention.line]
        if not naming(line, mention.label, self.document.language):
            return None
        if line.linked and says_call(mention.label, self.document.language):
            return None
        element = line.item if line.item is not None else line.element
        card = self._card_around(element)
        name = row_name(self.flow, mention.line, mention.label, self.lines_with_amount)
        return Thing(name, line, element, card, LINKED if line.linked and not card else 0.8)

    def _card_around(self, element: HtmlElement) -> Block | None:
        """The card or row that `element` is the only price of."""
        node: HtmlElement | None = element
        while node is not None and self.prices_in(*self.flow.span(node)) <= 1:
            if (card := self.cards.get(node)) is not None and self.others_priced(card):
                return card
            node = node.getparent()
        return self.cards.get(element)

    def others_priced(self, card: Block) -> bool:
        """Whether another card of its group has a price."""
        others = (b for b in self.groups[card.group] if b is not card)
        return any(self.prices_in(*self.flow.span(b.element)) for b in others)

    # cards

    def _unit(self, n: int) -> HtmlElement:
        """The widest element around line `n` that holds no price but those of its own line."""
        node = self.flow.lines[n].element
        count = self.prices_in(*self.flow.span(node))
        while (parent := node.getparent()) is not None and parent.tag not in (
            "body",
            "html",
            "main",
            "form",
        ):
            first, last = self.flow.span(parent)
            if self.prices_in(first, last) > count or last - first > _WIDEST:
                break
            if self._is_card(node, n):
                break
            node = parent
        return node

    def _is_card(self, node: HtmlElement, n: int) -> bool:
        """A member of a group that names itself."""
        block = self.cards.get(node)
        return block is not None and self._named(node, n, self.flow.span(node)) is not None

    def _named(self, unit: HtmlElement, n: int, span: tuple[int, int]) -> Thing | None:
        """What `unit` calls itself before line `n`, else after it."""
        first, last = span
        stated = n in self.lines_with_amount
        card = self.cards.get(unit)
        for lines, doubt in (
            (self.flow.lines[first:n], 0.0),
            (self.flow.lines[n + 1 : last], 0.15),
        ):
            usable = [x for x in lines if naming(x, x.text, self.document.language, stated=stated)]
            if doubt:
                usable = [x for x in usable if x.rank or not (has_icon(x) or _is_caption(x))]
            headings = [x for x in usable if x.rank]
            if headings:
                above = [x for x in headings if x.text in self.flow.lines[n].path]
                best = min(above or headings, key=lambda x: x.rank)
                sure = 0.95 if card else 0.75 if best.rank > 1 else self.trust_in_title
                return Thing(bare(best.text), best, unit, card, sure - doubt)
            if card is not None and (line := self._in_its_place(usable, card)) is not None:
                return Thing(bare(line.text), line, unit, card, 0.85 - doubt)
        return None

    def _of_several(self, n: int) -> Thing | None:
        """The card that states several prices in a row, below a name in its place."""
        line = self.flow.lines[n].element
        for node in (line, *islice(line.iterancestors(), UP)):
            card = self.cards.get(node)
            if card is None or not self.others_priced(card):
                continue
            first, last = self.flow.span(node)
            bare_ones = [m for m in self.bare_prices if first <= m < last]
            if n not in bare_ones or self.prices_in(first, last) < 2:
                continue
            top, bottom = min(bare_ones), max(bare_ones)
            if any(self._names(self.flow.lines[m]) for m in range(top + 1, bottom)):
                continue
            above = self.flow.lines[first:top]
            usable = [x for x in above if naming(x, x.text, self.document.language, stated=True)]
            if named := self._in_its_place(usable, card):
                return Thing(bare(named.text), named, node, card, 0.8)
        return None

    def _names(self, line: Line) -> bool:
        return naming(line, line.text, self.document.language)

    def _in_its_place(self, usable: list[Line], card: Block) -> Line | None:
        """The first line in a place that names the cards of the group."""
        if card.group not in self._slots:
            self._slots[card.group] = naming_slots(self.groups[card.group])
        slots = self._slots[card.group]
        named = (x for x in usable if not x.linked and slot(x, card.element) in slots)
        return next(named, None)


def _is_caption(line: Line) -> bool:
    """Whether words below a figure only say what it counts: "paid to artists"."""
    return line.text[:1].islower()
