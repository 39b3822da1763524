"""Whose a host is: the registrable domain, by the public suffix list that tldextract ships."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from crawler.urls import host_port, www_twin

if TYPE_CHECKING:
    from tldextract import TLDExtract


@cache
def _extract() -> TLDExtract:
    import tldextract  # slow to load, and few crawls leave their first host

    return tldextract.TLDExtract(
        suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True
    )


def same_owner(one: str, other: str) -> bool:
    """Whether two absolute URLs are on one host name, or on hosts of one registrable domain."""
    (first, first_port), (second, second_port) = host_port(one), host_port(other)
    if first == second:
        return first_port == second_port or {first_port, second_port} == {80, 443}
    if second == www_twin(first):
        return True
    domains = {_extract()(host).top_domain_under_public_suffix for host in (first, second)}
    return len(domains) == 1 and "" not in domains
