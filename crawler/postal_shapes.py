"""How postal codes, streets and towns are written, by country.

Postal code shapes follow the Universal Postal Union's addressing sheets of each country.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from crawler.lexicon import words

CITY = r"[^\W\d_a-zß-öø-ÿ][\w'’.-]+"
_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|"
    "NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|DC|Alabama|Alaska|Arizona|"
    "Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|"
    "Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|"
    "Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|"
    "North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|"
    "South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|"
    "Wyoming"
)
STATE_PLACE = re.compile(
    rf"^({CITY}(?: {CITY}){{0,3}}), ?({_STATES})\b\.?(?:,? (?:USA|United States))?$"
)
"""A US city with its state and no postal code."""
POSTAL = {
    "US": re.compile(
        rf"(?:\b{CITY}(?: {CITY}){{0,3}},? )?\b(?:{_STATES}),? (\d{{5}})(?:-\d{{4}})?\b"
    ),
    "GB": re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b"),
    "CA": re.compile(r"\b([A-CEGHJ-NPR-TVXY]\d[A-Z] ?\d[A-Z]\d)\b"),
    "AU": re.compile(r"\b(?:NSW|VIC|QLD|WA|SA|TAS|ACT|NT),? (\d{4})\b"),
    "BR": re.compile(r"\b(\d{5}-\d{3})\b"),
    "PT": re.compile(rf"\b(\d{{4}}-\d{{3}})\b,? {CITY}"),
    "PL": re.compile(rf"(?<![\d-])(\d{{2}}-\d{{3}}) {CITY}"),
    "NL": re.compile(rf"\b(\d{{4}} ?[A-Z]{{2}})\b,? +{CITY}"),
    "IN": re.compile(rf"{CITY},? ?(?:[-–] ?)?\b([1-9]\d{{2}} ?\d{{3}})\b(?!\d)"),
    "IE": re.compile(r"\b([AC-FHKNPRTV-Y]\d[\dW] ?[A-Z\d]{4})\b"),
    "five": re.compile(
        rf"(?<![\d.,/+-])(?:(?:D|DE|F|FR|I|IT|E|ES|CP|C\.P\.)[- ]?)?(\d{{5}}),? {CITY}"
    ),
    "four": re.compile(
        rf"(?<![\d.,/+-])(?:(?:A|AT|CH|B|BE|L|LU|DK|N)[- ])?([1-9]\d{{3}}),? {CITY}"
    ),
    "six": re.compile(rf"(?<![\d.,/+-])(\d{{6}}),? {CITY}"),
    "spaced": re.compile(rf"(?<![\d.,/+-])(\d{{3}} \d{{2}}) {CITY}"),
}
"""Postal codes by country; "five" is Germany, France, Spain, Italy and more, "four" Austria,
Switzerland, Belgium, "six" Romania, "spaced" Sweden, Czechia, Slovakia, Greece. Group 1: code."""
CODE_HINT = re.compile(r"\d{4}|\d\d-\d{3}|\d{3} \d\d|[A-Z]\d")
WEAK = ("four", "spaced", "IN", "five", "six", "NL")
"""Shapes that other numbers have too: they need a street."""
_CODE_LAST = ("US", "GB", "CA", "AU", "BR", "IN", "IE")
"""Countries that write the code behind the town."""
_REGION = re.compile(rf"(?:^|[ -]+)(?:[A-Z]{{2,3}}|{_STATES})$")
_LITTLE = r"(?:am|an|der|im|in|de|del|do|da|di|la|le|les|sur|sous|the|of|upon|ob|bei|den|aan)"
HOUSE_NUMBER = r"(?:\d{1,5}(?:[-–/]\d{1,4})? ?(?:bis|ter|[a-zA-Z])?\b|s/n\b|nº ?\d+)"
_SAINT = re.compile(
    r",? (?:St|Ste|Sankt|Saint|Sainte|São|San|Santa)\.?[ -][^\W\d_a-zß-öø-ÿ][\w'’-]+"
)
"""A town of a saint behind its code: "9000 St. Gallen" is no street "9000 St."."""
_GLUED = (
    r"(?:straße|strasse|straat|weg|platz|allee|gasse|ring|damm|ufer|laan|plein|gracht|kade|dijk|"
    r"singel|markt|steig|"
    r"chaussee|hof|berg|park|steenweg|lei|dreef|str\.)"
)


@cache
def street_shape() -> re.Pattern[str]:
    """A street with its house number, in any of the lexicons' languages."""
    apart = "|".join(re.escape(w) for w in words("contact", "street_words"))
    before = rf"(?<!\w)(?:{apart})(?!\w)[^\n|•]{{0,48}}?[ ,ºn°]{HOUSE_NUMBER}"
    number = r"(?<![\w.,])\d{1,5}(?:[-–/]\d{1,4})?[a-zA-Z]?,?"
    after = rf"{number} (?:[\w'’.-]+ ){{1,5}}?(?:{apart})(?!\w)"
    glued = rf"\b[\w-]*{_GLUED} ?{HOUSE_NUMBER}"
    glued_apart = rf"\b[\w-]+[- ](?:{_GLUED}) ?{HOUSE_NUMBER}"
    french = (
        rf"(?<![\w.,])\d{{1,4}}(?: ?bis| ?ter)?,? (?:{apart})(?!\w)(?:(?! [-–—] )[^\n|•,]){{2,48}}"
    )
    return re.compile(f"{french}|{after}|{before}|{glued}|{glued_apart}", re.IGNORECASE)


