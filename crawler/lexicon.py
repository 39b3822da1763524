"""Words by language, from crawler/lexicons/<language>/<section>.toml; a new language is a new
folder.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a folder, sorted."""
    return tuple(
        sorted(d.name for d in files("crawler").joinpath("lexicons").iterdir() if d.is_dir())
    )


@cache
def words(section: str, name: str, language: str | None = None) -> tuple[str, ...]:
    """The list `name` of `section` in one language, or in all languages; longest first."""
    found: set[str] = set()
    for tag in languages() if language is None else (language,):
        file = files("crawler").joinpath("lexicons", tag, f"{section}.toml")
        if file.is_file():
            found.update(tomllib.loads(file.read_text("utf-8")).get(name, ()))
    return tuple(sorted(found, key=lambda w: (-len(w), w)))


@cache
def pattern(section: str, name: str, language: str | None = None) -> re.Pattern[str]:
    """Matches any of the words, case-insensitively, as whole words; an empty list matches
    nothing.
    """
    found = words(section, name, language)
    if not found:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, found))})(?!\w)", re.IGNORECASE)
