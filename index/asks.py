"""What a question is after: its language, the things it asks for, the concepts that it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from index.lexicon import languages, lexicon
from index.money import SIGN
from index.words import Term, folded, stopwords, terms_of, words_of

KINDS: dict[str, frozenset[str]] = {
    "price": frozenset({"price"}),
    "free": frozenset({"price"}),
    "hours": frozenset({"contact"}),
    "phone": frozenset({"contact"}),
    "email": frozenset({"contact"}),
    "address": frozenset({"contact"}),
    "booking": frozenset({"contact"}),
    "who": frozenset({"company"}),
    "since": frozenset({"company"}),
    "testimonial": frozenset({"testimonial"}),
    "duration": frozenset(),
    "date": frozenset(),
}
"""Asked thing → kinds of chunk that are about it."""

_TIME_UNIT = (
    r"min|h\b|hours?|days?|weeks?|months?|years?|stunden?|tage?n?\b|wochen?|monate?|jahre?|heures?|jours?|semaines?|mois"
    r"|ans?\b|horas?|d[ií]as?|semanas?|mes(?:es)?\b|años?|ore\b|giorni|settiman[ae]|mes[ei]|ann[io]|anos?|uur|uren|dagen"
    r"|weken|maanden?|jaar|godzin\w*|dni|tygodni\w*|miesi\w+|lat\b|rok\w*|hodin\w*|dn[íů]|týdn\w*|měsíc\w*|let\b|timm?(?:e|ar|er)\b"
    r"|dag(?:ar|er|e)?\b|veck(?:a|or)|uker?\b|uger?\b|månad\w*|måned\w*|zile|săptămân\w*|luni\b|ani\b|óra|perc\b|nap\b|hét\b"
    r"|hónap|év|tunti\w*|päivä\w*|viikko\w*|kuukau\w*|vuot\w*|vuosi"
)
_STREET = (
    r"(?i:\b(?:street|st\.|road|rd\.?|avenue|ave\.?|lane|drive|blvd|square|suite|rue|boulevard|place|calle|c/|avda?\.?|plaza|paseo"
    r"|via|piazza|corso|viale|rua|avenida|praça|ul\.|ulica|al\.|plac|laan|plein|weg|platz|allee|ulice|nám\.?|náměstí|strada|str\.|bulevardul|utca|tér)(?!\w)"
    r"|\w+(?:straße|strasse|str\.|weg|platz|gasse|allee|straat|laan|plein|gracht|gatan|vägen|gade|vej|gata|veien|katu)(?!\w))"
)
VALUES: dict[str, re.Pattern[str]] = {
    "price": re.compile(rf"{SIGN}\s?\d|\d\s?{SIGN}(?!\w)", re.IGNORECASE),
    "hours": re.compile(
        r"\b\d{1,2}\s?[:.h]\s?\d{2}\b|\b\d{1,2}\s?(?:am|pm|uhr|h)\b|24/7", re.IGNORECASE
    ),
    "phone": re.compile(r"\+?\d[\d\s()./-]{6,}\d"),
    "email": re.compile(r"\S@\S+\.\w"),
    "address": re.compile(
        rf"{_STREET}.{{0,30}}?\d|\d{{1,4}}[a-z]?,? (?:[^\W\d_]+ ){{0,3}}?{_STREET}"
        r"|(?<![\d.,$€£])\b\d{5}\b(?![.,]?\d|\s?[€$£])|\b\d{2}-\d{3}\b|\b\d{4} ?[A-Z]{2}\b"
        r"|\b[A-Z]{1,2}\d[\dA-Z]? \d[A-Z]{2}\b"
    ),
    "since": re.compile(rf"\b(?:19|20)\d\d\b|\b\d+\+?\s?(?:{_TIME_UNIT})", re.IGNORECASE),
    "duration": re.compile(rf"\b\d+\s?[-–—+]?\s?(?:{_TIME_UNIT})", re.IGNORECASE),
    "date": re.compile(
        r"\b\d{1,2}[./]\d{1,2}[./]\d{2,4}"
        r"|\b\d{1,2}(?:st|nd|rd|th|\.)? (?:de )?[^\W\d_]{3,9}\b,? (?:de )?20\d\d"
    ),
    "testimonial": re.compile(r"[“„«\"][^“„«\"]{20,}"),
    "who": re.compile(r"[A-ZÀ-Ž][\w'’-]+ [A-ZÀ-Ž][\w'’-]+"),
}
"""Asked thing → what its value looks like in a text, in any language."""


SHORT = 3
"""Words of a question in which one small word of another language tells."""


@dataclass(frozen=True)
class Question:
    """A question as it is understood."""

    text: str
    language: str
    """The lexicon language with the most of its words; the site's when it has none."""
    asks: frozenset[str]
    """Keys of KINDS."""
    terms: tuple[Term, ...]
    """Its content words."""
    small_words: int = 0
    """How many of its words only talk ("do", "you", "that"): a search is given few of them."""


