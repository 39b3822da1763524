"""What of a page's markup is the page, and what only differs from one request to the next."""

from __future__ import annotations

import hashlib
import re

from lxml import etree, html

_NOISE = ("nonce", "integrity", "data-nonce", "data-turbo-track", "data-cfemail")
_TOKEN = re.compile(
    r"csrf|xsrf|nonce|token|authenticity|viewstate|timestamp|captcha", re.IGNORECASE
)
_VERSION = re.compile(r"[?&](v|ver|version|t|ts|_|cb|cache|rnd|hash|m)=[\w.%-]+")
_OBFUSCATED = "/cdn-cgi/l/email-protection#"


def clean_hash(text: str) -> str:
    """Hash of a page without what changes from request to request: SHA-256 in hex.

    Left out are scripts (not JSON-LD), comments, nonces, form tokens, cache-busting versions of
    assets and white space. Cloudflare's mail addresses, encoded anew each time, are decoded. Two
    pages with one hash say the same to every extractor.
    """
    parser = html.HTMLParser(encoding="utf-8", recover=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, ValueError):
        return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    found = hashlib.sha256()
    for element in root.iter(etree.Element):
        if element.tag == "script" and "json" not in element.get("type", ""):
            element.text = None
        found.update(_line(element).encode("utf-8", "replace"))
    return found.hexdigest()


def _line(element: html.HtmlElement) -> str:
    attributes = sorted((k, _value(element, k, v)) for k, v in element.items() if k not in _NOISE)
    address = element.get("data-cfemail")
    if address:
        attributes.append(("cfemail", decode_email(address)))
    text = " ".join((element.text or "").split())
    tail = " ".join((element.tail or "").split())
    return f"<{element.tag!r} {attributes}>{text}\0{tail}\n"


def _value(element: html.HtmlElement, name: str, value: str) -> str:
    if name in ("src", "href", "srcset", "content"):
        if _OBFUSCATED in value:
            return decode_email(value.rpartition("#")[2])
        if element.tag in ("script", "link", "img", "source"):
            return _VERSION.sub("", value)
    if name in ("value", "content") and _TOKEN.search(element.get("name", "")):
        return ""
    return value


def decode_email(code: str) -> str:
    """The mail address in Cloudflare's hex code, whose first byte is the key; else the code."""
    try:
        key, *rest = bytes.fromhex(code)
        return bytes(byte ^ key for byte in rest).decode("utf-8", "replace")
    except ValueError:
        return code
