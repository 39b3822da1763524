"""Whose contacts may be spoken: the company's own and what a person has approved; nobody else's.

A page can be made to carry a stranger's phone number, mail address or link. None of them enters
instructions: a contact must be on an own domain, approved, or borne out by two pages of the site or
its contact page; inside running text everything that looks like a contact and is none of these is
taken out. What is left out here, lookup_knowledge still finds on its page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from tldextract import TLDExtract

LEFT_OUT = "(…)"
"""What stands where a foreign contact was."""

_MAIL = re.compile(r"[^\s@(]+@(?:[^\s@]*\.[^\s@]*[^\s@.,;:!?)]|[\[(][^\s@]+)")
_LINK = re.compile(
    r"(?i)\b(?:[a-z][a-z0-9+.-]{1,11}://|www\.|javascript:|data:|tel:|mailto:)\S+"
    r"|\b\d{1,3}(?:\.\d{1,3}){3}\b(?:[/:]\S*)?"
    r"|(?<![@\w.-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,18}\b(?:[/:?#][^\s,;)]*)?"
)
_PHONE = re.compile(r"(?<![\w.,])(?:\+|00|\()?\d(?:[\s ().\-/–]{0,3}\d){6,15}(?![\d%])")
_VANITY = re.compile(
    r"(?<!\w)(?:\+?1[-. ]\(?\d{3}\)?[-. ]|\(?[89]\d{2}\)?-)[A-Z]{3,}[-A-Z\d]*(?!\w)"
)
_SPELLED = re.compile(
    r"(?i)\b[\w-]+(?:\s*\(?\s*(?:at|arroba|arobase|chez)\s*\)?\s*[\w-]+)?"
    r"\s*\(?\s*(?:dot|punto|point|punkt|ponto)\s*\)?\s*"
    r"(?:com|net|org|info|biz|io|ai|app|co|xyz|online|site|shop|example)\b"
)
_DIGIT_WORDS = re.compile(
    r"(?i)(?:\b(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple"
    r"|cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve"
    r"|zéro|un|deux|trois|quatre|cinq|sept|huit|neuf)\b[\s,.–-]*){7,}"
)
_HANDLE = re.compile(r"(?<![\w@])@[A-Za-z_][\w.]{2,}")
_GROUPED = r"\d{1,3}(?:[., ]\d{3})+(?:[.,]\d{1,2})?"
_AMOUNT = re.compile(rf"(?:{_GROUPED}|\d{{1,7}})(?:\s?[-–]\s?(?:{_GROUPED}|\d{{1,7}}))?")
_NOT_A_PHONE = re.compile(
    r"(?:19|20)\d{2}\s*[-–/]\s*(?:19|20)\d{2}"  # years
    r"|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}"  # a date
    r"|\d{5}-\d{4}"  # a US postal code
    r"|\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?"  # a number with thousands
    r"|\d[. ]\d{3}[. ]\d{3}"
)
_CURRENCY_AFTER = re.compile(r"\s?(?:[$€£¥₹₩₺₴₪]|[A-Z]{3}\b|zł|Kč|kr\b|Ft\b)")
_CURRENCY_BEFORE = re.compile(r"(?:[$€£¥₹₩₺₴₪]|\b[A-Z]{3})\s?$")


@dataclass(frozen=True)
class Allowed:
    """The contacts that may stand in instructions."""

    domains: frozenset[str]
    """Registrable domains (or bare hosts) of the company."""
    approved: frozenset[str]
    """Mail addresses, E.164 phones, hosts and URLs that a person has approved, lower case."""
    borne_out: frozenset[str] = frozenset()
    """Mail addresses and URLs (lower case) and digits of phones that the site itself bears out."""

    @property
    def _listed(self) -> frozenset[str]:
        return self.approved | self.borne_out

    def link(self, url: str) -> bool:
        """Whether `url`, or a host written without a scheme, is the company's own or approved."""
        url = url.strip().lower()
        whole = url if "://" in url else f"https://{url}"
        try:
            parts = urlsplit(whole)
            host = parts.hostname or ""
        except ValueError:
            return False
        if parts.scheme not in ("http", "https") or not host or parts.username is not None:
            return False
        names = {host, host.removeprefix("www."), registrable(host)}
        return bool(names & (self.domains | self.approved)) or bool({url} & self._listed)

    def mail(self, address: str) -> bool:
        """Whether the address is approved or on an own domain."""
        address = address.lower()
        host = address.rpartition("@")[2]
        return address in self._listed or bool({host, registrable(host)} & self.domains)

    def phone(self, number: str) -> bool:
        """Whether the digits are those of a known phone, with or without its country code."""
        digits = re.sub(r"\D", "", number).lstrip("0")
        known = {re.sub(r"\D", "", entry) for entry in self._listed if _PHONE.fullmatch(entry)}
        return len(digits) >= 6 and any(k.endswith(digits) or digits.endswith(k) for k in known)


