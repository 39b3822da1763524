"""Where a visitor books: scheduling services, and own pages that a call to action names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

from lxml.html import HtmlElement

from crawler.dom import Document
from crawler.hrefs import split_url
from crawler.lexicon import pattern
from crawler.lines import page_lines
from crawler.reading import Candidate
from crawler.roles import Role, page_role

_SERVICES = re.compile(
    r"""(?:^|\.)(?:
    calendly\.com | cal\.com | acuityscheduling\.com | as\.me | squarespacescheduling\.com |
    meetings(?:-\w+)?\.hubspot\.com | simplybook\.(?:me | it | cc) | doctolib\.\w+ |
    booksy\.com | znanylekarz\.pl | doctoralia\.[\w.]+ | miodottore\.it | jameda\.de |
    fresha\.com | setmore\.com | youcanbook\.me | ycb\.me | tidycal\.com | book\.squareup\.com |
    squareup\.com | opentable\.[\w.]+ | resy\.com | thefork\.[\w.]+ | lafourchette\.com |
    treatwell\.[\w.]+ | planity\.com | mindbodyonline\.com | vagaro\.com | eversports\.[\w.]+ |
    timify\.com | etermin\.net | terminland\.(?:de | eu) | samedi\.(?:de | cc) | dr-flex\.de |
    salonkee\.\w+ | reservio\.com | koalendar\.com | zcal\.co | savvycal\.com | oncehub\.com |
    appointlet\.com | picktime\.com | zohobookings\.\w+ | calendar\.app\.google | janeapp\.com |
    clientsecure\.me | zocdoc\.com | phorest\.com | gettimely\.com | salonized\.com |
    fareharbor\.com | bokun\.io | quandoo\.[\w.]+ | resmio\.com | formitable\.com |
    zenchef\.com | covermanager\.com | sevenrooms\.com | exploretock\.com | bookeo\.com |
    appointy\.com | cliniko\.com | onlineafspraken\.nl | shore\.com | bookingpage\.\w+ |
    harmonizely\.com | clinicsense\.com | schedulista\.com | topdoctors\.[\w.]+ | maiia\.com |
    resalib\.fr | keldoc\.com | crenolib\.fr | medoucine\.com | rosa\.be | doctena\.\w+ |
    tucalendi\.com | reservas\.io | bookitit\.com | goldie\.app | heyflow\.app | noona\.app |
    moment\.pl | versum\.com | leadconnectorhq\.com | msgsndr\.com | bookwhen\.com |
    momence\.com | wellnessliving\.com
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
"""Hosts of services that take bookings; a path must name whose."""
_SERVICE_PAGES = re.compile(
    r"^https://(?:calendar\.google\.com/calendar/(?:u/\d/)?appointments/|"
    r"outlook\.office(?:365)?\.com/(?:owa/calendar|book)|"
    r"(?:www\.)?hubspot\.com/meetings/|bookings\.cloud\.microsoft/)",
    re.IGNORECASE,
)
_NOT_BOOKING = re.compile(
    r"^/(?:assets|static|widget\.js|privacy|terms|legal|pricing|login|signup|features|signin|"
    r"about|help)\b|\.(?:js|css|png|svg|jpe?g)$",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(
    r"/(?:your-?(?:name|username|link|handle|calendar|business)|username|example|placeholder|"
    r"xxx+|my-link)\b|yourname",
    re.IGNORECASE,
)
_BOOK = re.compile(
    r"book(?:$| (?:an?|your|my|now|online|here|directly?|with|us|the|in|today|tickets?|rooms?|"
    r"tables?|classes|lessons?)\b)",
    re.IGNORECASE,
)
_CHANNELS = re.compile(
    r"(?:^|\.)(?:wa\.me|whatsapp\.com|facebook\.com|fb\.(?:me|com)|m\.me|messenger\.com|"
    r"instagram\.com|linkedin\.com|youtube\.com|youtu\.be|tiktok\.com|x\.com|twitter\.com|t\.me|"
    r"google\.[\w.]+|goo\.gl|maps\.app\.goo\.gl|apple\.com|amazon\.[\w.]+|pinterest\.\w+|"
    r"viber\.com|telegram\.\w+|wikipedia\.org)$"
)
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_FRAME = re.compile(r"<iframe\b[^>]{0,600}?\bsrc\s*=\s*[\"']([^\"']{8,400})[\"']", re.IGNORECASE)


def bookings(document: Document) -> Iterator[Candidate]:
    """Links and embedded calendars of booking services, and calls to action to own pages."""
    for line in page_lines(document):
        if line.region == "cookie":
            continue
        for link in line.links:
            href = (link.get("href") or "").strip()
            if is_booking_service(href):
                yield _candidate(document, line.element, href, line.text, 1.0)
            elif own := _own_page(document, link, href):
                yield _candidate(document, line.element, own, line.text, 0.7)
            elif there := _elsewhere(document, link, href):
                yield _candidate(document, line.element, there, line.text, 0.65)
    yield from _embedded(document)


def _embedded(document: Document) -> Iterator[Candidate]:
    """Calendars that scripts and frames put into the page."""
    html = document.page.html
    if any(name in html for name in ("data-url", "data-cal-link", "data-calendly")):
        shape = "descendant::*[@data-url or @data-cal-link or @data-calendly]"
        for element in document.root.xpath(shape):
            url = element.get("data-url") or element.get("data-calendly") or ""
            if cal := element.get("data-cal-link"):
                url = f"https://cal.com/{cal.strip('/')}"
            if is_booking_service(url):
                yield _candidate(document, element, url, url, 0.9)
    for url in _FRAME.findall(html) if "iframe" in html else ():
        if is_booking_service(url):
            yield _candidate(document, document.root, url, url, 0.9)


def is_booking_service(href: str) -> bool:
    """Whether `href` is somebody's page at a booking service."""
    if _SERVICE_PAGES.match(href):
        return True
    parts = split_url(href if "//" in href else "//" + href)
    host = parts.hostname or ""
    if not _SERVICES.search(host) or _NOT_BOOKING.search(parts.path) or _TEMPLATE.search(href):
        return False
    if parts.path.strip("/"):
        return True
    own_host = re.fullmatch(r"([\w-]+)\.[\w-]+\.\w+(?:\.\w+)?", host)
    return own_host is not None and own_host[1] not in ("www", "app", "assets", "booking", "api")


def _own_page(document: Document, link: HtmlElement, href: str) -> str | None:
    """An own page or form for bookings: its address says so, and so do the words of the link."""
    if not href or href.startswith(("mailto:", "tel:", "javascript:", "sms:", "data:")):
        return None
    words = " ".join("".join(link.itertext()).split()) or link.get("aria-label") or ""
    if not _calls_to_book(words):
        return None
    parts = split_url(document.absolute(href))
    if href.startswith("#"):
        name = re.sub(r"[-_]+", " ", unquote(parts.fragment).casefold())
        there = parts.fragment and document.root.xpath(
            "descendant-or-self::*[@id=$id][1]", id=parts.fragment
        )
        return document.absolute(href) if there and _is_slug(name) else None
    folders = [p for p in unquote(parts.path).casefold().split("/") if p]
    name = folders[-1] if folders else (parts.hostname or "").split(".")[0]
    name = re.sub(r"[-_]+", " ", re.sub(r"\.\w{2,5}$", "", name))
    return document.absolute(href) if _is_slug(name) and parts.scheme in ("http", "https") else None


def _elsewhere(document: Document, link: HtmlElement, href: str) -> str | None:
    """A page at another host that the words of the link, and nothing else in them, say to book at.

    Whoever takes bookings for the company need not be a known service; networks, chats and maps
    are no such place.
    """
    if not href.startswith(("https://", "http://", "//")) or page_role(document) is Role.ARTICLE:
        return None
    words = " ".join("".join(link.itertext()).split())
    if not _tells_to_book(words) or _TEMPLATE.search(href):
        return None
    url = document.absolute(href)
    there = split_url(url).hostname or ""
    own = {split_url(address).hostname or "" for address in _own_addresses(document)}
    if (
        not _HOST.fullmatch(there)
        or _CHANNELS.search(there)
        or any(_site(there) == _site(o) for o in own)
    ):
        return None
    return url


def _own_addresses(document: Document) -> tuple[str, ...]:
    return document.url, document.page.canonical or "", document.metas.get("og:url", "")


def _site(host: str) -> str:
    """The last labels of a host: two, or three below a short public suffix such as co.uk."""
    labels = host.split(".")
    short = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3:] if short else labels[-2:])


