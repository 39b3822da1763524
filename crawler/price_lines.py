"""Names beside prices where no card holds the two together: by lines, headings and the title."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from lxml.html import HtmlElement

from crawler.blocks import Block
from crawler.dom import Document
from crawler.flow import Flow, Line, flow_of
from crawler.labels import PROSE_WORDS, bare, is_measure, naming, says_price
from crawler.mentions import Mention, mentions
from crawler.money import find_money
from crawler.money_grammar import phrases
from crawler.offer_words import is_figure
from crawler.roles import Role, page_role

UP = 3
"""Elements above a price that are searched for a name between it and the price before."""
_BACK = 8
"""Lines above it that are searched."""
_TERMS = frozenset({"dt", "th", "strong", "b", "summary", "button"})
_TRUSTED = 0.5
"""How far a page's title must name what is priced on it."""
_TURNS = 3
"""Prices that take turns with names."""
_NAME_WORDS = 6
"""Words of a name that a sentence opens with."""


@dataclass(frozen=True, eq=False)
class Thing:
    """What a price belongs to."""

    name: str
    name_line: Line | None
    element: HtmlElement
    """The card, row or section."""
    card: Block | None
    """Its block, when it is one of a group."""
    sure: float
    """0..1."""


@dataclass(frozen=True, eq=False)
class PricedLines:
    """The lines of one page that state prices, and what names them without a card."""

    document: Document

    @cached_property
    def flow(self) -> Flow:
        """The page's lines."""
        return flow_of(self.document)

    @cached_property
    def lines_with_price(self) -> list[int]:
        """Their indices, ascending."""
        return sorted({m.line for m in mentions(self.document)})

    @cached_property
    def trust_in_title(self) -> float:
        """How far the title of the page names what a lone price buys: a home page's is a slogan."""
        return 0.4 if page_role(self.document) is Role.HOME else 0.75

    @cached_property
    def lines_with_amount(self) -> frozenset[int]:
        """Those that state a figure, not only "free" or "on request"."""
        return frozenset(m.line for m in mentions(self.document) if m.money.amount is not None)

    @cached_property
    def one_amount(self) -> bool:
        """Whether all prices of the page state the same."""
        sums = (m.money for m in mentions(self.document) if m.money.amount is not None)
        found = {(s.amount, s.amount_max) for s in sums}
        return len(found) == 1 or (not found and len(self.lines_with_price) == 1)

    def prices_in(self, first: int, last: int) -> int:
        """How many lines with a price there are from `first` up to but not including `last`."""
        return bisect_left(self.lines_with_price, last) - bisect_left(self.lines_with_price, first)

    def titled(self, unit: HtmlElement, n: int) -> Thing | None:
        """The title of the page, for the only price on it; merging may know a better name."""
        title = next((x for x in self.flow.lines if x.rank == 1), None)
        if not self.one_amount or title is None or find_money(title.text, self.document.language):
            return None
        above = title.text in self.flow.lines[n].path
        if not above or len(title.text.split()) > PROSE_WORDS:
            return None
        return Thing(bare(title.text), title, unit, None, self.trust_in_title)

    def is_fact(self, n: int) -> bool:
        """Whether the price stands in a list of facts under a bare word such as "Price"."""
        before = self.flow.lines[n - 1] if n else None
        if before is None or before.element.tag not in ("dt", "th"):
            return False
        return says_price(before.text, self.document.language)

    def subject(self, unit: HtmlElement, n: int) -> Thing | None:
        """What the whole page is about, for a price in the only list of facts that has one."""
        title = next((x for x in self.flow.lines if x.rank == 1), None)
        facts = [m for m in self.lines_with_price if self.is_fact(m)]
        if title is None or facts != [n] or self.trust_in_title < _TRUSTED:
            return None
        if not naming(title, title.text, self.document.language):
            return None
        above = title in self.flow.lines[:n]
        return Thing(bare(title.text), title, unit, None, self.trust_in_title) if above else None

    def shares_heading(self, n: int) -> bool:
        """Whether another price stands under the heading of line `n`."""
        lines = self.flow.lines
        above = next((m for m in range(n, -1, -1) if lines[m].rank), 0)
        below = next((m for m in range(n + 1, len(lines)) if lines[m].rank), len(lines))
        return self.prices_in(above, below) > 1

    def led_in(self, mention: Mention) -> Thing | None:
        """What the line right above calls the thing, in the same paragraph: "The first visit is
        an hour long" over "Fee: 80 €".
        """
        line, before = (self.flow.lines[max(n, 0)] for n in (mention.line, mention.line - 1))
        same = before is not line and before.element is line.element and not line.rank
        language = self.document.language
        named = mention.label and not is_measure(mention.label, language)
        if named or not same or mention.line - 1 in self.lines_with_price:
            return None
        verb = phrases("money", "is", language).search(before.text)
        article = phrases("money", "article", language).match(before.text) if verb else None
        name = before.text[article.end() if article else 0 : verb.start() if verb else None].strip()
        if not naming(before, name, language) or len(name.split()) > _NAME_WORDS:
            return None
        return Thing(name[:1].upper() + bare(name)[1:], before, line.element, None, 0.7)

    def alternating(self, n: int) -> Thing | None:
        """The line right above, where names and prices take turns: name, price, name, price."""
        run = [n]
        while run[0] - 2 in self.bare_prices:
            run.insert(0, run[0] - 2)
        while run[-1] + 2 in self.bare_prices:
            run.append(run[-1] + 2)
        names = [self.flow.lines[m - 1] for m in run if m]
        if len(run) < _TURNS or len(names) < len(run):
            return None
        plain = (
            not x.rank and not x.linked and len(x.text.split()) <= PROSE_WORDS // 2 for x in names
        )
        if not all(plain) or not all(naming(x, x.text, self.document.language) for x in names):
            return None
        name = self.flow.lines[n - 1]
        return Thing(bare(name.text), name, self.flow.lines[n].element, None, 0.68)

    def _is_plain_name(self, line: Line) -> bool:
        short = len(line.text.split()) <= PROSE_WORDS // 2 and not line.rank and not line.linked
        language = self.document.language
        figure = is_figure(line.text, language) or phrases("money", "average", language).search(
            line.text
        )
        return short and not figure and naming(line, line.text, language)

    @cached_property
    def bare_prices(self) -> frozenset[int]:
        """Lines of an amount that name nothing."""
        sums = (m for m in mentions(self.document) if m.money.amount is not None)
        return frozenset(m.line for m in sums if not m.label and not m.prose)

    def among_flat(self, unit: HtmlElement, n: int) -> Thing | None:
        """The name between the price before and this one, where all lie side by side."""
        before = bisect_left(self.lines_with_price, n) - 1
        previous = self.lines_with_price[before] if before >= 0 else -1
        for parent in islice(unit.iterancestors(), UP):
            first = self.flow.span(parent)[0]
            start = max(first, previous + 1, n - _BACK)
            stated = n in self.lines_with_amount
            usable = [
                x
                for x in self.flow.lines[start:n]
                if naming(x, x.text, self.document.language, stated=stated and x.rank > 0)
            ]
            headings = [x for x in usable if x.rank and x.text in self.flow.lines[n].path]
            terms = [x for x in usable if x.element.tag in _TERMS or is_strong(x)]
            if named := headings or terms:
                sure = self.trust_in_title if named[-1].rank == 1 else 0.7
                return Thing(bare(named[-1].text), named[-1], parent, None, sure)
        return None


def is_strong(line: Line) -> bool:
    """Whether all runs of `line` are bold."""
    around = ((p.element, p.element.getparent()) for p in line.pieces)
    return all(any(n is not None and n.tag in ("strong", "b") for n in pair) for pair in around)