def understand(text: str, site_languages: Sequence[str], hint: str | None = None) -> Question:
    """Read the shape of `text`; `site_languages` are those of the site, the main one first.

    `hint` is the language of the conversation: it wins a tie against other foreign ones.
    """
    language = guess_language(text, (*site_languages, *([hint] if hint else ())))
    plain = folded(" ".join(text.casefold().split()))
    tags = dict.fromkeys((language, *site_languages))
    asks = {
        ask
        for tag in tags
        for ask, form, other in _ask_forms(tag)
        if form.search(other.sub(" ", plain))
    }
    terms = terms_of(text, language, site_languages or (language,))
    talk = stopwords(language) - lexicon(language).links
    small = sum(word in talk for word in words_of(text))
    return Question(text, language, frozenset(asks), terms, small)


def guess_language(text: str, site_languages: Sequence[str]) -> str:
    """The language whose small words stand in `text` most; the site's main language on a tie."""
    words = [word for word in words_of(text) if len(word) > 1]
    order = list(dict.fromkeys((*(t for t in site_languages if t in languages()), *languages())))
    counts = {tag: sum(word in stopwords(tag) for word in words) for tag in order}
    own, best = order[0], max(order, key=lambda tag: counts[tag])
    needed = 1 if not counts[own] and len(words) <= SHORT else 2
    return best if counts[best] >= counts[own] + needed else own


@lru_cache(maxsize=65536)
def has_value(ask: str, text: str) -> bool:
    """Whether `text` contains something that looks like what `ask` wants."""
    if ask in ("price", "free"):
        plain = folded(text.casefold())
        return bool(VALUES["price"].search(text) or _no_amount_form(ask).search(plain))
    form = VALUES.get(ask)
    return form is None or bool(form.search(text)) or bool(_label_form(ask).search(text))


LABELS = {
    "hours": "opening_hours",
    "phone": "phones",
    "email": "emails",
    "address": "addresses",
    "booking": "booking_urls",
    "since": "founded",
    "who": "people",
}
"""Asked thing → the label that a chunk puts before it."""


def recorded(kind: str, text: str) -> frozenset[str]:
    """Asked things of which a chunk of `kind` that says `text` is the record."""
    found = {ask for ask in LABELS if _label_form(ask).search(text)}
    if kind == "testimonial" or (kind == "price" and VALUES["price"].search(text)):
        found.add(kind)
    return frozenset(found)


RECORDED = frozenset({"hours", "phone", "email", "address", "since", "price", "testimonial"})
"""Asked things that a site without a record of them seldom tells elsewhere."""


@cache
def _label_form(ask: str) -> re.Pattern[str]:
    if ask not in LABELS:
        return re.compile(r"(?!)")
    words = sorted({re.escape(lexicon(tag).labels[LABELS[ask]]) for tag in languages()})
    return re.compile(rf"(?:^|\s)(?:{'|'.join(words)}): ")


@cache
def _ask_forms(tag: str) -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    """Asked thing, what shows it, and what is to be overlooked (the forms after a minus)."""
    return tuple(
        (
            ask,
            _starts(word for word in words if not word.startswith("-")),
            _starts(word[1:] for word in words if word.startswith("-")),
        )
        for ask, words in lexicon(tag).asks.items()
    )


@cache
def _no_amount_form(ask: str) -> re.Pattern[str]:
    """What answers `ask` ("price" or "free") without an amount."""
    words = [lexicon(tag).labels["on_request"] for tag in languages()]
    if ask == "free":
        words += [word for tag in languages() for word in lexicon(tag).asks["free"]]
    return _starts(words)


_GAP = r"\W+(?:\w+\W+){0,3}?"
"""What "~" stands for: at most three words, as in "ile ~ kosztuje"."""


def _starts(words: Iterable[str]) -> re.Pattern[str]:
    """Matches any of `words` at the start of a word; short ones as whole words."""
    plain = [folded(word.casefold()) for word in words]
    forms = [
        _GAP.join(map(re.escape, word.split(" ~ "))) + (r"(?!\w)" if len(word) < 5 else "")
        for word in plain
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})" if forms else r"(?!)")
