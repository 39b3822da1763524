"""Tables that may hold prices: their rows, the row of column names, and what holds for them all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lxml.html import HtmlElement

from crawler.dom import Document
from crawler.flow import Flow, Line, flow_of
from crawler.hrefs import split_url
from crawler.labels import bare, price_words
from crawler.lexicon import pattern
from crawler.money import find_money, only_period, period_in
from crawler.money_grammar import phrases, whole
from crawler.price_currency import stated_currency
from crawler.price_lines import is_strong
from crawler.records import Period

PLAIN = re.compile(r"\d{1,3}(?:[.,' ]\d{3})*(?:[.,]\d{1,2})?(?:[.,][-–—])?(?:\s?\*{1,3})?")
"""A cell of a bare number, with or without the mark of a footnote."""
_SIGN = re.compile(r"[€$£₹]|zł|EUR|CHF|USD|PLN|GBP|Kč|kr")
_SENTENCE, _DESCRIBED = 4, 8
"""Words of a description behind a name, with and without a full stop."""
_CENTS = re.compile(r"\d[.,]\d\d$")
WIDEST = 12
"""Columns that one cell can span."""


@dataclass(frozen=True, eq=False)
class Cell:
    """One cell of a row."""

    element: HtmlElement
    text: str
    title: str
    """Its first line, the rest describes; all of it where there is one line."""
    head: bool


@dataclass(frozen=True, eq=False)
class Table:
    """The rows of a table with what holds for all of them."""

    document: Document
    rows: list[list[Cell]]
    header: list[Cell] | None
    period: Period | None
    """What the words right above or below the table say that its prices buy."""

    currency: str
    """The sign that a note on the page gives for all its prices: "All prices in CHF", or ""."""

    def _prices_in(self, column: int) -> bool:
        """Whether bare numbers in `column` can be prices: no counts, lengths, years or hours."""
        over, language = self.over(column), self.document.language
        heads = [bare(cell.text) for cell in self.header or ()]
        said = phrases("money", "price", language)
        if any(said.search(head) for head in heads[1:]):
            return said.search(over) is not None
        if not _lists_prices(self, heads[0] if heads else ""):
            return False
        if self.header is None or not over:
            return max(map(len, self.rows)) == 2
        bounds = any(whole(n, over, language) for n in ("measures", "from", "up_to", "and"))
        return not (bounds or only_period(over, language))

    def over(self, column: int) -> str:
        """The words at the top of `column`."""
        if self.header is None or column >= len(self.header):
            return ""
        return bare(self.header[column].text)

    def sign_of(self, column: int, number: str) -> str:
        """The currency of `number`: as the head of `column` has it, or for cents the column."""
        if sign := _SIGN.search(self.over(column)):
            return sign[0]
        if self.currency and column and self._prices_in(column):
            return self.currency
        if not _CENTS.search(number):
            return ""
        cells = (row[column].text for row in self.rows if column < len(row))
        stated = (m for text in cells for m in find_money(text, self.document.language))
        return next((m.sign for m in stated if m.fault is None), "")


def _lists_prices(table: Table, head: str) -> bool:
    """Whether the heading over a table without a column of prices, or the page, says "prices", and
    its rows are no days of the week.
    """
    document = table.document
    line = next(iter(flow_of(document).under(table.rows[0][0].element)), None)
    title = next((x.text for x in flow_of(document).lines if x.rank == 1), "")
    slug = re.sub(r"[-_/.]+", " ", unquote(split_url(document.url).path))
    above = (*(line.path[-1:] if line else ()), title, slug)
    said = phrases("money", "price", document.language)
    days = pattern("contact", "weekdays")
    named = (head, *(row[0].text for row in table.rows))
    return any(said.search(t) for t in above) and not any(days.search(t) for t in named)


def tables_of(document: Document) -> Iterator[Table]:
    """The innermost tables of `document` with two rows and two columns or more."""
    flow = flow_of(document)
    for element in document.root.iter("table"):
        first, last = flow.span(element)
        if first == last or element.find(".//table") is not None:
            continue
        rows = _rows(element, flow)
        if len(rows) < 2 or max(map(len, rows)) < 2:
            continue
        head = rows[0] if _is_header(rows[0], document.language) else None
        yield Table(
            document,
            rows[1:] if head else rows,
            head,
            _period_beside(first, last, document),
            stated_currency(document),
        )


def _rows(table: HtmlElement, flow: Flow) -> list[list[Cell]]:
    """The cells by row; a cell that spans columns stands in each of them."""
    rows = []
    for row in table.iter("tr", "thead"):
        cells: list[Cell] = []
        for cell in row:  # a <thead> may hold its cells without a <tr>
            if cell.tag in ("td", "th"):
                lines = flow.under(cell)
                words = " ".join(line.text for line in lines)
                title = _title(lines[0]) if lines else ""
                span = cell.get("colspan", "1")
                wide = min(int(span), WIDEST) if span.isdecimal() else 1
                cells += [Cell(cell, words, title or words, cell.tag == "th")] * max(wide, 1)
        if cells:
            rows.append(cells)
    return rows


def _title(line: Line) -> str:
    """What stands out as a title in the first line of a cell: bold, a link, a heading, or words in
    an element of their own before a description.
    """
    if line.rank or line.linked or is_strong(line):
        return line.text
    first, rest = line.pieces[0], line.pieces[1:]
    own = rest and first.element not in (line.element, rest[0].element)
    words = line.text[rest[0].start :].split() if own else []
    described = len(words) >= (_SENTENCE if words and words[-1][-1] in ".!?" else _DESCRIBED)
    return first.text if described and first.text[-1].isalnum() else ""


def _is_header(row: list[Cell], language: str | None) -> bool:
    one_cell = len({c.element for c in row}) == 1
    if one_cell or any(find_money(c.text, language) for c in row):
        return False
    if any(price_words(bare(c.text), language) or PLAIN.fullmatch(c.text) for c in row[1:]):
        return False
    return any(c.head for c in row[1:]) or all(len(c.text.split()) <= 5 for c in row)


def _period_beside(first: int, last: int, document: Document) -> Period | None:
    """The period in a note such as "Prices per night" right above or below a table."""
    lines = flow_of(document).lines
    for line in (*lines[max(0, first - 1) : first], *lines[last : last + 1]):
        about = phrases("money", "price", document.language).search(line.text)
        if about and len(line.text.split()) <= 12:
            return period_in(line.text, document.language, anywhere=True)
    return None
