"""The company's profiles on social networks: no share buttons, posts, videos, other people."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from lxml.html import HtmlElement

from crawler.dom import Document, region_of, text_of
from crawler.hrefs import split_url
from crawler.legal import title_parts
from crawler.lexicon import pattern
from crawler.reading import Candidate
from crawler.roles import Role, page_role
from crawler.text import squeeze

_HANDLE = r"@?[\w.%-]{2,}(?:/(?:about|reviews|videos|featured))?"
_NETWORKS = {
    "facebook.com": rf"pages/[^/]+/\d+|people/[^/]+/\d+|(?:groups|p)/[^/]+|{_HANDLE}",
    "instagram.com": _HANDLE,
    "linkedin.com": r"(?:company|school|showcase|in|pub)/[^/]+(?:/(?:about|mycompany|posts))?",
    "twitter.com": r"@?\w{2,}",
    "x.com": r"@?\w{2,}",
    "youtube.com": rf"(?:c|channel|user)/[^/]+|{_HANDLE}",
    "tiktok.com": r"@[\w.-]+",
    "pinterest.com": _HANDLE,
    "xing.com": r"(?:companies|pages|profile|company)/[^/]+",
    "threads.net": r"@[\w.]+",
    "threads.com": r"@[\w.]+",
    "bsky.app": r"profile/[^/]+",
    "vimeo.com": r"(?!\d+$)[\w-]{2,}",
    "snapchat.com": r"add/[\w.-]+",
    "behance.net": _HANDLE,
    "dribbble.com": _HANDLE,
    "github.com": r"[\w-]+",
    "t.me": r"[\w+]{3,}",
    "soundcloud.com": _HANDLE,
    "vk.com": r"[\w.]{2,}",
}
"""Social networks and how the path of a profile looks."""
_PATHS = {host: re.compile(rf"^/(?:{path})/?$", re.IGNORECASE) for host, path in _NETWORKS.items()}
_HINT = re.compile("|".join(host.split(".")[0] for host in (*_NETWORKS, "fb.com")), re.IGNORECASE)
_RESERVED_WORDS = """
    about accounts ads away business developer dialog embed events explore feed gallery hashtag
    help home howyoutubeworks i ideas intent l.php legal live login p photo photos permalink pin
    playlist plugins policies privacy reel reels results search settings share sharer sharer.php
    shorts shots stories story story.php t tos tr tv watch widgets
"""
_RESERVED = frozenset(_RESERVED_WORDS.split())
"""First parts of paths that are the network's own pages, shares, posts and videos."""
_TEMPLATE = re.compile(
    r"^/(?:@|company/|in/|channel/|user/|pages/|c/)?(?:your\w*|username|user|profile|example|handle|"
    r"yourpage|wix|wixstudio|squarespace|webflow|elegantthemes|elementor|wordpress(?:dot)?(?:com)?|"
    r"weebly|jimdo|shopify|godaddy|shadcn|tailwindcss|vercel|bootstrap\w*|nextjs|xxx+|test|demo|"
    r"placeholder|home|page|#+)/?$",
    re.IGNORECASE,
)
"""Names of templates and of the builders themselves."""


_NAMED = 0.8
"""Weight of a person's profile where the site bears the person's name."""
_SHORTEST = 6
"""Letters of a handle that can be a first and a last name."""


def profiles(document: Document) -> Iterator[Candidate]:
    """Profile links; a person's LinkedIn counts less than a company's."""
    role = page_role(document)
    for link in document.root.iter("a"):
        href = (link.get("href") or "").strip()
        if is_profile(href) and not _is_credit(link):
            label = text_of(link) or link.get("aria-label") or link.get("title") or href
            source = document.source(link, squeeze(label))
            weight = _weight(region_of(link), href, role)
            if weight < _NAMED and _bears_name(document, href):
                weight = _NAMED
            yield Candidate(field="social_urls", value=tidy(href), source=source, weight=weight)


def _bears_name(document: Document, href: str) -> bool:
    """Whether the handle is a name in the page's title: the site is that person's."""
    handle = split_url(href).path.strip("/").rpartition("/")[2]
    spelled = _letters(re.sub(r"-(?=\w*\d)\w+$", "", handle))
    return len(spelled) >= _SHORTEST and any(
        spelled in (_letters(part), _letters(" ".join(reversed(part.split()))))
        for part in title_parts(document.title)
    )


def _letters(text: str) -> str:
    """Lower-case letters alone, without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if c.isalpha())


def is_profile(href: str) -> bool:
    """Whether `href` is a profile on a social network, told by host and path."""
    if "//" not in href[:9] or not _HINT.search(href):
        return False
    parts = split_url(href)
    host = re.sub(r"^(?:www|m|[a-z]{2}(?:-[a-z]{2})?|business|web)\.", "", parts.netloc.lower())
    host = (
        "facebook.com"
        if host == "fb.com"
        else "pinterest.com"
        if host.startswith("pinterest.")
        else host
    )
    shape = _PATHS.get(host)
    first = parts.path.strip("/").split("/")[0].lower()
    if shape is None or _TEMPLATE.match(parts.path):
        return False
    if not shape.match(parts.path) or (first in _RESERVED and not _is_page(host, parts.path)):
        return False
    return not ("profile.php" in parts.path and "id=" not in parts.query)


def _is_page(host: str, path: str) -> bool:
    """Whether a reserved word begins a profile all the same: facebook.com/p/Name."""
    return host == "facebook.com" and path.lower().startswith("/p/")


def tidy(href: str) -> str:
    """`href` with https and without tracking; a profile's id stays."""
    parts = split_url(href)
    query = f"?{parts.query}" if "id=" in parts.query and "profile.php" in parts.path else ""
    return f"https://{parts.netloc}{parts.path}{query}"


def _weight(region: str, href: str, role: Role) -> float:
    personal = "linkedin.com/in/" in href or "xing.com/profile" in href
    if region in ("footer", "header", "nav"):
        return 0.9 if personal else 1.0
    if role in (Role.CONTACT, Role.HOME, Role.ABOUT):
        return 0.3 if personal else 0.8
    return 0.2 if personal or role in (Role.ARTICLE, Role.PRIVACY) else 0.4


def _is_credit(link: HtmlElement) -> bool:
    """Whether the words right before the link name the site's builder."""
    parent = link.getparent()
    if parent is None:
        return False
    before = [parent.text or ""]
    for sibling in link.itersiblings(preceding=True):
        before.insert(1, text_of(sibling) + " " + (sibling.tail or ""))
        if len(before) > 4:
            break
    words = " ".join(" ".join(before).split())[-48:]
    found = [m.end() for m in pattern("company", "credit_words").finditer(words)]
    return bool(found) and len(words) - found[-1] <= 24
