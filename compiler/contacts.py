"""Whose contacts may be spoken: the company's own and what a person has approved; nobody else's.

A page can be made to carry a stranger's phone number, mail address or link. None of them enters
instructions: a contact must be on an own domain, approved, or borne out by two pages of the site or
its contact page; a sentence of running text that holds any other goes (compiler/foreign.py). What
is left out here, lookup_knowledge still finds on its page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from tldextract import TLDExtract

_DIALLED = re.compile(r"[+\d][\d\s ().\-/–]{5,24}")


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
        digits = re.sub(r"\(0\)|\D", "", number).lstrip("0")
        known = {re.sub(r"\D", "", entry) for entry in self._listed if _DIALLED.fullmatch(entry)}
        return len(digits) >= 6 and any(k.endswith(digits) or digits.endswith(k) for k in known)


def allowed(urls: Iterable[str], approved: Iterable[str], borne_out: Iterable[str] = ()) -> Allowed:
    """The allow-list of a site that lives at `urls`."""
    hosts = {urlsplit(url).hostname or "" for url in urls} - {""}
    return Allowed(
        domains=frozenset(registrable(host) for host in hosts),
        approved=frozenset(entry.strip().lower() for entry in approved),
        borne_out=frozenset(entry.strip().lower() for entry in borne_out),
    )


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


@lru_cache(maxsize=4096)
def has_suffix(host: str) -> bool:
    """Whether `host` is a name below a suffix of the public list, as "a.co.uk" is."""
    parts = _suffixes()(host.lower())
    return bool(parts.domain and parts.suffix)


@lru_cache(maxsize=1)
def _suffixes() -> TLDExtract:
    """The public suffix list that the package carries; nothing is downloaded."""
    return TLDExtract(suffix_list_urls=(), cache_dir=None)
