"""The company's profiles on social networks: not share buttons, posts, videos or the profiles of other people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.dom import Document, region_of, text_of
from crawler.lexicon import pattern
from crawler.reading import Candidate
from crawler.roles import Role, page_role
from crawler.text import squeeze

_NETWORKS = {
    "facebook.com": r"^/(?:pages/[^/]+/\d+|profile\.php|groups/[^/]+|p/[\w.-]+|people/[^/]+/\d+|(?!sharer|share|dialog|plugins|tr\b|login|help|events|watch|photo|story|permalink|hashtag|policies|privacy|legal|about|business|settings|reel|l\.php|ads)[\w.%-]{2,})/?(?:reviews|about)?/?$",
    "instagram.com": r"^/(?!p/|reel|explore|accounts|stories|tv/|about|legal|developer|share)[\w.%-]{2,}/?$",
    "linkedin.com": r"^(?:/mwlite)?/(?:company|school|showcase|in|pub)/[^/]+(?:/about|/mycompany|/posts)?/?$",
    "twitter.com": r"^/(?!share|intent|home|search|hashtag|i/|login|privacy|tos|widgets)@?\w{2,}/?$",
    "x.com": r"^/(?!share|intent|home|search|hashtag|i/|login|privacy|tos)@?\w{2,}/?$",
    "youtube.com": r"^/(?:@[^/]+|c/[^/]+|channel/[^/]+|user/[^/]+|(?!watch|embed|shorts|playlist|results|feed|live|t/|howyoutubeworks|about|c$|channel$)[\w-]{3,})(?:/(?:videos|featured|about))?/?$",
    "tiktok.com": r"^/@[\w.-]+/?$",
    "pinterest.com": r"^/(?!pin/|search|ideas)[\w-]{2,}/?$",
    "xing.com": r"^/(?:companies|pages|profile|company)/[^/]+/?$",
    "threads.net": r"^/@[\w.]+/?$",
    "threads.com": r"^/@[\w.]+/?$",
    "bsky.app": r"^/profile/[^/]+/?$",
    "vimeo.com": r"^/(?!\d+)(?!share)[\w-]{2,}/?$",
    "snapchat.com": r"^/add/[\w.-]+/?$",
    "behance.net": r"^/(?!gallery)[\w-]{2,}/?$",
    "dribbble.com": r"^/(?!shots)[\w-]{2,}/?$",
    "github.com": r"^/[\w-]+/?$",
    "t.me": r"^/(?!share)[\w+]{3,}/?$",
    "soundcloud.com": r"^/[\w-]{2,}/?$",
    "vk.com": r"^/(?!share|away)[\w.]{2,}/?$",
}
_PATHS = {host: re.compile(path, re.IGNORECASE) for host, path in _NETWORKS.items()}
_TEMPLATE = re.compile(
    r"^/(?:@|company/|in/|channel/|user/|pages/|c/)?(?:your\w*|username|user|profile|example|yourpage|handle|wix|wixstudio|squarespace|webflow|"
    r"elegantthemes|elementor|wordpress(?:dotcom|com)?|weebly|jimdo|shopify|godaddy|shadcn|tailwindcss|vercel|bootstrap\w*|nextjs|"
    r"xxx+|test|demo|placeholder|home|page|#+)/?$",
    re.IGNORECASE,
)
"""Names of templates and of the builders themselves."""


def profiles(document: Document) -> Iterator[Candidate]:
    """Profile links; a person's LinkedIn counts less than a company's."""
    role = page_role(document)
    for link in document.root.iter("a"):
        href = (link.get("href") or "").strip()
        if is_profile(href) and not _is_credit(link):
            label = text_of(link) or link.get("aria-label") or link.get("title") or href
            source = document.source(link, squeeze(label))
            weight = _weight(region_of(link), href, role)
            yield Candidate(field="social_urls", value=tidy(href), source=source, weight=weight)


def is_profile(href: str) -> bool:
    """Whether `href` is a profile on a social network, told by host and path."""
    if "//" not in href[:9]:
        return False
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    host = re.sub(r"^(?:www|m|[a-z]{2}(?:-[a-z]{2})?|business|web)\.", "", parts.netloc.lower())
    host = (
        "facebook.com"
        if host == "fb.com"
        else "pinterest.com"
        if host.startswith("pinterest.")
        else host
    )
    shape = _PATHS.get(host)
    if shape is None or not shape.match(parts.path) or _TEMPLATE.match(parts.path):
        return False
    return not ("profile.php" in parts.path and "id=" not in parts.query)


def tidy(href: str) -> str:
    """`href` with https and without tracking; a profile's id stays."""
    parts = urlsplit(href)
    query = f"?{parts.query}" if "id=" in parts.query and "profile.php" in parts.path else ""
    return f"https://{parts.netloc}{parts.path}{query}"


def _weight(region: str, href: str, role: Role) -> float:
    personal = "linkedin.com/in/" in href or "xing.com/profile" in href
    if region in ("footer", "header", "nav"):
        return 0.9 if personal else 1.0
    if role in (Role.CONTACT, Role.HOME, Role.ABOUT):
        return 0.5 if personal else 0.8
    return 0.2 if personal or role in (Role.ARTICLE, Role.PRIVACY) else 0.4


def _is_credit(link: HtmlElement) -> bool:
    """Whether the link stands in the words that name the site's builder."""
    parent = link.getparent()
    around = text_of(parent) if parent is not None and len(parent) <= 4 else text_of(link)
    return len(around) <= 160 and pattern("company", "credit_words").search(around) is not None
