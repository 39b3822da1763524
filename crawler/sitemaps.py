"""Sitemaps (sitemaps.org): urlsets, indexes, plain text and feeds, gzipped or not. Hostile until
proven otherwise.
"""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass

from lxml import etree

MAX_ENTRIES = 50_000
"""The protocol's limit for one file."""
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True)
class SitemapEntry:
    """One page that a sitemap names."""

    loc: str
    lastmod: str = ""
    """As written; a hint only."""
    alternates: tuple[str, ...] = ()
    """Its hreflang twins."""


@dataclass(frozen=True)
class Sitemap:
    """What one file names."""

    pages: tuple[SitemapEntry, ...] = ()
    indexed: tuple[str, ...] = ()
    """Further sitemaps."""
    trouble: str = ""
    """What is wrong with the file; "" when nothing is."""


def read_sitemap(body: bytes, *, max_bytes: int) -> Sitemap:
    """Read a sitemap file. Never fails: what is broken stands in `trouble`, what came before it is
    kept.

    No entity is expanded, no DTD loaded, no more than `max_bytes` decompressed.
    """
    if body[:2] == _GZIP:
        try:
            unzipper = zlib.decompressobj(wbits=31)
            body = unzipper.decompress(body, max_bytes)
        except zlib.error as exc:
            return Sitemap(trouble=f"broken gzip: {exc}")
        if unzipper.unconsumed_tail:
            return Sitemap(trouble=f"larger than {max_bytes} bytes when unpacked")
    start = body.lstrip()[:200].lower()
    if not start:
        return Sitemap(trouble="empty file")
    if not start.removeprefix(b"\xef\xbb\xbf").startswith(b"<"):
        return _plain(body)
    if start.startswith((b"<!doctype html", b"<html")):
        return Sitemap(trouble="an HTML page, not a sitemap")
    return _xml(body)


def _plain(body: bytes) -> Sitemap:
    lines = [line.strip() for line in body.decode("utf-8-sig", "replace").splitlines()]
    found = tuple(
        SitemapEntry(line)
        for line in lines[:MAX_ENTRIES]
        if line.startswith(("http://", "https://"))
    )
    return Sitemap(pages=found, trouble="" if found else "names no page")


def _xml(body: bytes) -> Sitemap:
    pages: list[SitemapEntry] = []
    indexed: list[str] = []
    trouble = ""
    events = etree.iterparse(
        io.BytesIO(body),
        events=("end",),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for _, element in events:
            name = _local(element)
            if name not in ("url", "sitemap", "item", "entry"):
                continue
            entry = _entry(element)
            if entry and name == "sitemap":
                indexed.append(entry.loc)
            elif entry:
                pages.append(entry)
            element.clear()
            if len(pages) + len(indexed) >= MAX_ENTRIES:
                trouble = f"more than {MAX_ENTRIES} entries; the rest is not read"
                break
    except (etree.XMLSyntaxError, ValueError) as exc:
        trouble = f"broken XML: {str(exc)[:120]}"
    if not pages and not indexed and not trouble:
        trouble = "names no page"
    return Sitemap(tuple(pages), tuple(indexed), trouble)


def _entry(element: etree._Element) -> SitemapEntry | None:
    loc, lastmod, alternates = "", "", []
    for child in element:
        name = _local(child)
        text = (child.text or "").strip()
        if name == "loc" or (name == "link" and text):
            loc = loc or text
        elif name == "lastmod":
            lastmod = text
        elif name == "link" and child.get("href"):
            alternates.append(child.get("href", ""))
    if not loc and alternates:  # an Atom entry
        loc, alternates = alternates[0], []
    return SitemapEntry(loc, lastmod, tuple(alternates)) if loc else None


def _local(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""
