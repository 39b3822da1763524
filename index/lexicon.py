"""What lookup knows about a language: index/lexicons/<tag>.toml. A new language is a new file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

FALLBACK = "en"
_WRITTEN = {"nb": "no", "nn": "no"}
"""Written standards of one language → its tag here."""


class Lexicon(BaseModel):
    """Words and sentence forms of one language."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    language: str
    """BCP 47 primary tag."""
    stemmer: str
    """Name of the Snowball algorithm."""
    sentences: Mapping[str, str]
    """How a record is put into words; slots in braces."""
    labels: Mapping[str, str]
    """Words before a contact or company value."""
    periods: Mapping[str, str]
    """Period → "per month"."""
    variants: Mapping[str, tuple[str, ...]]
    """Kind → how people ask for it."""
    asks: Mapping[str, tuple[str, ...]]
    """Wanted thing → word starts or phrases that show it in a question.

    "~" stands for at most three words; a form after "-" is overlooked ("-how much time")."""
    stopwords: frozenset[str]
    """Words that say nothing."""
    links: frozenset[str]
    """Those of the stop words that a title or a search has as well: articles, prepositions."""
    weak: tuple[str, ...]
    """Words that shape a question or a heading and name no thing: "policy", "available"."""
    synonyms: Mapping[str, tuple[str, ...]]
    """Concept → its words, spoken or written. A concept has one name in all languages."""


@cache
def lexicon(language: str | None) -> Lexicon:
    """The lexicon of `language`; English where there is none."""
    tag = known(language) if known(language) in languages() else FALLBACK
    file = files("index").joinpath("lexicons", f"{tag}.toml")
    data = tomllib.loads(file.read_text("utf-8"))
    lists = {name: data[name].split() for name in ("stopwords", "links")}
    return Lexicon.model_validate({"language": tag, **data, **lists})


def known(language: str | None) -> str:
    """The tag under which lexicons have `language`."""
    return _WRITTEN.get(language or FALLBACK, language or FALLBACK)


@cache
def languages() -> tuple[str, ...]:
    """Tags of all lexicons, sorted."""
    names = (file.name for file in files("index").joinpath("lexicons").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))
