"""Offers with a price: what a customer pays for a named thing.

Savings, statistics, guarantees, crossed-out and example amounts are no prices. An amount whose
owner cannot be told is
left out: a wrong price is worse than none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice

from lxml.html import HtmlElement

from crawler.dom import Document
from crawler.flow import flow_of
from crawler.labels import is_measure
from crawler.lead_ins import lead_ins
from crawler.mentions import Mention, mentions
from crawler.money_grammar import whole
from crawler.owners import Owners, Thing
from crawler.price_elsewhere import elsewhere, elsewhere_by_address
from crawler.price_merge import merge_prices
from crawler.price_record import clean_name, price_record
from crawler.price_tables import table_offers
from crawler.price_typed import typed_prices
from crawler.records import Period, Price, Qualifier, Source
from crawler.roles import Role, page_role
from crawler.site import SiteIdentity
from crawler.stated_terms import stated_terms
from crawler.tree import channel_of

__all__ = ["merge_prices", "offers", "prices"]

KEEP = 0.5
_ROW_DEPTH = 5
"""Elements between a row and the card that it stands in."""
_BRACKETED = re.compile(r"\(?([^\W\d][^()]*)\)")
_YEARLY = re.compile(r"year|annual|jahr|jaehr|annuel|anual|annuale|jaar|rocz", re.IGNORECASE)
"""Readings less sure than this are dropped."""


def prices(document: Document, site: SiteIdentity) -> tuple[Price, ...]:
    """Every offer with a price on one page; currencies of ambiguous signs as the language tells."""
    del site  # the country is settled over all pages; merge_prices applies it
    seen = (price for price, _ in offers(document))
    return (*seen, *lead_ins(document), *stated_terms(document), *typed_prices(document))


@lru_cache(maxsize=4)
def offers(document: Document) -> tuple[tuple[Price, Thing], ...]:
    """The offers of `document`, each with the thing on the page that it was read from."""
    if page_role(document) in (Role.ARTICLE, Role.PRIVACY) or elsewhere_by_address(document):
        return ()
    tables = [(p, t, n) for p, t, n in table_offers(document) if not elsewhere(document, n, t)]
    in_tables = _lines_in_tables(document)
    pairs = [(price, thing) for price, thing, _ in tables]
    owners = Owners(document)
    owned = [(m, owners.of(m)) for m in mentions(document) if m.line not in in_tables]
    sure = [
        (m, t)
        for m, t in owned
        if t is not None and t.sure >= KEEP and not elsewhere(document, m.line, t)
    ]
    ranks = Counter(t.name_line.rank for m, t in sure if m.money.amount and t.name_line)
    by_thing: dict[tuple[str, int], list[tuple[Mention, Thing]]] = {}
    for mention, thing in sure:
        if _in_place(mention, thing, owners, ranks):
            by_thing.setdefault((thing.name, id(thing.element)), []).append((mention, thing))
    cards = {t.element: t.name for m, t in sure if t.card is not None and m.money.amount}
    for group in by_thing.values():
        around = _card_around(group[0][1], cards)
        for price in _of_thing(group, document):
            named = price.model_copy(update={"service": around}) if around else price
            pairs.append((named, group[0][1]))
    return tuple(pairs)


def _card_around(thing: Thing, cards: Mapping[HtmlElement, str]) -> str | None:
    """The name of the priced card that holds the row `thing`: "Extra seat: 5 €" in "Team"."""
    above = islice(thing.element.iterancestors(), _ROW_DEPTH)
    name = next((cards[node] for node in above if node in cards), None)
    return clean_name(name) if name and name != thing.name else None


def _lines_in_tables(document: Document) -> frozenset[int]:
    """Lines of tables with columns: their prices are read by cell or not at all."""
    flow = flow_of(document)
    found: set[int] = set()
    for table in document.root.iter("table"):
        if table.find(".//table") is None and any(len(row) > 1 for row in table.iter("tr")):
            found.update(range(*flow.span(table)))
    return frozenset(found)


def _in_place(mention: Mention, thing: Thing, owners: Owners, ranks: Mapping[int, int]) -> bool:
    """Whether "free" or "on request" stands where the rest of its group has a price; a figure of
    zero that names nothing is such a "free" too.

    A last plan in a box of its own is one of them when its heading ranks as those of the priced
    ones do (`ranks`: how many of each rank).
    """
    money = mention.money
    if money.amount is not None and (money.amount != "0" or mention.label):
        return True
    if thing.card is not None and owners.others_priced(thing.card):
        return True
    rank = thing.name_line.rank if thing.name_line else 0
    return not mention.label and rank > 1 and ranks.get(rank, 0) > 1


def _of_thing(group: Sequence[tuple[Mention, Thing]], document: Document) -> Iterator[Price]:
    """The prices of one thing: one for each period; two for one period are too unsure to tell."""
    thing = group[0][1]
    stated = any(m.money.amount is not None for m, _ in group)
    sums = {
        _terms(m, document): m
        for m, _ in group
        if not _billed_by_year(m, document) and not (stated and _asks(m))
    }
    kinds = [(m.money.period, _variant(m, document.language)) for m in sums.values()]
    for mention in sums.values():
        if kinds.count((mention.money.period, _variant(mention, document.language))) == 1:
            yield _price(mention, thing, document, variant=len(kinds) > 1)


def _asks(mention: Mention) -> bool:
    """Whether a button such as "Tailored quote" stands below an amount rather than in its place."""
    return mention.money.qualifier is Qualifier.ON_REQUEST and not mention.label


def _variant(mention: Mention, language: str | None) -> str:
    """What tells the amounts of one thing apart: "Two people: $80", "$80 (two people)"."""
    bracketed = _BRACKETED.fullmatch(mention.note)
    note = bracketed[1] if bracketed else mention.note
    told = bracketed or whole("setup", note, language) or is_measure(note, language)
    return mention.label or (note if told else "")


def _billed_by_year(mention: Mention, document: Document) -> bool:
    """Whether it is the monthly figure that a switch shows to those who pay by the year."""
    if mention.money.period is not Period.MONTH:
        return False
    element = flow_of(document).lines[mention.line].element
    around = (element, *list(element.iterancestors())[:2])
    names = " ".join(f"{n.get('class') or ''} {n.get('id') or ''}" for n in around)
    return _YEARLY.search(names) is not None


def _terms(mention: Mention, document: Document) -> tuple[object, ...]:
    money = mention.money
    terms = (money.amount, money.amount_max, money.currency, money.period, money.qualifier)
    return (*terms, _variant(mention, document.language))


def _price(mention: Mention, thing: Thing, document: Document, *, variant: bool) -> Price:
    money, name = mention.money, clean_name(thing.name)
    if variant and (which := _variant(mention, document.language)) and which != thing.name:
        name = f"{name} {which}"
    source = Source(
        url=document.url, quote=_quote(thing, mention, document), channel=channel_of(thing.element)
    )
    record = price_record(
        money, name, document=document, period=money.period, source=source, thing=thing
    )
    return record.model_copy(update={"service": None}) if mention.prose else record


def _quote(thing: Thing, mention: Mention, document: Document) -> str:
    line = flow_of(document).lines[mention.line]
    if thing.name_line is None or thing.name_line is line:
        return line.text[:300]
    return f"{thing.name_line.text} … {line.text}"[:300]
