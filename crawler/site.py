"""Whose site is read: the few facts about it that the owner gives and that reading needs."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class SiteIdentity(BaseModel):
    """The part of [site] in site.toml that extraction may use; every field but the start URLs may
    be unknown.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    start_urls: tuple[str, ...]
    """Where the crawl begins; the first one is the home page."""
    public_url: str | None = None
    """What is cited when the crawl reads a staging copy."""
    name: str | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2; decides ambiguous phones and currencies. None: inferred from the site."""
    languages: tuple[str, ...] = ()
    """BCP 47 primary tags; empty: inferred from the pages."""
