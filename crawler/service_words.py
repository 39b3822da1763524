"""Which headings, labels, addresses and names speak of services."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

from crawler.hrefs import split_url
from crawler.labels import bare
from crawler.lexicon import words
from crawler.money import only_period
from crawler.money_grammar import known, phrases
from crawler.offer_words import names_nothing

_NUMBERED = re.compile(
    r"^(?:step|schritt|étape|paso|passo|stap|krok|phase|fase|etap)\s*\d{1,2}\b|^\d+\W*$",
    re.IGNORECASE,
)
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b")
_AND = re.compile(
    r"\s*(?:&|\+|/|,|\b(?:and|und|et|y|e|en|i|och|og|a))\s*(?:$|(?=\s))", re.IGNORECASE
)
"""Between the two halves of such a title as "Rooms & rates"."""
_LEADS_OVER = frozenset({
    "for", "against", "with", "in", "für", "gegen", "bei", "mit", "pour", "contre",
    "avec", "para", "contra", "con", "com", "per", "contro", "voor", "tegen", "met",
    "mod", "med", "til", "mot", "till", "för", "przeciw", "dla", "na",
    "pro", "proti", "při", "pentru", "împotriva",
})  # fmt: skip
"""Prepositions that a menu entry ends in where its entries below complete it."""
_TOWN = re.compile(
    r"\s+(?:in|near|en|à|em|w|we|bei|nahe|a|te)\s+(?:the\s+)?[A-ZÀ-Þ][\w'’.-]*(?:[\s,]+(?:and\s+)?[A-ZÀ-Þ][\w'’.-]*)*$"
)


def says_services(text: str, language: str | None) -> bool:
    """Whether a heading or label announces services: a short text with one of the words in it."""
    match = phrases("services", "services", language).search(text)
    return match is not None and len(text.split()) <= len(match[0].split()) + 6


def says_other(text: str, language: str | None) -> bool:
    """Whether a heading announces cards that are no services: reasons, steps, people, articles."""
    match = phrases("services", "others", language).search(text)
    if match is None:
        return False
    return match.start() <= 4 or len(text.split()) <= len(match[0].split()) + 4


def slugs(url: str) -> tuple[str, ...]:
    """The segments of the path of `url` in lower case, without index and suffix."""
    parts = (unquote(p).casefold() for p in split_url(url).path.split("/") if p)
    bare_parts = (re.sub(r"\.\w{2,5}$", "", p) for p in parts)
    return tuple(
        p for p in bare_parts if p != "index" and not re.fullmatch(r"[a-z]{2}(-[a-z]{2})?", p)
    )


@lru_cache(maxsize=256)
def _folders(name: str, language: str | None) -> frozenset[str]:
    return frozenset(w for tag in known(language) for w in words("services", name, tag))


def in_service_folder(url: str, language: str | None) -> bool:
    """Whether `url` lies below a folder of services."""
    return any(p in _folders("folders", language) for p in slugs(url)[:-1])


def is_hub(url: str, language: str | None) -> bool:
    """Whether `url` is the page that lists the services."""
    parts = slugs(url)
    return bool(parts) and parts[-1] in _folders("folders", language)


def in_other_folder(url: str, language: str | None) -> bool:
    """Whether `url` lies in or at a folder of articles, references, people or legal pages."""
    return any(p in _folders("other_folders", language) for p in slugs(url))


@lru_cache(maxsize=32768)
def is_service_name(text: str, language: str | None) -> bool:
    """Whether `text` can be what a service is called."""
    text = bare(text)
    if not 2 < len(text) <= 80 or len(text.split()) > 9 or not re.search(r"[^\W\d_]{3}", text):
        return False
    if (
        "?" in text
        or text[-1] in "!…"
        or re.search(r"[^\W\d_]{4,}\.(?:\s|$)", text)
        or (_NUMBERED.search(text) and len(text.split()) < 3)
    ):
        return False
    if names_nothing(text, language) or only_period(text, language):
        return False
    folded = text.casefold()
    for name in ("nothing", "badges", "more", "services", "others"):
        if folded in _folded(name, language):
            return False
    if "@" in text or _DATE.search(text):
        return False
    return not _with_prices(text, language)


def _with_prices(text: str, language: str | None) -> bool:
    """Whether `text` titles a page of prices: "Rooms & rates", "Cursos y precios"."""
    return any(
        _AND.search(text[: m.start()]) or _AND.match(text[m.end() :])
        for m in phrases("money", "price", language).finditer(text)
        if m.end() == len(text) or not m.start()
    )


def says_activity(name: str, language: str | None) -> bool:
    """Whether `name` ends its first part in what is done for customers: "Office cleaning"."""
    return _activity(language).search(name) is not None


@lru_cache(maxsize=64)
def _activity(language: str | None) -> re.Pattern[str]:
    """Any noun of an activity, also as the last part of a compound: "Büroreinigung"."""
    found = {w for tag in known(language) for w in words("services", "activities", tag)}
    nouns = "|".join(re.escape(w) for w in sorted(found, key=lambda w: (-len(w), w)))
    return re.compile(rf"(?<![^\W_])(?:[^\W\d_]{{3,}}-?)?(?:{nouns})(?![^\W_])", re.IGNORECASE)


def is_generic(heading: str, language: str | None) -> bool:
    """Whether a heading over prices names no service: "Simple pricing", "Courses & prices 2026"."""
    rest, words_off = heading, 0
    for section, name in (("money", "price"), ("services", "services"), ("services", "nothing")):
        rest, removed = phrases(section, name, language).subn(" ", rest)
        words_off += removed
    priced = phrases("money", "price", language).search(heading) is not None
    if phrases("services", "more", language).match(heading):
        return True
    left = [w for w in re.findall(r"[^\W\d_]+", rest) if len(w) > 3]
    return words_off > 0 and len(left) <= (1 if priced else 0)


@lru_cache(maxsize=256)
def _folded(name: str, language: str | None) -> frozenset[str]:
    return frozenset(w.casefold() for tag in known(language) for w in words("services", name, tag))


def is_tier(name: str, language: str | None) -> bool:
    """Whether `name` is made of the words that packages of one service are told apart by."""
    found = [w for w in re.findall(r"[\w-]+", name.casefold()) if not w.isdigit()]
    tiers = _folded("tiers", language)
    return bool(found) and (name.casefold() in tiers or all(w in tiers for w in found))


def has_rank(name: str, language: str | None) -> bool:
    """Whether a word of `name` ranks it among packages: "Lawn Plus", "Gold care"."""
    ranks = _folded("ranks", language)
    return any(w in ranks for w in re.findall(r"[\w-]+", name.casefold()))


def is_package(name: str, language: str | None) -> bool:
    """Whether `name` ranks or counts what is bought: "Gold care", "10 lessons"."""
    counted = phrases("money", "session", language).search(name) and re.search(r"\d", name)
    packed = phrases("services", "packs", language).search(name)
    return has_rank(name, language) or bool(counted) or packed is not None


def is_slogan(name: str, language: str | None) -> bool:
    """Whether `name` boasts or speaks to somebody, as names of services rarely do."""
    return any(phrases("services", w, language).search(name) for w in ("virtues", "pronouns"))


def head_of(name: str) -> str:
    """`name` without a slogan behind a dash: "Local SEO — be found" → "Local SEO"."""
    head, dash, tail = [*re.split(r"(\s[—–|]\s)", name, maxsplit=1), "", ""][:3]
    slogan = dash and (tail[:1].islower() or len(tail.split()) >= 3)
    return head if slogan and len(head) >= 3 else name


def without_preposition(name: str) -> str:
    """`name` without the word that leads over to a list below it: "Massage for" → "Massage"."""
    head, _, last = name.rpartition(" ")
    return head if head and leads_over(last) else name


def leads_over(word: str) -> bool:
    """Whether `word` is a preposition that ties the words after it to those before it."""
    return word in _LEADS_OVER


def without_town(name: str) -> str:
    """`name` without a place at its end: "Roof repair in Leeds" → "Roof repair"."""
    return _TOWN.sub("", name)
