"""The stylesheets that a page links, and the screens that they are for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.media import Holds, judge

_SWAPPED = re.compile(r"""\bmedia\s*=\s*["']([^"']*)["']""")
"""Pages load a sheet without waiting for it as `media="print" onload="this.media='all'"`."""
_BROKEN = re.compile(r"""[{};"']|/\*""")
"""No media query holds these; by https://www.w3.org/TR/mediaqueries-4/#error-handling such a one
never applies."""


@dataclass(frozen=True)
class LinkedSheet:
    """One <link rel=stylesheet>."""

    href: str
    """As written, to be resolved against the page's base."""
    media: str
    """Its media query list; "" when it is for every screen."""


def linked_sheets(root: HtmlElement) -> Iterator[LinkedSheet]:
    """The stylesheets that some screen takes, in document order; those for print are left out."""
    for link in root.iter("link"):
        rel = (link.get("rel") or "").lower().split()
        href = (link.get("href") or "").strip()
        media = _media(link)
        if not href or "stylesheet" not in rel or "alternate" in rel:
            continue
        if not _BROKEN.search(media) and judge(media) is not Holds.NEVER:
            yield LinkedSheet(href, media)


def in_media(text: str, media: str) -> str:
    """A stylesheet's text as rules that hold only in `media`; "" is everywhere."""
    return f"@media {media}{{{text}}}" if media else text


def _media(link: HtmlElement) -> str:
    """The media of a link once the page has loaded, lower case."""
    swapped = _SWAPPED.search(link.get("onload") or "")
    media = swapped[1] if swapped else link.get("media") or ""
    media = " ".join(media.lower().split())
    return "" if media in ("all", "screen") else media