@lru_cache(maxsize=4096)
def _tells_to_book(words: str) -> bool:
    """Whether a label of a few words begins or ends with the call: "Jetzt Zimmer buchen".

    In English a lone "book" may be one that is read.
    """
    words = words.strip(" →»›>!.↗")
    if len(words) > 48 or len(words.split()) > 6:
        return False
    for found in pattern("contact", "booking_words").finditer(words):
        if found[0].casefold() == "book":
            if found.start() == 0 and _BOOK.match(words):
                return True
        elif found.start() == 0 or found.end() == len(words):
            return True
    return False


@lru_cache(maxsize=4096)
def _calls_to_book(words: str) -> bool:
    return len(words) <= 60 and pattern("contact", "booking_words").search(words) is not None


@lru_cache(maxsize=4096)
def _is_slug(name: str) -> bool:
    name = re.sub(r"\b(?:modal|form|section|popup|page|online)\b", "", name).strip()
    found = pattern("contact", "booking_slugs").search(name)
    return found is not None and len(name.split()) <= len(found[0].split()) + 1


def _candidate(
    document: Document, element: HtmlElement, url: str, words: str, weight: float
) -> Candidate:
    url = url if "//" in url or url.startswith("#") else "https://" + url
    source = document.source(element, words)
    return Candidate(
        field="booking_urls", value=document.absolute(url), source=source, weight=weight
    )
