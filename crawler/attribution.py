"""Who said it: author, role and company, from the short lines beside a quote."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest

from babel import Locale

from crawler.lexicon import languages, pattern, words
from crawler.names import has_given_name

_SMALL = """
    de del della der den di da das do dos du van von zu zur la le el al bin ben y e i et und and en
    og och a à & + med. dent. vet. jur. phil. h.c.
"""
_PARTICLES = frozenset(_SMALL.split())
_TITLES = frozenset({"familie", "doctor", "doctora", "professor", "prof", "doutor"})
_DASHES = "-–—―‒~•·|:, "
_SPLIT = re.compile(r"\s*[,;|•·/]\s+|\s+[–—―|•·/-]\s+|\s*\n\s*|\s*[•·|]\s*")
_PARENTHESIS = re.compile(
    r"^(?P<before>[^()]+?)\s*[(\[](?P<inside>[^()\[\]]+)[)\]]\s*(?P<after>.*)$"
)
_FIRMS = r"""
    GmbH mbH AG KG OHG UG e\.\s?K e\.\s?V Inc LLC LLP Ltd Limited PLC Corp Co Company
    S\.?A\.?S? S\.?L\.?U? SARL EURL S\.?r\.?l S\.?p\.?A B\.?V N\.?V Sp\.\s?z\s?o\.?\s?o s\.r\.o
    a\.s Oy AB ApS Ltda
    Group Gruppe Groupe Grupo Gruppo Studios? Agency Agentur Agence Holdings? Partners Ventures
    Capital Labs? Technologies Solutions Systems Industries Foundation University Universität
    College School Bank Hotel Clinic Klinik Praxis Restaurant Media Consulting Logistics
