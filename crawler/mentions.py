"""Where a page states a price: by an amount, or by words in place of one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from lxml.html import HtmlElement

from crawler.dom import Document, text_of
from crawler.durations import duration_of
from crawler.flow import Flow, Line, flow_of
from crawler.labels import PROSE_WORDS, bare, free_beside_length, price_words, without_fillers
from crawler.money import Money, find_money, period_in
from crawler.money_grammar import phrases, whole
from crawler.money_unsigned import unsigned_sum
from crawler.not_prices import heads_no_prices, names_no_price
from crawler.price_old import denied, sound, together, under
from crawler.price_parts import parts
from crawler.price_sentences import is_cost, subject_of
from crawler.records import Qualifier

_SIGN_ALONE = re.compile(r"(?:US)?[$€£₹]|zł|EUR|CHF|USD|PLN|kr\.?", re.IGNORECASE)
_LISTED = re.compile(r"\w\s?:\s*(?:\w+\s+){0,2}[€$£₹]?\d")
"""A label and its amount, as lists have it also inside a line."""
_SAID = re.compile(r"(.{3,60}?)\s*(?::|\s[–—-]\s|\.{3,}|…+)\s*(\D{3,40})")
"""A thing and words in place of its price: "First call: free"."""
_NUMBER_ALONE = re.compile(r"\d{1,3}(?:[.,' ]\d{3})*(?:[.,]\d{1,2})?(?:[.,][-–—])?")


_GOES_ON = re.compile(
    r"[^\W\d_]{2,}\s+[^\W\d_]{2,}\s+(?:[$€£]\s?\d[\d.,]*|\d[\d.,]*\s?[€$£])"
    r"\s+[^\W\d_]{4,}[^|·:/]*\.$"
)
"""A sentence that goes on after its amount: "We gave 300 € away."."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One price on one line."""

    line: int
    """Index in the flow."""
    money: Money
    label: str
    """The words before it on its line, without fillers: a row's name, or ""."""
    note: str
    """The words after it on its line."""
    prose: bool = False
    """It stands in a sentence of running text."""


@lru_cache(maxsize=4)
def mentions(document: Document) -> tuple[Mention, ...]:
    """Every price of `document` in page order; no old prices, no savings, no prose, no menus."""
    flow = flow_of(document)
    found: list[Mention] = []
    for n, line in enumerate(flow.lines):
        if line.region in ("nav", "cookie", "footer", "header") or _in_choice(line):
            continue
        if _is_prose(line):
            found += _in_prose(n, line, document.language)
            continue
        found += _on_line(n, flow, document.language)
    sums = {m.line for m in found if m.money.amount is not None}
    return tuple(m for m in found if not _is_plan_name(m, sums, flow))


def _is_plan_name(mention: Mention, sums: set[int], flow: Flow) -> bool:
    """Whether "Free" or "Custom" alone on its line names the plan whose price stands below."""
    if mention.money.amount is not None or mention.label:
        return False
    here = flow.lines[mention.line].element
    for n in (mention.line + 1, mention.line + 2):
        if n >= len(flow.lines) or flow.lines[n].rank:
            return False
        if n in sums and together(here, flow.lines[n].element):
            return True
    return False


def _in_choice(line: Line) -> bool:
    return line.element.tag in ("option", "select", "textarea", "optgroup")


def _on_line(n: int, flow: Flow, language: str | None) -> list[Mention]:
    line = flow.lines[n]
    text = _with_neighbour_sign(n, flow)
    sums = find_money(text, language)
    if not sums and (unsigned := unsigned_sum(text, language)):
        label = without_fillers(text[: unsigned.start], language)
        return [Mention(n, unsigned, label, "")]
    if not sums:
        return _in_words(n, line, language)
    kept = [] if heads_no_prices(text, language) else sound(n, flow, sums, language)
    if not kept or denied(n, flow, kept[-1], language):
        return []
    around = parts(text, sums, language)
    found: list[Mention] = []
    for money in kept:
        label, note = around[money.start]
        if not label and (crossed := _crossed_out_before(money, sums, kept)):
            label = around[crossed.start][0]
        if names_no_price(label, money, language):
            continue
        if _repeats(label, money, found, language):
            continue
        subject = subject_of(label, language)
        if subject != label and is_cost(subject, language):
            continue
        label = _without_length(subject, line, language)
        whole_sum = _with_neighbours(n, flow, money, label, language)
        found.append(Mention(n, whole_sum, label, note))
    return found


def _crossed_out_before(money: Money, sums: Sequence[Money], kept: Sequence[Money]) -> Money | None:
    """The old amount right before `money`, when only its style says so: "Cut 30 € 25 €"."""
    before = max((m for m in sums if m.start < money.start), key=lambda m: m.start, default=None)
    if before is None or before.fault or before.start in {m.start for m in kept}:
        return None
    return before


def _repeats(label: str, money: Money, before: Sequence[Mention], language: str | None) -> bool:
    """Whether words for a screen reader say the amount before once more: "Current price: 20 €"."""
    said = phrases("money", "price", language).search(label)
    return said is not None and any(m.money.amount == money.amount for m in before)


