"""Prices in tables: a column of prices beside names, a matrix of variants, plans in columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.dom import Document
from crawler.flow import flow_of
from crawler.mentions import bare, price_words, without_fillers
from crawler.money import Money, find_money, period_in
from crawler.money_grammar import whole
from crawler.owners import Thing, naming
from crawler.price_record import clean_name, price_record
from crawler.records import Price, Qualifier, Source
from crawler.tree import channel_of, is_struck, text_of

_PLAIN = re.compile(r"\d{1,3}(?:[.,' ]\d{3})*(?:[.,]\d{1,2})?(?:[.,][-–—])?")


@dataclass(frozen=True, eq=False)
class _Cell:
    element: HtmlElement
    text: str
    head: bool


def table_offers(document: Document) -> Iterator[tuple[Price, Thing, int]]:
    """Every offer in a table of `document`, with the index of the line that states its price."""
    flow = flow_of(document)
    for table in document.root.iter("table"):
        if table.find(".//table") is not None or flow.span(table)[0] == flow.span(table)[1]:
            continue
        grid = _grid(table)
        if len(grid) >= 2 and max(map(len, grid)) >= 2:
            for price, thing, element in _read(grid, document):
                yield price, thing, flow.span(element)[0]


def _grid(table: HtmlElement) -> list[list[_Cell]]:
    """The cells by row; a cell that spans columns stands in each of them."""
    rows = []
    for row in table.iter("tr"):
        cells: list[_Cell] = []
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            words = "" if is_struck(cell) else text_of(cell)
            span = cell.get("colspan", "1")
            wide = min(int(span), 12) if span.isdigit() else 1
            cells += [_Cell(cell, words, cell.tag == "th")] * max(wide, 1)
        if cells:
            rows.append(cells)
    return rows


def _read(
    grid: list[list[_Cell]], document: Document
) -> Iterator[tuple[Price, Thing, HtmlElement]]:
    language = document.language
    header = grid[0] if _is_header(grid[0], language) else None
    for row in grid[1:] if header else grid:
        label = bare(row[0].text)
        for column, cell in enumerate(row[1:], 1):
            money = _money(
                cell, header[column].text if header and column < len(header) else "", language
            )
            if money is None:
                continue
            over = bare(header[column].text) if header and column < len(header) else ""
            name, service = _names(label, over, _priced(row[1:], language), language)
            if not name:
                continue
            line = next(iter(flow_of(document).under(cell.element)), None)
            if line is None or not naming(line, name, language):
                continue
            period = (
                money.period
                or period_in(over, language)
                or period_in(over, language, anywhere=True)
            )
            thing = Thing(name, line, cell.element, None, 0.85)
            quote = f"{label} … {cell.text}" if label else cell.text
            source = Source(url=document.url, quote=quote[:300], channel=channel_of(cell.element))
            record = price_record(
                money,
                clean_name(name),
                document=document,
                period=period,
                source=source,
                thing=thing,
            )
            yield (
                record.model_copy(update={"service": service}) if service else record,
                thing,
                cell.element,
            )


def _is_header(row: list[_Cell], language: str | None) -> bool:
    return not any(find_money(c.text, language) for c in row) and (
        any(c.head for c in row[1:]) or all(len(c.text.split()) <= 5 for c in row)
    )


def _priced(cells: list[_Cell], language: str | None) -> int:
    return sum(
        1 for c in cells if find_money(c.text, language) or price_words(bare(c.text), language)
    )


def _names(label: str, over: str, priced: int, language: str | None) -> tuple[str, str | None]:
    """Name and service of a cell from the words at the left of its row and over its column."""
    over_is_price = not without_fillers(over, language) or whole("price", over, language)
    label_is_price = not without_fillers(label, language) or whole("price", label, language)
    if label_is_price:
        return ("", None) if over_is_price else (over, None)
    if over_is_price or priced == 1:
        return label, None
    return f"{label} {over}", label


def _money(cell: _Cell, over: str, language: str | None) -> Money | None:
    found = [m for m in find_money(cell.text, language) if m.fault is None]
    if len(found) == 1:
        return found[0] if len(cell.text.split()) <= 12 else None
    if found:
        return None
    if qualifier := price_words(bare(cell.text), language):
        return Money(0, len(cell.text), None, qualifier=Qualifier(qualifier))
    if _PLAIN.fullmatch(cell.text) and (
        sign := re.search(r"[€$£₹]|zł|EUR|CHF|USD|PLN|GBP|Kč|kr", over)
    ):
        joined = find_money(f"{cell.text} {sign[0]}", language) or find_money(
            f"{sign[0]}{cell.text}", language
        )
        return next(iter(joined), None)
    return None