"""
_COMPANY = re.compile(rf"(?<!\w)(?:{'|'.join(_FIRMS.split())})\b", re.IGNORECASE)
"""Legal forms and common last words of company names."""
_LOGO = re.compile(r"[a-zß-ÿ][A-ZÀ-Þ]|\w&\w|^[A-Z]{3,}$|\d|\.(?:com|de|io|net)$")
_STATE = re.compile(r"^[A-Z]{2}(?:\s+\d{5})?$")
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\b(?:19|20)\d{2}\b")
_SYMBOLS = re.compile(r"[★☆⭐✩✭✮✰⯪🌟]+")
_HEADS = re.compile(
    r"\b(?:ceo|president\w?|pdg|prezes|vd|g[eé]n[eé]ral\w?|geral|managing director)$",
    re.IGNORECASE,
)
"""Roles of those who lead a whole company."""
_TOKEN = re.compile(r"(?:[^\W\d_]{1,2}['’])?[^\W\d_](?:[^\W\d_]|[.-])*|&|\+")


Elsewhere = Callable[[str], bool]


def _nowhere(_: str) -> bool:
    return False


@dataclass(frozen=True)
class Attribution:
    """What the lines beside a quote say of its author."""

    author: str | None = None
    role: str | None = None
    company: str | None = None
    named: bool = False
    """The author has a name, or initials; a description ("a happy patient") is a role."""
    post: bool = False
    """The role is a post that somebody holds in a company."""

    def __bool__(self) -> bool:
        return bool(self.author or self.role or self.company)


def attribution(lines: Sequence[str], is_elsewhere: Elsewhere = _nowhere) -> Attribution:
    """Read the lines beside a quote, the author's first.

    `is_elsewhere` tells whether words stand on the page apart from the quotes too: then they name a
    place or a service of the site, not the author's company.
    """
    useful = [line for raw in lines if (line := _useful(raw))]
    if len(useful) > 1 and _is_monogram(useful[0], useful[1]):
        useful = [useful[1].title() if useful[1].islower() else useful[1], *useful[2:]]
    if not useful:
        return Attribution()
    name, rest = _name_and_rest(useful[0])
    if name is None:
        if is_role(useful[0]) or is_anonymous(useful[0]):
            return Attribution(role=useful[0], named=False)
        return Attribution()
    role, company = _role_and_company([*rest, *useful[1:3]], is_elsewhere)
    return Attribution(name, role, company, named=True, post=_is_post(role or ""))


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
    return len(text) <= 120 and (_is_post(text) or _is_customer(text))


def _is_post(text: str) -> bool:
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
    bare = _SYMBOLS.sub("", text).strip(" ()✓✔.·•-–—|")
    if not re.search(r"[^\W\d_]", bare):
        return True
    if is_anonymous(bare) or pattern("testimonials", "sources").fullmatch(bare):
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


def _useful(raw: str) -> str | None:
    text = _SYMBOLS.sub("", raw).strip().lstrip(_DASHES).rstrip(" ,;|•·–—-")
    text = re.sub(r"^(?:by|von|par|por|di|door)\s+(?=[A-ZÀ-Þ])", "", text)
    if not text or len(text) > 120 or all(is_noise(part) for part in _SPLIT.split(text)):
        return None
    return text.replace(" @ ", ", ")


def _is_monogram(letters: str, name: str) -> bool:
    """The letters of an avatar: "JD" above "Jane Doe", "B" above "ben carter"."""
    return len(letters) <= 3 and letters.isalpha() and letters[:1].lower() == name[:1].lower()


def _name_and_rest(line: str) -> tuple[str | None, list[str]]:
    """The name that `line` begins with, and the parts after it."""
    if found := _PARENTHESIS.match(line):
        name, rest = _name_and_rest(found["before"])
        return name, [*rest, found["inside"], *([found["after"]] if found["after"] else [])]
    parts = [p for p in _SPLIT.split(line) if p]
    name, rest = parts[0].strip(), [p.strip() for p in parts[1:]]
    if _is_person(name):
        return name.rstrip(","), rest
    for origin in pattern("testimonials", "from").finditer(name):
        start, place = name[: origin.start()].strip(), name[origin.end() :].strip()
        if origin[0].islower() and place[:1].isupper() and _is_person(start):
            return start, [f"{origin[0]} {place}", *rest]
    return None, []


def _is_person(name: str) -> bool:
    """A name that holds no word for a role, unless a given name or a title stands before it."""
    if not is_name(name):
        return False
    words_of_name = name.split()
    titled = len(words_of_name) > 1 and words_of_name[0].casefold() in _TITLES
    return not is_role(name) or titled or (len(words_of_name) > 1 and _begins_given(name))


def _begins_given(name: str) -> bool:
    """Whether a given name comes first, as in "Anna Hofmeister": a surname may be a trade."""
    first = name.split(maxsplit=1)[0]
    return has_given_name(first) and not is_role(first)


def _role_and_company(
    parts: Sequence[str], is_elsewhere: Elsewhere
) -> tuple[str | None, str | None]:
    role: str | None = None
    company: str | None = None
    post = False
    for part in _without_places(list(_parts(parts))):
        before, after = _at(part)
        if before and after:
            return before, after
        if not post and is_role(part) and not _is_company_only(part):
            role, post = part, _is_post(part)
        elif company is None and _may_be_company(part, post) and (post or not is_elsewhere(part)):
            company = part
        elif role is None and 2 <= len(part.split()) <= 8 and not is_elsewhere(part):
            role = part
    return role, company


def _parts(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        for part in _SPLIT.split(line):
            if text := part.strip().strip("()[]"):
                yield text


def _at(part: str) -> tuple[str | None, str | None]:
    """Role and company of "CTO at Acme", "Leiterin bei der Kranz GmbH", "Founder of Acme".

    "Of" also stands inside roles ("Head of Sales"): it parts only owners from what they own.
    """
    for name in ("at", "of"):
        for found in pattern("testimonials", name).finditer(part):
            before, after = part[: found.start()].strip(), part[found.end() :].strip()
            after = re.sub(r"^(?:the|der|die|dem|la|le|il)\s+(?=[A-ZÀ-Þ])", "", after)
            if not before or not after[:1].isupper() or not is_role(before):
                continue
            if name == "at" or _COMPANY.search(after) or _owns(before):
                return before, after
    return None, None


def _owns(role: str) -> bool:
    owner = pattern("testimonials", "owners").search(role)
    return owner is not None or _HEADS.search(role) is not None


def _is_company_only(part: str) -> bool:
    """A company whose name holds a word for a role: "Kranz Partners"."""
    found = _COMPANY.search(part)
    return found is not None and found.end() == len(part.rstrip("."))


def _may_be_company(part: str, after_post: bool) -> bool:
    """After a post any capitalised words; on their own a company form or a single word."""
    if not (part[:1].isupper() or part[:1].isdigit()) or len(part) > 60:
        return False
    return told_company(part) or after_post or len(part.split()) == 1


def told_company(part: str) -> bool:
    """Whether a legal form or the writing tells a company: "Kranz GmbH", "TechNord", "B&W"."""
    return _COMPANY.search(part) is not None or _LOGO.search(part) is not None


def _without_places(parts: Sequence[str]) -> Iterator[str]:
    """`parts` without noise, places and what stands before a state or country ("Austin, TX")."""
    for part, after in zip_longest(parts, parts[1:], fillvalue=""):
        in_town = _is_land(after) and not is_role(part) and not _COMPANY.search(part)
        if not (is_noise(part) or _is_land(part) or _is_origin(part) or in_town):
            yield part


def _is_land(part: str) -> bool:
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


def _is_origin(part: str) -> bool:
    """Such as "from Bremen"."""
    found = pattern("testimonials", "from").match(part)
    if found is None or not found[0].islower() or len(part.split()) > 4:
        return False
    return part[found.end() :].strip()[:1].isupper()
