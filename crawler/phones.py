"""Phone numbers of a page, and how they become E.164.

One page does not know the site's country, so a candidate keeps the digits as the page has them;
`e164` reads them once the country is settled, by the numbering plans of libphonenumber (package
`phonenumbers`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import parse_qs, unquote

import phonenumbers

from crawler.dom import Document, text_of
from crawler.hrefs import split_url
from crawler.lexicon import pattern
from crawler.lines import Line, page_lines
from crawler.postal_shapes import has_code, has_street
from crawler.reading import Candidate
from crawler.roles import (
    Role,
    is_contact_heading,
    is_third_party,
    page_role,
    standing_of,
)

_RUN = re.compile(
    r"(?<![\w@.,/=#€$£-])(?:\+|00|\(\+?)?\(?\d[\d \u00a0().\-\u2010-\u2015/]{5,36}\d(?![\w@]|"
    r"[.,]\d)"
)
_NO_PHONE = re.compile(
    r"^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$|^(?:19|20)\d\d\s*[-–—/]\s*(?:19|20)\d\d$|"
    r"^\d{1,2}[:.]\d\d\s*[-–—]\s*\d{1,2}[:.]\d\d"
    r"|^\d{2}-\d{3}$|^\d{4}-\d{2}-\d{2}"
)
"""Dates, spans of years and hours, and postal codes look like phones."""
_TEL_FAX = re.compile(
    r"\b(?:tel|phone|telefon|fon)\w*\.?\s*[/&+]\s*(?:tele)?fa(?:x|ks)", re.IGNORECASE
)
"""One number for both."""
_SIGN = re.compile("[\u260e\u260f\u2706\U0001f4de\U0001f4f1\U0001f4f2\U0001f4df\u2121]")
_WHATSAPP = re.compile(
    r"^(?:https?:)?//(?:wa\.me|(?:api|web|www)\.whatsapp\.com)/|^whatsapp:", re.IGNORECASE
)
_PARTS = re.compile(r"[|•·]|\s[–-]\s|\S+@\S+\.\w+")
"""What stands between the facts of one line."""
_ADDRESS = 100
_SCHEMES = ("tel:", "callto:", "sms:")


def phones(document: Document) -> Iterator[Candidate]:
    """Numbers in tel: and WhatsApp links, and in text where a word, sign or place says phone."""
    role = page_role(document)
    lines = page_lines(document)
    for i, line in enumerate(lines):
        if not (line.links or line.digits >= 7) or line.region == "cookie":
            continue
        if is_third_party(lines, i, role):
            continue
        before = lines[max(0, i - 2) : i]
        for link in line.links:
            yield from _from_link(document, link.get("href") or "", line, before)
        yield from _from_text(document, line, before, role)


def _from_link(
    document: Document, href: str, line: Line, before: Sequence[Line]
) -> Iterator[Candidate]:
    href = unquote(href.strip())
    if href.lower().startswith(_SCHEMES):
        number = re.split(r"[?;,]", href.split(":", 1)[1].removeprefix("//"))[0].strip()
        if _digits(number) and not _is_other_number(line, before, number):
            yield _candidate(document, number, line, 1.0, None)
    elif _WHATSAPP.match(href):
        parts = split_url(href)
        number = parse_qs(parts.query).get("phone", [parts.path.strip("/")])[0]
        if re.fullmatch(r"\+?[\d ]{8,16}", number.strip()):
            yield _candidate(document, "+" + number.strip().lstrip("+0 "), line, 0.8, "whatsapp")


def _from_text(
    document: Document, line: Line, before: Sequence[Line], role: Role
) -> Iterator[Candidate]:
    if line.digits < 7:
        return
    for start, number in _runs(line.text):
        if _NO_PHONE.match(number):
            continue
        left = line.text[:start]
        weight = _text_weight(line, before, left, number, role)
        if weight and not _is_other_number(line, before, left or number):
            yield _candidate(document, number, line, weight, None)


def _runs(text: str) -> Iterator[tuple[int, str]]:
    """The runs of digits in `text` with where they begin; two numbers in a row come apart."""
    for match in _RUN.finditer(text):
        pieces = [match[0]]
        if len(_digits(match[0])) > 15:
            pieces = re.split(r"\s[/–-]\s", match[0])
        for piece in pieces:
            if 6 <= len(_digits(piece)) <= 15:
                yield match.start() + match[0].index(piece), piece.strip(" -–./·")


def _text_weight(line: Line, before: Sequence[Line], left: str, number: str, role: Role) -> float:
    """How much speaks for a phone: a word, sign or label, or a line of its own."""
    if _says_phone(left[-40:]):
        return 0.8
    right = line.text[len(left) + len(number) :]
    part = _PARTS.split(left)[-1] + _PARTS.split(right)[0]
    alone = len(part) <= 24 or any(text_of(link) == number for link in line.links)
    if alone and before and len(before[-1].text) <= 40 and _says_phone(before[-1].text):
        return 0.8
    place = line.region in ("footer", "header") or role in (Role.CONTACT, Role.IMPRINT)
    if alone and (place or is_contact_heading(line.heading)):
        return 0.8
    if alone and (number.startswith("+") or _follows_address(before)):
        return 0.7
    return 0.5 if pattern("contact", "phone_words").search(line.text) else 0.0


def _follows_address(before: Sequence[Line]) -> bool:
    """Whether the line right above is an address or a mail address."""
    text = before[-1].text if before else ""
    short = len(text) <= _ADDRESS
    return short and ("@" in text or (has_street(text) and has_code(text) is not None))


def _says_phone(text: str) -> bool:
    return bool(pattern("contact", "phone_words").search(text) or _SIGN.search(text[-4:]))


def _is_other_number(line: Line, before: Sequence[Line], left: str) -> bool:
    """Whether the words nearest to the number say fax, tax number, bank account and the like."""
    near = line.text[: line.text.find(left) + len(left)] if left in line.text else line.text
    if _TEL_FAX.search(near[-48:]):
        return False
    other = _last(pattern("contact", "not_phone_words"), near[-48:])
    phone = _last(pattern("contact", "phone_words"), near[-48:])
    if other >= 0:
        return other > phone
    alone = not re.search(r"[^\W\d]{2}", near)
    return (
        alone
        and bool(before)
        and bool(
            len(before[-1].text) <= 40
            and pattern("contact", "not_phone_words").search(before[-1].text)
        )
    )


def _last(words: re.Pattern[str], text: str) -> int:
    return max((m.start() for m in words.finditer(text)), default=-1)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _candidate(
    document: Document, number: str, line: Line, weight: float, detail: str | None
) -> Candidate:
    source = document.source(line.element, line.text)
    weight *= standing_of(page_role(document), line.region)
    detail = detail or (line.region if line.region in ("footer", "header") else None)
    return Candidate(field="phones", value=number, source=source, weight=weight, detail=detail)


def e164(number: str, countries: Sequence[str]) -> str | None:
    """`number` in E.164, tried in `countries` (ISO 3166-1 alpha-2); None where none fits."""
    if _is_example(_digits(number)):
        return None
    number = re.sub(r"\(0\)", "", number)
    regions: Sequence[str | None] = (
        [None]
        if number.lstrip("( ").startswith("+")
        else [*countries, *(["ZZ"] if not countries else [])]
    )
    for region in regions:
        for written in (number, f"+{_digits(number)}" if len(_digits(number)) > 10 else None):
            try:
                parsed = phonenumbers.parse(written or "", region)
            except phonenumbers.NumberParseException:
                continue
            if phonenumbers.is_valid_number(parsed):
                return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return None


def country_of(number: str) -> str | None:
    """The country of an international number, ISO 3166-1 alpha-2."""
    if not number.lstrip("( ").startswith("+"):
        return None
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.region_code_for_number(parsed)


def _is_example(digits: str) -> bool:
    """One digit over and over, or plain counting: what a template leaves behind."""
    tail = digits[-7:]
    return len(set(tail)) <= 1 or digits in ("1234567890", "0123456789", "123456789", "12345678")
