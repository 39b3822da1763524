"""Words by language, from crawler/lexicons/<language>/<section>.toml; a new language is a new
folder.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import TypeAlias

_Trie: TypeAlias = dict[str, "_Trie"]


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a folder, sorted."""
    return tuple(
        sorted(d.name for d in files("crawler").joinpath("lexicons").iterdir() if d.is_dir())
    )


@cache
def _lists(section: str, language: str) -> dict[str, list[str]]:
    file = files("crawler").joinpath("lexicons", language, f"{section}.toml")
    return tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}


@cache
def words(section: str, name: str, language: str | None = None) -> tuple[str, ...]:
    """The list `name` of `section` in one language, or in all languages; longest first."""
    found: set[str] = set()
    for tag in languages() if language is None else (language,):
        found.update(_lists(section, tag).get(name, ()))
    return tuple(sorted(found, key=lambda w: (-len(w), w)))


@cache
def pattern(section: str, name: str, language: str | None = None) -> re.Pattern[str]:
    """Matches any of the words, case-insensitively, as whole words, the longest where several fit.

    An empty list matches nothing.
    """
    found = words(section, name, language)
    if not found:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<!\w){any_of(found)}(?!\w)", re.IGNORECASE)


def any_of(found: Iterable[str]) -> str:
    """A regular expression for any of the words, longest first, that shares their beginnings.

    Several hundred words cost little more than a few this way: each letter rules out most of them.
    """
    trie: _Trie = {}
    for word in found:
        node = trie
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _joined(trie)


def _joined(node: _Trie) -> str:
    """The words below `node`, those that go on before the one that ends here."""
    branches = [re.escape(c) + _joined(below) for c, below in sorted(node.items()) if c]
    if not branches:
        return ""
    group = branches[0] if len(branches) == 1 and "" not in node else f"(?:{'|'.join(branches)})"
    return f"{group}?" if "" in node else group
