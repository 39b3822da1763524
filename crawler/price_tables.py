"""Prices in tables: a column of prices beside names, a matrix of variants, plans in columns."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.dom import Document
from crawler.durations import duration_of
from crawler.flow import flow_of
from crawler.labels import bare, naming, price_words, says_price, without_asides
from crawler.money import Money, find_money, period_in
from crawler.money_grammar import whole
from crawler.owners import Thing
from crawler.price_parts import parts
from crawler.price_record import clean_name, price_record
from crawler.records import Price, Qualifier, Source
from crawler.table_rows import PLAIN, WIDEST, Cell, Table, tables_of
from crawler.tree import channel_of

SURE = 0.85
_SIZE_WORDS = 3
_LABEL_WORDS = 4
"""Words of the label of one amount in a cell."""


def table_offers(document: Document) -> Iterator[tuple[Price, Thing, int]]:
    """Every offer in a table of `document`, with the index of the line that states its price."""
    for table in tables_of(document):
        section: str | None = None
        for row in table.rows:
            section = _section(row, document.language) or section
            for price, thing, line in _of_row(row, table):
                named = price.service or section
                yield price.model_copy(update={"service": named}), thing, line


def _section(row: list[Cell], language: str | None) -> str | None:
    """The words of a row that is a title for the rows below it."""
    texts = {cell.text for cell in row if cell.text}
    text = bare(next(iter(texts))) if len(texts) == 1 else ""
    title = text and len(text.split()) <= 6 and not find_money(text, language)
    return clean_name(text) if title and not price_words(text, language) else None


def _of_row(row: list[Cell], table: Table) -> Iterator[tuple[Price, Thing, int]]:
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


def _of_variants(row: list[Cell], table: Table) -> Iterator[tuple[Price, Thing, int]]:
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


def _in_pairs(row: list[Cell], sums: list[Money | None]) -> bool:
    """Name, price, name, price: each amount has a name of its own at its left."""
    return all(
        n and sums[n - 1] is None and row[n - 1].text for n, money in enumerate(sums) if money
    )


def _label(cells: list[Cell], table: Table) -> str:
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
    cell: Cell, money: Money, names: tuple[str, str | None, str], over: str, table: Table
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


def _money(cell: Cell, sign: str, language: str | None) -> Money | None:
    """What a cell states: one amount, words in place of one, or a number in a column of `sign`."""
    found = [m for m in find_money(cell.text, language) if m.fault is None]
    if found:
        return found[0] if len(found) == 1 and len(cell.text.split()) <= WIDEST else None
    if qualifier := price_words(bare(cell.text), language):
        return Money(0, len(cell.text), None, qualifier=Qualifier(qualifier))
    if not sign or not PLAIN.fullmatch(cell.text):
        return None
    number = cell.text.rstrip("* ")
    texts = (f"{number} {sign}", f"{sign}{number}")
    return next((m for text in texts for m in find_money(text, language)), None)
