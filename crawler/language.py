"""Which language a page is in, by the small words that make up half of any text.

<html lang> is wrong on many sites (a theme's default) and absent on others; a hundred words settle
it.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from importlib.resources import files

_WORD = re.compile(r"[^\W\d_]+")
_MOST = 4000
"""Characters looked at."""
_ENOUGH = 12
"""Small words that must be found before the text overrules <html lang>."""
_FEW, _DIFFERENT = 6, 4
"""As many do, of so many different words, where the declared language has none at all."""
_CLEARLY = 1.6
"""How many times the declared language's small words the other's must be."""
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")), ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")), ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")), ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")), ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
)  # fmt: skip


def language_of(text: str, declared: str | None) -> str | None:
    """Primary BCP 47 tag of `text`; `declared` unless the text clearly speaks another language."""
    declared = _tag(declared)
    text = text[:_MOST].casefold()
    script = _by_script(text)
    if script is not None:
        return declared if declared and not _has_small_words(declared) else script
    counts = _counts(text)
    best = max(counts, key=lambda tag: (counts[tag], tag == declared, tag), default=None)
    if best is None or best == declared:
        return declared
    if declared is not None and not _has_small_words(declared):
        return declared
    if counts[best] < _ENOUGH and not _is_plainly(best, declared, counts, text):
        return declared
    return best if counts[best] >= _CLEARLY * counts[declared or ""] else declared


def _is_plainly(best: str, declared: str | None, counts: Counter[str], text: str) -> bool:
    """Whether a short text has many different small words of `best` and none of `declared`."""
    if declared is None or counts[declared] or counts[best] < _FEW:
        return False
    rivals = [n for tag, n in counts.items() if tag != best]
    different = _small_words()[best] & set(_WORD.findall(text))
    return len(different) >= _DIFFERENT and counts[best] > max(rivals, default=0)


def _tag(declared: str | None) -> str | None:
    tag = re.split(r"[-_,;\s]", (declared or "").strip())[0].lower()
    return tag if re.fullmatch(r"[a-z]{2,3}", tag) else None


def _by_script(text: str) -> str | None:
    letters = len(_WORD.findall(text)) and sum(map(str.isalpha, text))
    for tag, pattern in _SCRIPTS:
        if letters and len(pattern.findall(text)) > letters / 3:
            return tag
    return None


def _has_small_words(tag: str) -> bool:
    return tag in _small_words()


def _counts(text: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    words = Counter(_WORD.findall(text))
    for tag, small in _small_words().items():
        counts[tag] = sum(words[w] for w in small)
    return counts


@cache
def _small_words() -> dict[str, frozenset[str]]:
    data = tomllib.loads(files("crawler").joinpath("languages.toml").read_text("utf-8"))
    return {tag: frozenset(text.split()) for tag, text in data["small_words"].items()}
