"""One request, as the crawl sees it: an answer or a reason why there is none. No Scrapy in here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from crawler.report import Disposition


@dataclass(frozen=True)
class Answer:
    """An HTTP response."""

    url: str
    """What was asked for."""
    status: int
    headers: Mapping[str, str]
    """Lower-case names; several values joined by commas."""
    body: bytes
    """Decompressed."""
    text: str = ""
    """The body decoded by the rules browsers use (BOM, header, meta, guess); "" unless it is text.
    """
    ms: int = 0

    @property
    def content_type(self) -> str:
        """Media type in lower case, without parameters; "" when the server sent none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class FetchError(Exception):
    """No response, or one that must not be read."""

    def __init__(self, disposition: Disposition, detail: str) -> None:
        super().__init__(detail)
        self.disposition = disposition
        self.detail = detail


class Fetch(Protocol):
    """Gets one URL; raises FetchError."""

    async def __call__(
        self, url: str, headers: Mapping[str, str], *, browser: bool = False
    ) -> Answer:
        """Ask for `url`. Redirects are not followed. `browser`: let its scripts run first."""
        ...
