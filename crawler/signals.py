"""Hints of one page about country, currency and language, and what all pages together settle."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from urllib.parse import unquote

from crawler.countries import country_code, country_named, country_of_place
from crawler.dom import Document
from crawler.hrefs import split_url
from crawler.lines import page_lines
from crawler.organizations import organizations
from crawler.phones import country_of
from crawler.postal_shapes import POSTAL
from crawler.reading import PageReading, Signals
from crawler.site import SiteIdentity

_TLDS = """
    de at ch fr be es it pt nl pl ie dk se no fi cz sk hu ro gr in br mx ar cl pe au nz ca za lu lt
    lv ee hr si bg sg ae
"""
_HOST_COUNTRY = {"uk": "GB", **{tld: tld.upper() for tld in _TLDS.split()}}
"""Country top-level domains that are rarely used for anything else (.co, .io, .me, .tv are)."""
_SIGNS = {
    "€": "EUR", "£": "GBP", "₹": "INR", "zł": "PLN", "R$": "BRL", "Kč": "CZK", "₺": "TRY",
    "₪": "ILS", "A$": "AUD", "C$": "CAD", "US$": "USD",
}  # fmt: skip
_CODES = "USD EUR GBP PLN CHF INR BRL CAD AUD NZD MXN SEK NOK DKK CZK HUF RON ZAR SGD AED"
_CODE = rf"\b(?:{_CODES.replace(' ', '|')})\b"
_MONEY = re.compile(rf"(?:(US\$|A\$|C\$|R\$|€|£|₹|₺|₪|{_CODE}) ?\d|\d ?(€|£|₹|zł|Kč|{_CODE}))")
_INTERNATIONAL = re.compile(r"(?<!\w)\+\d[\d ()./-]{7,18}\d")
_MOST = 12
"""Hints of one sort that one page may give, so that no page outvotes the rest."""
_LONGEST_PLACE = 80
_SPOKEN_IN = {
    "de": "DE", "fr": "FR", "es": "ES", "it": "IT", "pt": "PT", "nl": "NL", "pl": "PL", "cs": "CZ",
    "da": "DK", "sv": "SE", "nb": "NO", "no": "NO", "fi": "FI", "hu": "HU", "ro": "RO", "el": "GR",
    "en": "US",
}  # fmt: skip
"""Where most sites in a language are from: the last resort."""


def signals(document: Document) -> Signals:
    """The hints of one page; a surer hint stands in the list more often."""
    return Signals(
        countries=tuple(_countries(document)),
        currencies=tuple(_currencies(document)),
        language=document.language,
    )


def _countries(document: Document) -> Iterator[str]:
    for item in organizations(document):
        for address in (item, *item.items("address")):
            for country in address.texts("addressCountry"):
                yield from [code] * 4 if (code := country_code(country)) else []
        yield from _of_phones(item.texts("telephone"), 3)
    links = [a.get("href") or "" for a in document.root.iter("a")]
    tels = {unquote(h[4:]).strip() for h in links if h[:4].lower() == "tel:"}
    yield from _of_phones(sorted(tels)[:_MOST], 3)
    shown = (line.text for line in page_lines(document) if line.digits > 8 and "+" in line.text)
    written = (m[0] for text in shown for m in _INTERNATIONAL.finditer(text))
    yield from _of_phones(sorted(set(islice(written, _MOST))), 2)
    yield from _of_addresses(document)
    yield from _of_names(document)
    own = {
        split_url(document.page.canonical or "").hostname,
        split_url(document.metas.get("og:url", "")).hostname,
    }
    for host in sorted(filter(None, {*own, split_url(document.url).hostname})):
        if code := _HOST_COUNTRY.get(host.rpartition(".")[2]):
            yield from [code] * 2
    region = document.metas.get("geo.region", "").split("-")[0].upper()
    if len(region) == 2 and region.isalpha():
        yield from [region] * 3
    for tag in (document.root.getroottree().getroot().get("lang"), document.metas.get("og:locale")):
        if code := _region_of(tag or ""):
            yield code


def _of_phones(numbers: Sequence[str], times: int) -> Iterator[str]:
    for number in numbers:
        if code := country_of(number):
            yield from [code] * times


def _of_addresses(document: Document) -> Iterator[str]:
    """Countries whose postal codes have a shape of their own."""
    for line in page_lines(document):
        if line.region == "footer" and any(c.isdigit() for c in line.text):
            for code in ("US", "CA", "AU", "PL", "PT", "NL", "GB"):
                if POSTAL[code].search(line.text):
                    yield from [code] * 2
                    break


def _of_names(document: Document) -> Iterator[str]:
    """The country that an address ends with, or that the page's own summary names.

    "Town, Country" is an address in a footer or header, or below a line with a number in it. A page
    that names several such countries lists where its customers are.
    """
    found = set()
    digits = 0
    for line in page_lines(document):
        if "," in line.text and len(line.text) <= _LONGEST_PLACE:
            around = line.region in ("footer", "header") or digits
            if around and (code := country_of_place(line.text)):
                found.add(code)
        digits = line.digits
    yield from [*found] * 3 if len(found) == 1 else []
    told = [document.title, *(document.metas.get(name, "") for name in ("description", "keywords"))]
    parts = {part for text in told for part in re.split(r"[,;|()]|\s[-–—]\s", text)}
    named = {code for part in parts if (code := country_named(part.strip(" .")))}
    yield from named if len(named) == 1 else []


def _region_of(tag: str) -> str | None:
    """The region of a BCP 47 tag: "BR" of "pt-BR"; templates come with en-US, so it is no hint."""
    parts = re.split(r"[-_]", tag)
    region = parts[1].upper() if len(parts) > 1 and re.fullmatch(r"[A-Za-z]{2}", parts[1]) else None
    return None if region == "US" else region


def _currencies(document: Document) -> Iterator[str]:
    found = 0
    for line in page_lines(document):
        if not line.digits:
            continue
        for match in _MONEY.finditer(line.text):
            sign = match[1] or match[2]
            yield _SIGNS.get(sign, sign)
            found += 1
            if found >= _MOST:
                return


def settle(readings: Sequence[PageReading], site: SiteIdentity) -> SiteIdentity:
    """`site` with country and languages filled in from the pages where the owner gave none."""
    country, languages = site.country, site.languages
    spoken = Counter(r.language for r in readings if r.language)
    if not languages:
        languages = tuple(tag for tag, _ in sorted(spoken.items(), key=lambda e: (-e[1], e[0])))
    if not country:
        votes = Counter(code for r in readings for code in r.signals.countries)
        if votes:
            country = min(votes, key=lambda code: (-votes[code], code))
        elif languages:
            country = _SPOKEN_IN.get(languages[0])
    return site.model_copy(update={"country": country, "languages": languages})
