"""A fetched page, as every later stage sees it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import cached_property

from pydantic import BaseModel, ConfigDict


class Page(BaseModel):
    """One page of the site as it was served: what extraction reads, and no more."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    url: str
    """Absolute URL as crawled, after redirects, in the crawl's one normal form."""
    canonical: str | None = None
    """Absolute URL of its rel=canonical, when given."""
    status: int = 200
    headers: dict[str, str] = {}
    """Lower-case names; only those that later stages need (content-language, last-modified, etag,
    x-robots-tag)."""
    html: str
    """Decoded text of the body."""
    styles: str = ""
    """Text of the same-site stylesheets that the page links for a screen, joined in document order;
    what is for some screens only stands in @media."""
    fetched_at: datetime
    """When the body was fetched, UTC."""

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 in hex over html and styles: equal hashes cost no extraction."""
        both = hashlib.sha256(self.html.encode("utf-8", "surrogatepass"))
        both.update(b"\0")
        both.update(self.styles.encode("utf-8", "surrogatepass"))
        return both.hexdigest()
