"""Short lines as labels: what can name a thing, what only stands beside a price."""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.durations import duration_of
from crawler.flow import Line
from crawler.money import find_money, only_period
from crawler.money_grammar import phrases, vocabulary, whole
from crawler.offer_words import is_call, names_nothing
from crawler.records import Qualifier

PROSE_WORDS = 14
"""A line of more words than this is prose, not a label."""
_LONGEST = 110
_TOLD = 8
"""Words of a line that says "on request" and what it depends on."""
_BULLET = re.compile(r"^[\s.✓✔☑✅•·●▪►▶→➜–—\-*+|:]+|[\s:;|·•→➜.…_\-–—(]+$")
_WORDS = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_LETTER = re.compile(r"[^\W\d_]{2}")
_SENTENCE = re.compile(r"([^\W\d_]{4,})[.!?]\s+(?:[^\W_]|[\"'„“«(])|[?!…]$")
"""More than one sentence; "incl. tea" and "manual treatm. back" are one name."""
_SHORTENED = re.compile(r"\w\w[bcdfghj-np-tvwxz]{2}", re.IGNORECASE)
"""A word cut short: "inkl.", "excl.", "kosm."."""
_LEADS_IN = re.compile(r"(?:\S+\s+){5,}\S+:$")
"""A heading that opens a list: "When you enrol please bring with you:"."""
_PARTED = re.compile(r"\s*[|·•/,–—]\s*|\s-\s")
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)")
_SLOGAN = re.compile(r"(?:\S+\s+){3,}\S*[^\W\d_]{4,}\.$")


def bare(text: str) -> str:
    """`text` without bullets, check marks and trailing separators."""
    before = None
    while before != text:
        before, text = text, _BULLET.sub("", text).strip()
    return text


def price_words(text: str, language: str | None) -> Qualifier | None:
    """What `text` says in place of an amount, when it says nothing else."""
    if whole("on_request", text, language) or _goes_on(text, language):
        return Qualifier.ON_REQUEST
    if whole("free", text, language):
        return Qualifier.FREE
    return None


def free_beside_length(text: str, language: str | None) -> Qualifier | None:
    """What "Free | 30 minutes" says in place of an amount."""
    told = [t.strip() for t in _PARTED.split(text)]
    found = [q for t in told if (q := price_words(t, language))]
    rest = [t for t in told if not price_words(t, language)]
    lengths = len(told) < 4 and all(duration_of(t, language) == t for t in rest)
    return found[0] if len(found) == 1 and lengths else None


def _goes_on(text: str, language: str | None) -> bool:
    """Whether `text` opens with full words for "on request": "Price on request, by distance"."""
    said = phrases("money", "on_request", language).match(text)
    return said is not None and len(said[0].split()) >= 3 and len(text.split()) <= _TOLD


def without_asides(text: str) -> str:
    """`text` without what stands in brackets, where more than that is left."""
    return _IN_BRACKETS.sub("", text).strip() or text


def without_fillers(text: str, language: str | None) -> str:
    """A price's label without the words that name nothing: "Price: only" → ""."""
    label = bare(text)
    found = _WORDS.findall(label.lower())  # casefold would make "groß" the filler "gross"
    fillers = _fillers(language)
    if all(w in fillers for w in found):
        return ""
    return label


@lru_cache(maxsize=64)
def _fillers(language: str | None) -> frozenset[str]:
    names = ("filler", "price", "from", "tax")
    return frozenset(
        w for n in names for p in vocabulary(n, language) for w in p.casefold().split()
    )


def says_price(text: str, language: str | None) -> bool:
    """Whether `text` is the word for a price and names nothing: "Price", "Price per month"."""
    if not without_fillers(text, language) or whole("price", text, language):
        return True
    word = phrases("money", "price", language).match(bare(text))
    return word is not None and only_period(bare(text)[word.end() :], language)


def naming(line: Line, text: str, language: str | None, *, stated: bool = False) -> bool:
    """Whether `text` of `line` can be the name of a thing that is sold.

    Beside a figure (`stated`) even "Free" or "Custom" is a name.
    """
    slogan = line.rank and (_SLOGAN.search(text) or _LEADS_IN.search(text))
    text = bare(text)
    if (
        slogan
        or not _LETTER.search(text)
        or len(text.split()) > PROSE_WORDS - 2
        or len(text) > _LONGEST
    ):
        return False
    if _has_sentences(text) or find_money(text, language):
        return False
    if stated and not line.linked and _names_plan(text, language):
        return True
    if _announces(text, language):
        return False
    if line.rank and text == bare(line.text):
        return not whole("price", text, language)
    sentence = line.text.endswith(".") and len(text.split()) >= 4
    if sentence and text == bare(line.text):
        return False
    if (not stated and price_words(text, language)) or only_period(text, language):
        return False
    return bool(without_fillers(text, language))


def _has_sentences(text: str) -> bool:
    """Whether `text` asks, calls or goes on after a sentence; "incl." ends none."""
    return any(
        m[1] is None or not (_SHORTENED.fullmatch(m[1]) or text[m.end() - 1].islower())
        for m in _SENTENCE.finditer(text)
    )


def _names_plan(text: str, language: str | None) -> bool:
    """Whether `text` is one of the usual names of plans, though a button may say it: "Start"."""
    return phrases("services", "tiers", language).fullmatch(text) is not None


def _announces(text: str, language: str | None) -> bool:
    """Whether `text` is a badge, a heading or a button's words rather than a name."""
    if any(phrases("services", n, language).fullmatch(text) for n in ("more", "badges")):
        return True
    return names_nothing(text, language) or is_call(text, language)


def is_measure(label: str, language: str | None) -> bool:
    """Whether `label` only says how much a price buys: "75 minutes", "10 lessons"."""
    outside = _IN_BRACKETS.sub("", label).strip()
    if outside and outside != label and duration_of(outside, language) is None:
        return False  # "Intake (60 min)"
    return duration_of(label, language) is not None and len(label.split()) <= 3
