"""What was never filled in: lorem ipsum, XXX digits, your@email, [Company Name]."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crawler.dom import Document
from crawler.lines import Line, page_lines
from crawler.mails import is_example
from crawler.organizations import organizations
from crawler.reading import PageReading
from crawler.records import Placeholder, Source, normalised

_NAMES = (
    r"your|company|business|client|customer|first|last|full|insert|enter|add|name|city|phone|"
    r"email|address|date|website|"
    r"firma|firmenname|name|vorname|nachname|ihr|ihre|stadt|telefon|datum|strasse|straße|adresse|"
    r"votre|nom|prénom|ville|entreprise|société|téléphone|tu|su|nombre|empresa|ciudad|teléfono|"
    r"dirección|"
    r"nome|cognome|azienda|città|telefono|indirizzo|seu|sua|cidade|telefone|naam|bedrijf|"
    r"bedrijfsnaam|plaats|stad|"
    r"imię|nazwa|firmy|miasto|adres"
)
_CROSSED = re.compile(
    r"(?:\+?\d{1,3}[ -])?\(?\b[xX]{3,4}\)?(?:[ -]+[xX]{2,})+\b"
    r"|\+?\d[\d() -]{0,8}-?[xX]{3,}(?:-[xX]{2,})*"
)
"""Phones with X for digits."""
_UNFINISHED = (
    "à personnaliser|à compléter|zu ergänzen|bitte ergänzen|por completar|da completare|"
    "a preencher|in te vullen|uzupełnij|do uzupełnienia|to be completed|tbc|tbd|placeholder|"
    "platzhalter"
)
_SHAPES = (
    re.compile(r"\b(?:lorem|Lorem|LOREM) (?:ipsum|IPSUM)\b(?:[ ,]+\w+){0,6}"),
    _CROSSED,
    re.compile(rf"[\[{{<]\s*(?:{_NAMES})\b[^\]}}>\n]{{0,40}}[\]}}>]", re.IGNORECASE),
    re.compile(r"\{\{\s*[\w.]+\s*\}\}|\[\[\s*[\w.]+\s*\]\]|%%?\w{3,}%%?(?=\s|$)"),
    re.compile(rf"[^.!?\n]{{0,40}}\((?:{_UNFINISHED})\)", re.IGNORECASE),
    re.compile(r"\b(?:TODO|FIXME|TBD)\b:?[^.\n]{0,40}"),
    re.compile(r"^(?:Max|Erika) Muster(?:mann|frau)$|^Musterstra(?:ß|ss)e \d+|\b12345 M"),
)  # fmt: skip
_HINT = re.compile(r"orem ipsum|OREM|[xX]{3}|[\[{<@]|%\w|\(\w|TODO|FIXME|TBD|Muster")
"""What no placeholder is without; most lines have none of it."""
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def placeholders(document: Document) -> tuple[Placeholder, ...]:
    """Every placeholder of one page, in page order; hints inside form fields are none."""
    found = [
        Placeholder(text=text, sources=(document.source(line.element, line.text),))
        for line in page_lines(document)
        if line.region != "form"
        for text in _in_line(line)
    ]
    found += [
        Placeholder(
            text=phone, sources=(Source(url=document.url, quote=phone, channel=item.channel),)
        )
        for item in organizations(document)
        for place in (item, *item.items("contactPoint"))
        for phone in place.texts("telephone")
        if _CROSSED.search(phone)
    ]
    return tuple(found)


def _in_line(line: Line) -> Iterator[str]:
    if not _HINT.search(line.text):
        return
    for shape in _SHAPES:
        match = shape.search(line.text)
        if match and "protected]" not in match[0]:
            yield " ".join(match[0].split())[:120]
    yield from (m[0] for m in _MAIL.finditer(line.text) if is_example(m[0].lower()))


def merge_placeholders(readings: Sequence[PageReading]) -> tuple[Placeholder, ...]:
    """Each placeholder once, with all pages that show it."""
    sources: dict[str, list[Source]] = {}
    texts: dict[str, str] = {}
    for reading in readings:
        for placeholder in reading.placeholders:
            key = normalised(placeholder.text) or placeholder.text
            texts.setdefault(key, placeholder.text)
            for source in placeholder.sources:
                if source not in sources.setdefault(key, []):
                    sources[key].append(source)
    return tuple(Placeholder(text=texts[key], sources=tuple(sources[key])) for key in texts)
