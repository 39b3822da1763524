"""Unicode and white space: the one door through which words of a page come in."""

from __future__ import annotations

import re
import unicodedata

_DROP = {"Cf", "Cc", "Co", "Cn", "Cs"}
_KEEP = {"\n", "\t", "\u200d", "\u200c"}
"""ZWJ and ZWNJ are decided by `_joins`: real emoji, Arabic and Indic text need them."""
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\U000e0000-\U000e007f]")


def clean(text: str) -> str:
    """NFKC without control, format, private and unassigned characters; see trust rules in the README. Idempotent."""
    text = _SELECTORS.sub("", unicodedata.normalize("NFKC", text))
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in _DROP)


def squeeze(text: str) -> str:
    """`clean` text on one line with single spaces."""
    return " ".join(clean(text).split())
