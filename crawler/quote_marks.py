"""Quote marks of many languages, and the words that stand inside them."""

from __future__ import annotations

import re

from crawler.attribution import attribution
from crawler.lexicon import pattern

OPENING = "\"“„«»‟”‘‚‹›'‛❝「『"
CLOSING = "\"”“»«’'›‹❞」』"
_ONLY_MARKS = re.compile(rf"^[\s{OPENING}{CLOSING}’]+$")
_OPENS = re.compile(r"^[\"“„«»‟”❝「『]|^['‘‚‹›](?!\w{1,2}\s)")
_CLOSES = re.compile(r"[\"”“»«❞」』’‘'›‹]\W{0,3}$")
_INLINE_AUTHOR = re.compile(
    r"(?:[\"”“»«❞’'.!?…]\s*[–—―-]\s*|[\"”»❞]\s+(?=[^\W\d_]))(?P<author>[^\"“”„«»!?–—]{2,90})$"
)
"""After a dash; after a closing quote mark the dash may be missing."""
_MORE = 30
"""Characters at the end of a text that may be a "Read more"."""


def opens(text: str) -> bool:
    """Whether `text` begins with a quote mark (an apostrophe, as in "'s avonds", is none)."""
    return _OPENS.search(text) is not None


def closes(text: str) -> bool:
    """Whether `text` ends with a quote mark, or with one and the author after it."""
    return _CLOSES.search(text) is not None or _INLINE_AUTHOR.search(text) is not None


def is_ornament(text: str) -> bool:
    """Whether `text` is nothing but quote marks."""
    return _ONLY_MARKS.match(text) is not None


def wraps(text: str) -> bool:
    """Whether the marks around `text` belong together: not in '"Net" and "gross" are "words"'."""
    inner = text.strip()[1:].rstrip(" .,").rstrip(CLOSING)
    if len(inner) < 12:
        return False
    closing = re.search(r"[\"”»](?!\s*[\"“«])", inner.partition("—")[0])
    opening = re.search(r"[\"“«„]", inner)
    if closing is None or (opening is not None and opening.start() < closing.start()):
        return True
    return _INLINE_AUTHOR.search(text) is not None and closing.end() > len(inner) - 100


def words_and_author(text: str) -> tuple[str, str | None]:
    """The quote without its marks, and the author that follows in the same block."""
    inline = None
    found = _INLINE_AUTHOR.search(text)
    if found is not None and attribution([found["author"]]):
        inline = found["author"].strip()
        text = text[: found.start() + 1]
    return unquoted(text), inline


def unquoted(text: str) -> str:
    """`text` without the quote marks around it and a trailing "Read more"."""
    text = without_more(text)
    marks = OPENING + CLOSING + "’"
    opened = text[:1] in marks
    text = text.lstrip(marks + " ")
    if opened or text[-1:] in '”»«“❞」』"':
        body = text.rstrip(" .")
        if body[-1:] in marks:
            text = body
        text = text.rstrip(marks + " ")
    return text.strip()


def without_more(text: str) -> str:
    """`text` without "Read more" at its end."""
    text = text.strip()
    start = max(0, len(text) - _MORE)
    for more in pattern("faq", "more").finditer(text, start):
        if not text[more.end() :].strip(" .…→»›"):
            return text[: more.start()].strip()
    return text
