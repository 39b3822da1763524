"""Mail addresses of a page: in links, in text, and behind the usual disguises against robots."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from lxml.html import HtmlElement

from crawler.dom import Document, region_of
from crawler.lines import Line, page_lines
from crawler.reading import Candidate
from crawler.roles import is_third_party, page_role, standing_of
from crawler.text import squeeze

_ADDRESS = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@(?:[\w-]{1,63}\.)+[^\W\d_]{2,24}(?![\w-])")
_AT_WORDS = r"(?:at|ät|@|arroba|chez|małpa|apenstaartje|chiocciola)"
_AT = (
    rf"\s*(?:\[\s*{_AT_WORDS}\s*\]|\(\s*{_AT_WORDS}\s*\)|\{{\s*{_AT_WORDS}\s*\}}"
    r"|<\s*at\s*>|\s+AT\s+)\s*"
)
_DOT_WORDS = r"(?:dot|punkt|point|punto|ponto|kropka|punt|\.)"
_DOT = (
    rf"\s*(?:\[\s*{_DOT_WORDS}\s*\]|\(\s*{_DOT_WORDS}\s*\)|\{{\s*{_DOT_WORDS}\s*\}}"
    r"|\s+DOT\s+|\.)\s*"
)
_DISGUISED = re.compile(
    rf"([\w.+-]{{1,64}}){_AT}([\w-]+(?:{_DOT}[\w-]+)*{_DOT}[^\W\d_]{{2,12}})(?!\w)"
)
_SPACED = re.compile(r"([\w.+-]{2,64}) ?@ ?((?:[\w-]+ ?\. ?)+[^\W\d_]{2,12})(?!\w)")
_NOT_A_HOST = re.compile(
    r"\.(?:png|jpe?g|gif|svg|webp|avif|js|css|html?|php|pdf|mp4|ico)$", re.IGNORECASE
)
EXAMPLE_HOSTS = re.compile(
    r"^(?:.*\.)?(?:example|beispiel|exemple|ejemplo|esempio|exemplo|voorbeeld|przyklad|domain|"
    r"domaine|dominio|yourdomain|"
    r"your-domain|yoursite|yourwebsite|yourcompany|company|mysite|mydomain|website|test|sentry|"
    r"wixpress|"
    r"tudominio|votredomaine|votresite|meinefirma|ihre-domain|ihredomain|suodominio|seudominio|"
    r"seusite|twojadomena|"
    r"jouwdomein|uwdomein|firma|sitename|provider|emailaddress)\.[a-z.]{2,8}$|^e?mail\.com$|"
    r"\.(?:example|invalid|test|localhost)$",
    re.IGNORECASE,
)
"""Hosts that templates and forms use (RFC 2606, and the same word in other languages)."""
EXAMPLE_NAMES = re.compile(
    r"^(?:you|your|yourname|your\.?e?mail|your\.name|name|user|username|example|beispiel|"
    r"exemple|ejemplo|esempio|"
    r"exemplo|john\.?doe|jane\.?doe|jdoe|max\.?mustermann|mustermann|musterfrau|firstname|"
    r"lastname|first\.last|"
    r"vorname|nachname|votre|votrenom|votre\.nom|nom|tu|tunombre|tucorreo|nombre|correo|"
    r"mario\.rossi|seu|seunome|seuemail|jouw|jouwnaam|"
    r"naam|uwnaam|twoj|twojemail|imie|imie\.nazwisko|jan\.kowalski|xxx+|abc|test|ihre|ihr\.name|"
    r"ihrname)$",
    re.IGNORECASE,
)
_SPLIT_NAMES = (
    "data-user",
    "data-name",
    "data-mailbox",
    "data-local",
    "data-u",
    "data-account",
    "data-part1",
    "data-id",
)
_SPLIT_HOSTS = ("data-domain", "data-host", "data-website", "data-d", "data-site", "data-part2")
_WHOLE = (
    "data-email",
    "data-mail",
    "data-mailto",
    "data-e-mail",
    "data-contact",
    "data-reversed",
    "data-address",
)


_COMMON_ENDS = (
    "com",
    "net",
    "org",
    "info",
    "eu",
    "de",
    "at",
    "ch",
    "fr",
    "be",
    "es",
    "it",
    "pt",
    "br",
    "nl",
    "pl",
    "uk",
    "ie",
)
_ATTRIBUTES = re.compile(f"(?:{'|'.join(('data-cfemail', *_SPLIT_HOSTS, *_WHOLE))})=")
"""What is on every page with such a disguise; most pages need no search of their elements."""
_DISGUISES = " or ".join(f"@{a}" for a in ("data-cfemail", *_SPLIT_NAMES, *_WHOLE))


def mails(document: Document) -> Iterator[Candidate]:
    """Every mail address that a visitor can see or click, lower case."""
    seen: set[tuple[str, str]] = set()
    for element, words, value, weight in (*_in_lines(document), *_in_attributes(document)):
        mail = clean_mail(value)
        if mail and (mail, words) not in seen and not is_example(mail):
            seen.add((mail, words))
            source = document.source(element, words or mail)
            region = region_of(element)
            yield Candidate(
                field="emails",
                value=mail,
                source=source,
                weight=weight * standing_of(page_role(document), region),
                detail=region if region in ("footer", "header") else None,
            )


def _in_lines(document: Document) -> Iterator[tuple[HtmlElement, str, str, float]]:
    lines = page_lines(document)
    role = page_role(document)
    for i, line in enumerate(lines):
        linked = tuple(_in_links(line))
        found = (*linked, *_not_glued(_in_text(line.text), [mail for mail, _ in linked]))
        if found and line.region != "cookie" and not is_third_party(lines, i, role):
            for value, weight in found:
                yield line.element, line.text, value, weight


def _in_links(line: Line) -> Iterator[tuple[str, float]]:
    for link in line.links:
        href = link.get("href") or ""
        if href.lower().startswith("mailto:"):
            yield from ((part, 1.0) for part in unquote(href[7:]).split("?")[0].split(","))
        yield from _cloudflare(href.partition("/cdn-cgi/l/email-protection#")[2])


def _not_glued(
    read: Iterator[tuple[str, float]], linked: Sequence[str]
) -> Iterator[tuple[str, float]]:
    """`read` without what a label runs into ("E-mailjane@…"), where a link says better."""
    whole = [mail.strip().casefold() for mail in linked if mail.strip()]
    for mail, weight in read:
        if not any(mail.casefold() != own and mail.casefold().endswith(own) for own in whole):
            yield mail, weight


def _in_text(text: str) -> Iterator[tuple[str, float]]:
    if "@" in text:
        plain = [m[0] for m in _ADDRESS.finditer(text)]
        yield from ((mail, 0.9) for mail in plain)
        if not plain:
            yield from ((f"{m[1]}@{m[2]}", 0.8) for m in _SPACED.finditer(text) if " " in m[0])
            turned = (m[0] for m in _ADDRESS.finditer(text[::-1]))
            yield from ((mail, 0.8) for mail in turned if mail.lower().endswith(_COMMON_ENDS))
    if any(sign in text for sign in ("(", "[", "{", "<", " AT ")):
        for m in _DISGUISED.finditer(text):
            yield f"{m[1]}@{re.sub(_DOT, '.', m[2])}", 0.8


def _in_attributes(document: Document) -> Iterator[tuple[HtmlElement, str, str, float]]:
    if not _ATTRIBUTES.search(document.page.html):
        return
    for element in document.root.xpath(f"descendant::*[{_DISGUISES}]"):
        for value, weight in _in_element(element):
            yield element, "", value, weight


def _in_element(element: HtmlElement) -> Iterator[tuple[str, float]]:
    yield from _cloudflare(element.get("data-cfemail") or "")
    name = next((v for a in _SPLIT_NAMES if (v := element.get(a))), None)
    host = next((v for a in _SPLIT_HOSTS if (v := element.get(a))), None)
    tld = element.get("data-tld")
    if name and host:
        yield f"{name}@{host}{'.' + tld.lstrip('.') if tld else ''}", 0.9
    for attribute in _WHOLE:
        value = (element.get(attribute) or "").strip()
        for text in (value, value[::-1]):
            if _ADDRESS.fullmatch(text):
                yield text, 0.9
                break


def _cloudflare(code: str) -> Iterator[tuple[str, float]]:
    """Cloudflare's obfuscation: the first byte is a key that every other byte is XORed with."""
    if not re.fullmatch(r"(?:[0-9a-fA-F]{2}){6,120}", code):
        return
    key, *rest = bytes.fromhex(code)
    yield bytes(b ^ key for b in rest).decode("utf-8", "replace"), 1.0


def clean_mail(text: str) -> str | None:
    """`text` as a lower-case mail address, if it is one."""
    text = re.sub(r"^(?:&?nbsp;?)+", "", squeeze(text))
    mail = text.replace(" ", "").strip(".,;:<>()[]\"'").lower()
    if not _ADDRESS.fullmatch(mail) or _NOT_A_HOST.search(mail) or ".." in mail:
        return None
    return mail


def is_example(mail: str) -> bool:
    """Whether `mail` is what a form or a template shows as an example."""
    name, _, host = mail.partition("@")
    return bool(EXAMPLE_HOSTS.match(host) or EXAMPLE_NAMES.match(name))
