"""Addresses as pages write them: anything may stand in an href, and no reading may fail of it."""

from __future__ import annotations

from urllib.parse import SplitResult, urljoin, urlsplit

_NOWHERE = SplitResult("", "", "", "", "")


def split_url(url: str) -> SplitResult:
    """`urlsplit`, with nothing in any part where it would raise ("http://[")."""
    try:
        return urlsplit(url)
    except ValueError:
        return _NOWHERE


def join_url(base: str, href: str) -> str:
    """`urljoin`, with `base` itself where `href` is no address at all."""
    try:
        joined = urljoin(base, href)
        urlsplit(joined)
    except ValueError:
        return base
    return joined