@lru_cache(maxsize=4096)
def has_code(text: str) -> str | None:
    """The postal code in `text`, squeezed to letters and digits, if it has one."""
    found = find_code(text)
    return re.sub(r"\W", "", found[1][1]) if found else None


def find_code(text: str) -> tuple[str, re.Match[str]] | None:
    """Shape and match of the postal code; the number of a house is none."""
    if not CODE_HINT.search(text):
        return None
    for name, shape in POSTAL.items():
        for match in shape.finditer(text):
            if name not in WEAK or not _is_house_number(text, match):
                return name, match
    return None


def _is_house_number(text: str, code: re.Match[str]) -> bool:
    saint = _SAINT.match(text, code.end(1))
    if saint and not _street_words().search(text, saint.end()):
        return False
    return any(s.start() <= code.start(1) < s.end() for s in street_shape().finditer(text))


@cache
def _street_words() -> re.Pattern[str]:
    apart = "|".join(re.escape(w) for w in words("contact", "street_words"))
    return re.compile(rf"(?<!\w)(?:{apart})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=4096)
def has_street(text: str) -> bool:
    """Whether `text` names a street with a number."""
    if not any(c.isdigit() for c in text):
        return False
    found = street_shape().finditer(text)
    return any(not _is_town_of_saint(text, street) for street in found)


def _is_town_of_saint(text: str, street: re.Match[str]) -> bool:
    """Whether what looks like a street with its number in front is a code and "St. Gallen"."""
    code = re.match(r"\d{4,5}", street[0])
    saint = _SAINT.match(text, street.start() + code.end()) if code else None
    return saint is not None and not _street_words().search(text, saint.end())


def is_bare_street(text: str) -> bool:
    """Words and a house number, as streets without a word for street are written."""
    shape = rf"{CITY}(?:[ .-]+[\w'’.-]+){{0,4}},? {HOUSE_NUMBER}(?:[ ,/]+[\w./ºª°-]+){{0,4}}"
    return bool(re.fullmatch(shape, text)) and not re.search(r"\d{6}|%|€|\$|£|[12]\d{3}$", text)


def town_of(address: str) -> str | None:
    """The town of an address on one line: behind the code, or before it where codes come last."""
    place = STATE_PLACE.match(address)
    found = find_code(address)
    if place or found is None:
        return place[1] if place else None
    name, code = found
    town = re.match(rf"[ ,]*({CITY}(?: (?:{_LITTLE}|{CITY})){{0,3}})", address[code.end(1) :])
    if name not in _CODE_LAST and town:
        return town[1].rstrip(".")
    before = re.split(r",\s+", address[: code.start(1)].rstrip(" ,-–"))
    parts = [_REGION.sub("", part).strip(" -–") for part in before]
    named = [p for p in parts if re.fullmatch(rf"{CITY}(?: (?:{_LITTLE}|{CITY})){{0,3}}", p)]
    return named[-1] if named else None
