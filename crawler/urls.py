"""URL identity: one rule that says when two spellings name the same page, and which pages are ours.

Built on yarl (WHATWG-like parsing, percent-encoding, dot segments, IDNA, default ports).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urljoin

from yarl import URL

MAX_LENGTH = 2083
"""Longer URLs are traps or mistakes; the limit Internet Explorer had and Scrapy still has."""

_TRACKING = re.compile(
    r"(utm|mtm|matomo|pk|piwik|hsa|oly|vero|itm)_.+|aspsessionid\w*|__hs\w+|_hs(enc|mi)"
    r"|gclid|dclid|gclsrc|gbraid|wbraid|fbclid|msclkid|twclid|yclid|ysclid|ttclid|li_fat_id|igsh(id)?"
    r"|mc_[ce]id|mkt_tok|hsctatracking|_ga|_gl|s_cid|ref_src|srsltid|epik"
    r"|phpsessid|jsessionid|sid|sessionid",
    re.IGNORECASE,
)
"""Parameters that say where a visitor came from or who they are, never which page it is.

From ClearURLs (data.min.json) and Firefox's query-stripping list.
"""

_INDEX = re.compile(
    r"/(?:index|default)\.(?:html?|php\d?|aspx?|jsp|cgi|shtml|xhtml)$", re.IGNORECASE
)
_SESSION_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.IGNORECASE)
_BLANKS = re.compile(r"[\t\r\n]+")
_SLASHES = re.compile(r"/{2,}")

_ASSETS = """
    7z aac ai apk avi avif bin bmp bz2 css csv dmg doc docx eot eps epub exe flac flv gif gz ico
    ics iso jar jpeg jpg js json kml kmz m4a m4v map mid mjs mkv mov mp3 mp4 mpeg mpg msi odp
    ods odt ogg ogv otf pdf png ppt pptx ps psd rar rss rtf svg swf tar tgz tif tiff ttf txt vcf
    wasm wav webm webmanifest webp wma wmv woff woff2 xls xlsx xml xz zip