def allowed(urls: Iterable[str], approved: Iterable[str], borne_out: Iterable[str] = ()) -> Allowed:
    """The allow-list of a site that lives at `urls`."""
    hosts = {urlsplit(url).hostname or "" for url in urls} - {""}
    return Allowed(
        domains=frozenset(registrable(host) for host in hosts),
        approved=frozenset(entry.strip().lower() for entry in approved),
        borne_out=frozenset(entry.strip().lower() for entry in borne_out),
    )


def without_foreign(text: str, may: Allowed) -> tuple[str, tuple[str, ...]]:
    """`text` with every foreign contact replaced by "(…)", and what was taken out."""
    taken: list[str] = []

    def judge(match: re.Match[str], own: bool) -> str:
        if own:
            return match[0]
        taken.append(match[0])
        return LEFT_OUT

    text = _MAIL.sub(lambda m: judge(m, may.mail(m[0])), text)
    text = _LINK.sub(lambda m: judge(m, _no_link(m[0]) or may.link(m[0].rstrip(".,;:!?)"))), text)
    text = _PHONE.sub(lambda m: judge(m, _no_phone(m) or may.phone(m[0])), text)
    text = _VANITY.sub(lambda m: judge(m, False), text)
    text = _SPELLED.sub(lambda m: judge(m, False), text)
    text = _DIGIT_WORDS.sub(lambda m: judge(m, False), text)
    text = _HANDLE.sub(lambda m: judge(m, m[0].lower() in may.approved), text)
    return text, tuple(taken)


@lru_cache(maxsize=4096)
def registrable(host: str) -> str:
    """The registrable domain of `host` ("a.b.co.uk" → "b.co.uk").

    Under a top level that nobody registers in (.example, .internal) its last two labels; an IP
    address or a bare name is returned as it is.
    """
    host = host.strip(".").lower()
    parts = _suffixes()(host)
    if parts.domain and parts.suffix:
        return f"{parts.domain}.{parts.suffix}"
    return host if parts.ipv4 or parts.ipv6 else ".".join(host.split(".")[-2:])


@lru_cache(maxsize=1)
def _suffixes() -> TLDExtract:
    """The public suffix list that the package carries; nothing is downloaded."""
    return TLDExtract(suffix_list_urls=(), cache_dir=None)


def _no_link(text: str) -> bool:
    """Words with a dot that are no web address: "Node.js", "e.g", a missing space after a full
    stop.
    """
    if "@" in text:  # a mail address that was judged before
        return "://" not in text
    if "://" in text or re.match(r"(?i)www\.|javascript:|data:|tel:|mailto:", text):
        return False
    host = re.split(r"[/:?#]", text, maxsplit=1)[0]
    parts = _suffixes()(host.lower())
    last = host.rpartition(".")[2]
    real = len(parts.domain) > 1 and parts.suffix
    return not real or not (last.islower() or last.isupper())


def _no_phone(match: re.Match[str]) -> bool:
    """Digits that are years, a date, a postal code, a number or an amount of money."""
    text = match[0].strip()
    if text.startswith(("+", "00")):
        return False
    if len(re.sub(r"\D", "", text)) < 7 or _NOT_A_PHONE.fullmatch(text):
        return True
    before, after = match.string[: match.start()], match.string[match.end() :]
    money = _CURRENCY_BEFORE.search(before) or _CURRENCY_AFTER.match(after)
    return bool(money and _AMOUNT.fullmatch(text))
