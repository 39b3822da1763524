"""robots.txt as RFC 9309 has it, parsed by Protego."""

from __future__ import annotations

from dataclasses import dataclass, field

from protego import Protego

MAX_BYTES = 512_000
"""RFC 9309, 2.5: at least 500 KiB must be parsed; the rest may be ignored."""


@dataclass(frozen=True)
class Robots:
    """What a host allows us."""

    token: str
    """Our product token."""
    parsed: Protego | None = None
    """None: everything is allowed."""
    sitemaps: tuple[str, ...] = ()
    """Announced sitemaps, as written."""
    note: str = ""
    """What is odd about the file, for the report."""
    _seen: dict[str, bool] = field(default_factory=dict, compare=False)

    def allows(self, url: str) -> bool:
        """Whether `url` may be fetched."""
        if self.parsed is None:
            return True
        if url not in self._seen:
            self._seen[url] = bool(self.parsed.can_fetch(url, self.token))
        return self._seen[url]

    @property
    def crawl_delay(self) -> float:
        """Seconds between two requests that the host asks for; 0 when it asks for none."""
        if self.parsed is None:
            return 0.0
        delay = self.parsed.crawl_delay(self.token) or 0.0
        rate = self.parsed.request_rate(self.token)
        return max(float(delay), rate.seconds / rate.requests if rate and rate.requests else 0.0)


def read_robots(body: bytes, token: str) -> Robots:
    """Parse a robots.txt body; lines that are not understood allow everything."""
    text = body[:MAX_BYTES].decode("utf-8-sig", errors="replace")
    if text.lstrip()[:1] == "<":
        return Robots(token, note="robots.txt is an HTML page; taken as empty")
    parsed = Protego.parse(text)
    return Robots(token, parsed, tuple(parsed.sitemaps))


def closed(token: str) -> Robots:
    """What holds for a host whose robots.txt is out of reach: nothing may be fetched."""
    return Robots(token, Protego.parse("User-agent: *\nDisallow: /"))