"""
ASSETS = frozenset(_ASSETS.split())
"""File endings that never hold a page; asked for nothing, so they cost no request."""


class BadUrlError(ValueError):
    """A link that names no page: the reason is its message."""


@lru_cache(maxsize=50_000)
def normal(raw: str, base: str | None = None) -> str:
    """The one spelling of `raw`, resolved against the absolute URL `base`.

    Lower-case scheme and host (IDNA), no default port, no user, no fragment, dot segments and
    doubled slashes removed, index files folded into their folder, tracking and session parameters
    dropped, the rest of the query sorted. Path case and trailing slash are kept: servers tell those
    apart. Raises BadUrlError.
    """
    url = _parsed(raw, base)
    path = _SLASHES.sub("/", _SESSION_PATH.sub("", url.raw_path)) or "/"
    path = _INDEX.sub("/", path)
    port = "" if url.is_default_port() or url.port is None else f":{url.port}"
    host = (url.raw_host or "").rstrip(".")
    host = f"[{host}]" if ":" in host else host
    query = _query(url.raw_query_string)
    found = f"{url.scheme}://{host}{port}{path}{'?' + query if query else ''}"
    if len(found) > MAX_LENGTH:
        raise BadUrlError(f"longer than {MAX_LENGTH} characters")
    return found


def spelled(raw: str, base: str | None = None) -> str:
    """`raw` resolved against `base` as the page wrote it, without fragment: what a server that has
    no folder index must be asked for. Raises BadUrlError.
    """
    return str(_parsed(raw, base).with_fragment(None).with_user(None))


def _parsed(raw: str, base: str | None) -> URL:
    cleaned = _BLANKS.sub("", raw.strip()).replace("\\", "/")
    if len(cleaned) > 4 * MAX_LENGTH:
        raise BadUrlError(f"longer than {MAX_LENGTH} characters")
    try:
        url = URL(urljoin(base, cleaned) if base else cleaned)
        host = (url.raw_host or "").strip(".")
    except (ValueError, UnicodeError) as exc:
        raise BadUrlError(str(exc)[:120]) from exc
    if url.scheme not in ("http", "https"):
        raise BadUrlError(f'scheme "{url.scheme}" is not http or https')
    if not host:
        raise BadUrlError("no host")
    return url


def _query(raw: str) -> str:
    if not raw:
        return ""
    pairs = parse_qsl(raw, keep_blank_values=True)
    kept = sorted((k, v) for k, v in pairs if not _TRACKING.fullmatch(k))
    if len(kept) == len(pairs) == 1 and "%" not in raw and "+" not in raw:
        return raw
    return urlencode(kept)


def origin(url: str) -> str:
    """Scheme, host and port of an absolute URL, such as "https://example.com"."""
    return "/".join(url.split("/", 3)[:3])


def host_port(url: str) -> tuple[str, int]:
    """Host (lower case, no brackets) and port that a connection for `url` goes to."""
    parsed = URL(url)
    return parsed.raw_host or "", parsed.port or 0


def path_of(url: str) -> str:
    """Path and query of an absolute URL, as rules and robots.txt see it."""
    return "/" + url.split("/", 3)[3] if url.count("/") > 2 else "/"


def is_asset(url: str) -> bool:
    """Whether the path ends like a file that is not a page."""
    name = url.split("?", 1)[0].rsplit("/", 1)[-1]
    return "." in name and name.rsplit(".", 1)[-1].lower() in ASSETS


def www_twin(host: str) -> str:
    """The other of example.com and www.example.com."""
    return host[4:] if host.startswith("www.") else f"www.{host}"


class SiteUrls:
    """Which hosts are the site, and under which origin its pages are fetched.

    An alias is a host that is the same site elsewhere: the public host when a staging copy is read,
    the www twin, the plain-http twin. URLs on an alias are fetched at the served origin, same path.
    """

    def __init__(
        self, served: str, *, aliases: Iterable[str] = (), hosts: Iterable[str] = ()
    ) -> None:
        """`served` is an origin; `aliases` and `hosts` are host or host:port."""
        self._settle(served)
        self.aliases = {a.lower() for a in aliases} - {self._own}
        self.hosts = frozenset(h.lower() for h in hosts)

    def name(self, raw: str, base: str | None = None) -> str:
        """The normal URL under which `raw` is known to this crawl. Raises BadUrlError."""
        if base and raw[:1] == "/" and raw[1:2] not in ("/", "\\"):
            base = origin(base)  # the same for every page, so that the cache knows it
        elif raw.startswith(("https://", "http://")):
            base = None
        return self.served_at(normal(raw, base))

    def written(self, raw: str, base: str | None, name: str) -> str:
        """What to ask the server for when it does not answer to `name`: the index file that `name`
        leaves out; else `name`.
        """
        if not name.endswith("/") or "." not in raw:
            return name
        asked = self.served_at(spelled(raw, base))
        return asked if _INDEX.search(asked.partition("?")[0]) else name

    def served_at(self, url: str) -> str:
        """Move a normal URL from an alias to the served origin; others stay."""
        host = authority(url)
        if host == self._own or host in self.aliases or host == self._twin:
            return self.served + url[len(origin(url)) :]
        return url

    def holds(self, url: str) -> bool:
        """Whether the normal URL is on this site."""
        return origin(url) == self.served or authority(url) in self.hosts

    def is_foreign(self, host: str) -> bool:
        """Whether a host (with port, if it has one) is neither the site's nor an alias of it."""
        known = host in (self._own, self._twin)
        return not (known or host in self.aliases or host in self.hosts)

    def move(self, served: str) -> None:
        """Fetch the site at another origin from now on; the old one stays as an alias."""
        self.aliases = (self.aliases | {self._own}) - {authority(served)}
        self._settle(served)

    def _settle(self, served: str) -> None:
        self.served = served
        self._own = authority(served)
        self._twin = www_twin(self._own)


def authority(url: str) -> str:
    """Host and port as an absolute URL names them, such as "example.com:8080"."""
    return url.split("/", 3)[2]