def _without_length(label: str, line: Line, language: str | None) -> str:
    """`label` without the run that only says how long it takes: "Cut" and "30 min" in one row."""
    for piece in reversed(line.pieces[1:]):
        if label.endswith(piece.text) and duration_of(piece.text, language) == piece.text:
            return bare(label.removesuffix(piece.text)) or label
    return label


def _is_prose(line: Line) -> bool:
    """Running text: long, or a whole sentence in one run."""
    count = len(line.text.split())
    whole_sentence = line.text.endswith((".", "!", "?")) and len(line.pieces) == 1
    if _LISTED.search(line.text) and count <= 2 * PROSE_WORDS:
        return False
    if whole_sentence and not line.rank and _GOES_ON.search(line.text):
        return True
    return count > PROSE_WORDS or (count >= 8 and whole_sentence)


def _in_prose(n: int, line: Line, language: str | None) -> Iterator[Mention]:
    """Sentences that say what one named thing costs."""
    if line.path and line.path[-1].rstrip().endswith("?"):
        return
    for sentence in re.split(r"(?<=[.!?])\s+(?=[A-ZÀ-Þ])", line.text):
        sums = find_money(sentence, language)
        if len(sums) != 1 or sums[0].fault:
            continue
        label = sentence[: sums[0].start].strip()
        subject = subject_of(label, language)
        named = subject[:1].isupper() or phrases("money", "article", language).match(label)
        short = 0 < len(subject.split()) <= 6 and "," not in subject
        if is_cost(subject, language):
            continue
        if subject != label and short and named:
            yield Mention(n, sums[0], subject, "", prose=True)


def _with_neighbour_sign(n: int, flow: Flow) -> str:
    """The line, with a currency sign or number that stands alone on the line beside it."""
    text = flow.lines[n].text
    before = flow.lines[n - 1] if n else None
    after = flow.lines[n + 1] if n + 1 < len(flow.lines) else None
    if after is not None and _cents(text, line_after=after.text):
        return f"{text}.{after.text.strip('.,')}"
    if not _NUMBER_ALONE.match(text) or any(s in text for s in "$€£₹"):
        return text
    if before is not None and _SIGN_ALONE.fullmatch(before.text):
        return f"{before.text}{text}"
    if after is not None and _NUMBER_ALONE.fullmatch(text) and _SIGN_ALONE.fullmatch(after.text):
        return f"{text} {after.text}"
    return text


def _cents(text: str, line_after: str) -> bool:
    """Whether the line below an amount holds its decimals: "€29" over "90"."""
    whole_amount = re.search(r"(?:[€$£₹]|[A-Z]{3})\s?\d{1,3}(?:[.,]\d{3})*$", text) is not None
    return whole_amount and re.fullmatch(r"[.,]?\d\d", line_after) is not None


def _with_neighbours(n: int, flow: Flow, money: Money, label: str, language: str | None) -> Money:
    """`money` with what the lines next to it add: "from" above, "/ month" below."""
    above = flow.lines[n - 1].text if n else ""
    if not label and money.qualifier is Qualifier.EXACT and whole("from", above, language):
        money = replace(money, qualifier=Qualifier.FROM)
    if not label and money.qualifier is Qualifier.EXACT and whole("up_to", above, language):
        money = replace(money, qualifier=Qualifier.UP_TO)
    if money.period is None:
        texts = [label] if label else _below(n, flow)
        periods = (period_in(t, language, anywhere=bool(label)) for t in texts)
        money = replace(money, period=next((p for p in periods if p), None))
    return money


def _below(n: int, flow: Flow) -> list[str]:
    """The short lines under a price that may say what it buys."""
    line, found = flow.lines[n], []
    for other in flow.lines[n + 1 : n + 3]:
        beside = together(line.element, other.element) or under(line.element, other.element)
        if not beside or other.rank or other.item is not line.item or len(other.text.split()) > 8:
            break
        found.append(other.text)
    return found


def _in_words(n: int, line: Line, language: str | None) -> list[Mention]:
    """A line or a run that says "on request" or "free" and no more."""
    if line.rank:
        return []
    if (told := _SAID.fullmatch(line.text)) and (qualifier := price_words(told[2], language)):
        label = without_fillers(told[1], language)
        if label:
            return [Mention(n, Money(0, 0, None, qualifier=qualifier), label, "")]
    for piece in (None, *line.pieces):
        said = line.text if piece is None else piece.text
        if _is_call(line.element if piece is None else piece.element, said):
            continue
        text = bare(said)
        qualifier = price_words(text, language) or free_beside_length(text, language)
        if qualifier is None:
            continue
        if piece is None:
            return [Mention(n, Money(0, len(line.text), None, qualifier=qualifier), "", "")]
        label = without_fillers(line.text[: piece.start], language)
        if label:
            money = Money(piece.start, piece.start + len(piece.text), None, qualifier=qualifier)
            return [Mention(n, money, label, "")]
    return []


def _is_call(element: HtmlElement, text: str) -> bool:
    """Whether `text` is the label of a link or button: it asks for something and prices nothing."""
    for node in (element, *element.iterancestors()):
        if node.tag in ("a", "button"):
            return len(text_of(node)) <= len(text) + 2
    return False
