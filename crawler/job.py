"""What the parent asks of the crawl process: one line of JSON on its standard input."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from crawler.rules import CrawlRules
from crawler.site import SiteIdentity


class Job(BaseModel):
    """One crawl to run."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    crawl: int
    """Its number in the store."""
    resumed: bool
    store: Path
    site: SiteIdentity
    rules: CrawlRules
    now: datetime
    """When the crawl was asked for; every time in its result is this or later by the clock."""
    full: bool = False
    """Trust no validator and no earlier crawl."""
    rules_changed: bool = False
    """The last crawl followed other rules: what it concluded of a page may be wrong by these."""
    only: str | None = None
    """Recrawl this one page."""
