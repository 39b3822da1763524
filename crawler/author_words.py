"""What a short line says by its words: a name, a post, a customer, a company, a land, or noise."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

from crawler.lexicon import languages, pattern, words
from crawler.names import has_given_name

_SMALL = """
    de del della der den di da das do dos du van von zu zur la le el al bin ben y e i et und and en
    og och a à & + med. dent. vet. jur. phil. h.c.
"""
_PARTICLES = frozenset(_SMALL.split())
_TITLES = frozenset({"familie", "doctor", "doctora", "professor", "prof", "doutor"})
_FIRMS = r"""
    GmbH mbH AG KG OHG UG e\.\s?K e\.\s?V Inc LLC LLP Ltd Limited PLC Corp Co Company
    S\.?A\.?S? S\.?L\.?U? SARL EURL S\.?r\.?l S\.?p\.?A B\.?V N\.?V Sp\.\s?z\s?o\.?\s?o s\.r\.o
    a\.s Oy AB ApS Ltda
    Group Gruppe Groupe Grupo Gruppo Studios? Agency Agentur Agence Holdings? Partners Ventures
    Capital Labs? Technologies Solutions Systems Industries Foundation University Universität
    College School Bank Hotel Clinic Klinik Praxis Restaurant Media Consulting Logistics
"""
COMPANY_FORM = re.compile(rf"(?<!\w)(?:{'|'.join(_FIRMS.split())})\b", re.IGNORECASE)
"""Legal forms and common last words of company names."""
_LOGO = re.compile(r"[a-zß-ÿ][A-ZÀ-Þ]|\w&\w|^[A-Z]{3,}$|\d|\.(?:com|de|io|net)$")
_STATE = re.compile(r"^[A-Z]{2}(?:\s+\d{5})?$")
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\b(?:19|20)\d{2}\b")
_RELATIVE = re.compile(
    r"(?:hace|há|il y a|vor|před|acum) (?:\w+ )?\w+"
    r"|(?:\w+ )?\w+ (?:fa|ago|geleden|temu|siden|sedan|atrás)",
    re.IGNORECASE,
)
"""A time before today: "un anno fa", "il y a un mois"."""
_AGE = re.compile(
    r"(?:age[d:]? )?[1-9]\d(?: (?:years?(?: old)?|yrs?|yo|jahre(?: alt)?|ans|años|anni|anos|jaar"
    r"|lat|lata|let|år|ani|de ani))?",
    re.IGNORECASE,
)
STAR_SIGNS = re.compile(r"[★☆⭐✩✭✮✰⯪🌟]+")
_TRADE = re.compile(
    r"\w{2,}(?:istas?|istes?|ière|ier|euse|teur|trice|tore|aio|aia|ante|dora|dor|tora|iere|iera|"
    r"eiro|eira|ólog[oa]|olog[oa]|logue|erin|nerin|lerin|tner|ler|arka|niczka)",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"(?:[^\W\d_]{1,2}['’])?[^\W\d_](?:[^\W\d_]|[.-])*|&|\+")


def is_name(text: str) -> bool:
    """Whether `text` is written as a person's name: capitalised words, initials, particles."""
    if len(text) > 48 or re.search(r"\d|[@!?]", text) or is_anonymous(text):
        return False
    tokens = text.replace(",", " ").split()
    if not 1 <= len(tokens) <= 7 or not all(_TOKEN.fullmatch(t) for t in tokens):
        return False
    capital = [t for t in tokens if _is_capital(t)]
    small = [t for t in tokens if t not in capital]
    return bool(capital) and all(t.casefold() in _PARTICLES for t in small)


def _is_capital(token: str) -> bool:
    """Also of scripts without capitals, and behind an elided article ("d'Orme")."""
    first = token[2:3] if token[1:2] in ("'", "’") and token[2:] else token[:1]
    return first.isupper() or not (token[:1].isascii() or token[:1].islower())


def is_role(text: str) -> bool:
    """Whether `text` says what somebody is: "CTO", "Kundin aus Bremen", "a happy patient"."""
    return len(text) <= 120 and (is_post(text) or _is_customer(text))


def is_trade(word: str) -> bool:
    """Whether one word is formed as trades are in Romance languages or German: "Autista"."""
    return _TRADE.fullmatch(word) is not None


def is_post(text: str) -> bool:
    """Whether `text` names a post, which somebody holds somewhere."""
    whole = pattern("testimonials", "roles").search(text)
    return whole is not None or _compound_posts().search(text) is not None


def _is_customer(text: str) -> bool:
    return pattern("testimonials", "customers").search(text) is not None


@cache
def _compound_posts() -> re.Pattern[str]:
    """The longer posts of languages that write compounds as one word ("Küchendirektorin")."""
    compounding = ("de", "nl", "sv", "da")
    long = {w for tag in compounding for w in words("testimonials", "roles", tag) if len(w) > 3}
    return re.compile(rf"\w(?:{'|'.join(sorted(map(re.escape, long)))})(?!\w)", re.IGNORECASE)


def is_anonymous(text: str) -> bool:
    """Whether `text` stands for a name that is not given."""
    return pattern("testimonials", "anonymous").fullmatch(text.strip(" ()✓✔.")) is not None


def is_noise(text: str) -> bool:
    """A date, a platform, stars: what stands beside an author and says nothing of them."""
    bare = STAR_SIGNS.sub("", text).strip(" ()✓✔.·•-–—|")
    if not re.search(r"[^\W\d_]", bare):
        return True
    if is_anonymous(bare) or pattern("testimonials", "sources").fullmatch(bare):
        return True
    if pattern("faq", "more").fullmatch(bare.rstrip(" →»›>….")):
        return True
    if _RELATIVE.fullmatch(bare) or _AGE.fullmatch(bare):
        return True
    if len(bare) > 60:
        return False
    if is_role(bare) and not _from_platform(bare):
        return False
    dated = pattern("testimonials", "ago").search(bare) and re.search(r"\d|\bago\b", bare)
    return bool(dated or _DATE.search(bare) or _from_platform(bare))


def _from_platform(text: str) -> bool:
    found = pattern("testimonials", "sources").search(text)
    return found is not None and len(text) <= len(found[0]) + 14


def is_person(name: str) -> bool:
    """A name that holds no word for a role, unless a given name or a title stands before it."""
    if not is_name(name):
        return False
    words_of_name = name.split()
    titled = len(words_of_name) > 1 and words_of_name[0].casefold() in _TITLES
    return not is_role(name) or titled or (len(words_of_name) > 1 and _begins_given(name))


def _begins_given(name: str) -> bool:
    """Whether a given name or initials come first ("A. Hofmeister"): a surname may be a trade."""
    first = name.split(maxsplit=1)[0]
    initial = re.fullmatch(r"(?:[^\W\d_]\.-?)+", first) is not None
    return initial or (has_given_name(first) and not is_role(first))


def told_company(part: str) -> bool:
    """Whether a legal form or the writing tells a company: "Kranz GmbH", "TechNord", "B&W"."""
    return COMPANY_FORM.search(part) is not None or _LOGO.search(part) is not None


def is_land(part: str) -> bool:
    """Whether `part` is a country or the letters of a state."""
    known = _STATE.match(part) or part.casefold().strip(".") in _countries()
    return bool(known) and not is_role(part)


@cache
def _countries() -> frozenset[str]:
    """Country names in every language that has a lexicon (Unicode CLDR)."""
    locales = (Locale(tag) for tag in languages())
    return frozenset(
        name.casefold()
        for locale in locales
        for code, name in locale.territories.items()
        if code.isalpha()
    ) | {"usa", "uk"}
