"""Prices in tables: a column of prices beside names, a matrix of variants, plans in columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.dom import Document
from crawler.durations import duration_of
from crawler.flow import Flow, Line, flow_of
from crawler.labels import bare, naming, price_words, says_price, without_asides
from crawler.money import Money, find_money, only_period, period_in
from crawler.money_grammar import phrases, whole
from crawler.owners import Thing
from crawler.price_currency import stated_currency
from crawler.price_lines import is_strong
from crawler.price_parts import parts
from crawler.price_record import clean_name, price_record
from crawler.records import Period, Price, Qualifier, Source
from crawler.tree import channel_of

SURE = 0.85
_PLAIN = re.compile(r"\d{1,3}(?:[.,' ]\d{3})*(?:[.,]\d{1,2})?(?:[.,][-–—])?(?:\s?\*{1,3})?")
_SIGN = re.compile(r"[€$£₹]|zł|EUR|CHF|USD|PLN|GBP|Kč|kr")
_SIZE_WORDS = 3
_SENTENCE, _DESCRIBED = 4, 8
"""Words of a description behind a name, with and without a full stop."""
_LABEL_WORDS = 4
"""Words of the label of one amount in a cell."""
_CENTS = re.compile(r"\d[.,]\d\d$")
_WIDEST = 12
"""Columns that one cell can span."""


@dataclass(frozen=True, eq=False)
class _Cell:
    element: HtmlElement
    text: str
    title: str
    """Its first line, the rest describes; all of it where there is one line."""
    head: bool


@dataclass(frozen=True, eq=False)
class _Table:
    """The rows of a table with what holds for all of them."""

    document: Document
    rows: list[list[_Cell]]
    header: list[_Cell] | None
    period: Period | None
    """What the words right above or below the table say that its prices buy."""

    currency: str
    """The sign that a note on the page gives for all its prices: "All prices in CHF", or ""."""

    def _prices_in(self, column: int) -> bool:
        """Whether bare numbers in `column` can be prices: no counts, lengths or years."""
        over, language = self.over(column), self.document.language
        if self.header is None or not over:
            return max(map(len, self.rows)) == 2
        return not (whole("measures", over, language) or only_period(over, language))

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


def table_offers(document: Document) -> Iterator[tuple[Price, Thing, int]]:
    """Every offer in a table of `document`, with the index of the line that states its price."""
    flow = flow_of(document)
    for element in document.root.iter("table"):
        first, last = flow.span(element)
        if first == last or element.find(".//table") is not None:
            continue
        rows = _rows(element, flow)
        if len(rows) < 2 or max(map(len, rows)) < 2:
            continue
        head = rows[0] if _is_header(rows[0], document.language) else None
        table = _Table(
            document,
            rows[1:] if head else rows,
            head,
            _period_beside(first, last, document),
            stated_currency(document),
        )
        section: str | None = None
        for row in table.rows:
            section = _section(row, document.language) or section
            for price, thing, line in _of_row(row, table):
                named = price.service or section
                yield price.model_copy(update={"service": named}), thing, line


def _section(row: list[_Cell], language: str | None) -> str | None:
    """The words of a row that is a title for the rows below it."""
    texts = {cell.text for cell in row if cell.text}
    text = bare(next(iter(texts))) if len(texts) == 1 else ""
    title = text and len(text.split()) <= 6 and not find_money(text, language)
    return clean_name(text) if title and not price_words(text, language) else None


def _rows(table: HtmlElement, flow: Flow) -> list[list[_Cell]]:
    """The cells by row; a cell that spans columns stands in each of them."""
    rows = []
    for row in table.iter("tr", "thead"):
        cells: list[_Cell] = []
        for cell in row:  # a <thead> may hold its cells without a <tr>
            if cell.tag in ("td", "th"):
                lines = flow.under(cell)
                words = " ".join(line.text for line in lines)
                title = _title(lines[0]) if lines else ""
                span = cell.get("colspan", "1")
                wide = min(int(span), _WIDEST) if span.isdecimal() else 1
                cells += [_Cell(cell, words, title or words, cell.tag == "th")] * max(wide, 1)
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


def _is_header(row: list[_Cell], language: str | None) -> bool:
    one_cell = len({c.element for c in row}) == 1
    if one_cell or any(find_money(c.text, language) for c in row):
        return False
    if any(price_words(bare(c.text), language) or _PLAIN.fullmatch(c.text) for c in row[1:]):
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


def _of_row(row: list[_Cell], table: _Table) -> Iterator[tuple[Price, Thing, int]]:
    language = table.document.language
    yield from _of_variants(row, table)
    sums = [_money(cell, table.sign_of(n, cell.text), language) for n, cell in enumerate(row)]
    priced = sum(1 for money in sums if money is not None)
    paired = priced > 1 and _in_pairs(row, sums)
    for column, (cell, money) in enumerate(zip(row, sums, strict=True)):
        if money is None or not column or whole("rivals", table.over(column), language):
            continue
        label = bare(row[column - 1].text) if paired else _label(row[:column], table)
        over = "" if paired else table.over(column)
        name, service = _names(label, over, priced=1 if paired else priced, language=language)
        told = find_money(f"{label} {cell.text}", language)
        if not name or any(m.fault and m.amount == money.amount for m in told):
            continue
        if offer := _offer(cell, money, (name, service, label), over, table):
            yield offer


def _of_variants(row: list[_Cell], table: _Table) -> Iterator[tuple[Price, Thing, int]]:
    """The offers of a cell that states several amounts, told apart by label or period.

    They are named by the row and their own label: "Legs | Full 25 €, half 20 €".
    """
    language = table.document.language
    for column, cell in enumerate(row):
        sums = find_money(cell.text, language)
        if not column or len(sums) < 2 or any(m.fault for m in sums):
            continue
        label = _label(row[:column], table)
        around = parts(cell.text, sums, language)
        named = [before or after for before, after in around.values()]
        apart = {(n.casefold(), m.period) for n, m in zip(named, sums, strict=True)}
        if len(apart) < len(sums) or any(len(n.split()) > _LABEL_WORDS for n in named):
            continue
        for money, which in zip(sums, named, strict=True):
            names = (f"{label} {which}".strip(), label if which else None, label)
            if offer := _offer(cell, money, names, "", table):
                yield offer


def _in_pairs(row: list[_Cell], sums: list[Money | None]) -> bool:
    """Name, price, name, price: each amount has a name of its own at its left."""
    return all(
        n and sums[n - 1] is None and row[n - 1].text for n, money in enumerate(sums) if money
    )


def _label(cells: list[_Cell], table: _Table) -> str:
    """The first words of a row that are no number and no duration.

    Where rows share them, with the size beside them: "Cola | 0.3 l".
    """
    texts = [bare(c.title) for c in cells]
    language = table.document.language
    named = (t for t in texts if re.search(r"[^\W\d_]{2}", t) and not duration_of(t, language))
    label = next(named, texts[0])
    sizes = [t for t in texts[1:] if t[:1].isdigit() and len(t.split()) <= _SIZE_WORDS]
    alike = sum(1 for row in table.rows if row and bare(row[0].title) == label)
    return f"{label} {sizes[0]}" if sizes and alike > 1 else label


def _names(label: str, over: str, *, priced: int, language: str | None) -> tuple[str, str | None]:
    """Name and service of a cell from the words at the left of its row and over its column."""
    over_is_price, label_is_price = (says_price(t, language) for t in (over, label))
    if label_is_price:
        return ("", None) if over_is_price else (over, None)
    if over_is_price or priced == 1:
        return label, None
    return f"{label} {over}", label


def _offer(
    cell: _Cell, money: Money, names: tuple[str, str | None, str], over: str, table: _Table
) -> tuple[Price, Thing, int] | None:
    document = table.document
    name, service, label = names
    flow = flow_of(document)
    line = next(iter(flow.under(cell.element)), None)
    short = without_asides(name)
    if line is None or not naming(line, short, document.language, stated=money.amount is not None):
        return None
    beside = (over, label) if says_price(label, document.language) else (over,)
    found = (period_in(t, document.language, anywhere=a) for t in beside for a in (False, True))
    period = money.period or next((p for p in found if p), table.period)
    thing = Thing(name, line, cell.element, None, SURE)
    quote = f"{label} … {cell.text}" if label else cell.text
    source = Source(url=document.url, quote=quote[:300], channel=channel_of(cell.element))
    record = price_record(
        money, clean_name(name), document=document, period=period, source=source, thing=thing
    )
    if service:
        record = record.model_copy(update={"service": service})
    return record, thing, flow.span(cell.element)[0]


def _money(cell: _Cell, sign: str, language: str | None) -> Money | None:
    """What a cell states: one amount, words in place of one, or a number in a column of `sign`."""
    found = [m for m in find_money(cell.text, language) if m.fault is None]
    if found:
        return found[0] if len(found) == 1 and len(cell.text.split()) <= _WIDEST else None
    if qualifier := price_words(bare(cell.text), language):
        return Money(0, len(cell.text), None, qualifier=Qualifier(qualifier))
    if not sign or not _PLAIN.fullmatch(cell.text):
        return None
    number = cell.text.rstrip("* ")
    texts = (f"{number} {sign}", f"{sign}{number}")
    return next((m for text in texts for m in find_money(text, language)), None)
