"""Unicode and white space: the one door through which words of a page come in.

Zero-width, bidirectional, tag and other characters that no reader sees can carry words that only a
machine reads, or part the letters of a word; they go, as does everything that has no meaning alone.
Joiners stay where real text needs them: in emoji, between Arabic letters, after an Indic virama.
"""

from __future__ import annotations

import re
import unicodedata

_BLANK = str.maketrans(dict.fromkeys((*range(9), *range(11, 32), 127, 133, 8232, 8233), " "))
_DROP = frozenset({"Cf", "Cc", "Co", "Cn", "Cs"})
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")
"""Letters, marks and signs that show nothing: Hangul fillers, Braille blank and the like."""
_SELECTORS = ((0xFE00, 0xFE0F), (0xE0000, 0xE007F), (0xE0100, 0xE01EF))
_JOINERS = "\u200c\u200d"
_JOINER = re.compile(f"[{_JOINERS}]")
_FRACTION = re.compile(r"(?<=\d)\s*([¼-¾⅐-⅞])")
_RAISED = re.compile(r"(?<=\d)([⁰¹²³⁴-⁹]+)")
_ORDINAL = re.compile(
    r"((?<=\d)[ªº](?![^\W\d_]{2})|(?<=\d\.)[ªº](?![^\W\d_]{2})|(?<=[.DMNn])[ªº](?![^\W\d_]))"
)
"""The signs of "2.º", "3ºB", "Nº 5" and "Mª": as letters ("2.o") they would read as another word.

Inside a word they are letters in disguise and become letters.
"""
_PLAIN = re.compile(
    r"[\n\t\x20-\x7e\xa1-\xa7\xa9\xab\xac\xae\xb0\xb1\xb6\xb7\xbb\xbf-\u0131\u0134-\u013e\u0141-\u0148"
    r"\u014a-\u017e\u2010\u2012-\u2016\u2018-\u2022\u20ac]*"
)
"""Text that cleaning leaves as it is: ASCII, accented Latin letters, common punctuation."""


def is_plain(text: str) -> bool:
    """Whether `clean` would return `text` itself; a quick yes for most of the web's text."""
    return _PLAIN.fullmatch(text) is not None


def clean(text: str) -> str:
    """NFKC without control, format, private, unassigned and unseen characters. Idempotent.

    Ordinal signs stay where they are ones. Bytes of Windows-1252 that a page names as control
    characters (&#146;) become what browsers show; 1½ stays apart as 1 1/2, and raised digits after
    a number do not become part of it.
    """
    while not is_plain(text):
        cleaner = _once(text)
        if cleaner == text:
            break
        text = cleaner
    return text


def squeeze(text: str) -> str:
    """`clean` text on one line with single spaces."""
    return " ".join(clean(text).split())


def _once(text: str) -> str:
    if any("\x80" <= c <= "\x9f" for c in text):
        text = "".join(_windows(c) for c in text)
    text = text.translate(_BLANK).replace("\u00b4", "'")
    text = _RAISED.sub(lambda m: ("." if len(m[1]) == 2 else " ") + m[1], text)
    text = _FRACTION.sub(r" \1", text)
    text = "".join(map(_normal, _ORDINAL.split(text))).replace("\u2044", "/")
    text = "".join(filter(_is_kept, text))
    if not _JOINER.search(text):
        return text
    return "".join(c for i, c in enumerate(text) if c not in _JOINERS or _joins(text, i, c))


def _normal(part: str) -> str:
    return part if part in ("ª", "º") else unicodedata.normalize("NFKC", part)


def _windows(c: str) -> str:
    if not "\x80" <= c <= "\x9f":
        return c
    return c.encode("latin-1").decode("cp1252", "ignore") or " "


def _is_kept(c: str) -> bool:
    if c in _JOINERS or c in "\n\t" or (c.isascii() and c.isprintable()):
        return True
    if c in _UNSEEN or any(low <= ord(c) <= high for low, high in _SELECTORS):
        return False
    return unicodedata.category(c) not in _DROP


def _joins(text: str, i: int, c: str) -> bool:
    """Whether the joiner at `i` stands where a script uses one."""
    before, after = text[i - 1 : i], text[i + 1 : i + 2]
    if not before or not after:
        return False
    if c == "\u200d" and _is_emoji(before) and _is_emoji(after):
        return True
    if all(0x0620 <= ord(x) <= 0x06FF and x.isalpha() for x in (before, after)):
        return True
    return unicodedata.combining(before) == 9 and unicodedata.category(after) == "Lo"


def _is_emoji(c: str) -> bool:
    return unicodedata.category(c) in ("So", "Sk") and (
        ord(c) >= 0x1F000 or 0x2190 <= ord(c) <= 0x2BFF
    )
