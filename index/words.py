"""Words, stems and what is related to them, by language."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from index.lexicon import lexicon

WEAK = 0.3
"""What a word that shapes a question ("price", "policy") counts beside one that names a thing."""


@dataclass(frozen=True)
class Term:
    """One content word of a question, as the site's word index can look it up."""

    word: str
    stems: tuple[str, ...]
    """The word as a stem of each language of the site."""
    kin: tuple[str, ...]
    """Stems of other words for the same thing, in the site's languages."""
    weight: float = 1.0
    """WEAK for a word that shapes the question, else 1."""


def terms_of(question: str, language: str, site_languages: Sequence[str]) -> tuple[Term, ...]:
    """The content words of `question`, asked in `language`, each once, in order."""
    found: dict[tuple[str, ...], Term] = {}
    for word in words_of(question):
        if word in stopwords(language):
            continue
        own = stem(word, language)
        forms = tuple(dict.fromkeys(stem(word, tag) for tag in site_languages)) or (own,)
        kin = {k for tag in site_languages for k in _kin(language, tag).get(own, ())}
        weight = WEAK if own in _weak_stems(language) else 1.0
        found.setdefault(forms, Term(word, forms, tuple(sorted(kin - set(forms))), weight))
    return tuple(found.values())


def stems(text: str, language: str) -> list[str]:
    """Content words of `text` as stems of `language`, stop words gone, in order."""
    return [stem(word, language) for word in words_of(text) if word not in stopwords(language)]


@lru_cache(maxsize=262144)
def stem(word: str, language: str) -> str:
    """`word` as a stem of `language`, accents folded."""
    return folded(str(_stemmer(lexicon(language).stemmer).stemWord(word)))


def words_of(text: str) -> list[str]:
    """Case-folded words of `text`, split at apostrophes; "10,000" is the word 10000."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub(r"(?<=\d)[.,\s](?=\d{3}\b)", "", text)
    return re.findall(r"[^\W_]+", text)


@cache
def stopwords(language: str) -> frozenset[str]:
    """Words of `language` that say nothing, and the halves of those with an apostrophe."""
    return frozenset(half for word in lexicon(language).stopwords for half in words_of(word))


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """`text` without accents; ł and ß become l and ss."""
    bare = unicodedata.normalize("NFD", text.replace("ł", "l").replace("ß", "ss"))
    return "".join(c for c in bare if not unicodedata.combining(c))


@cache
def _kin(language: str, site_language: str) -> dict[str, frozenset[str]]:
    """Stem in `language` → stems in `site_language` of the concepts that it belongs to."""
    found: dict[str, set[str]] = defaultdict(set)
    there = lexicon(site_language).synonyms
    for concept, words in lexicon(language).synonyms.items():
        others = _single_stems(there.get(concept, ()), site_language)
        for own in _single_stems(words, language):
            found[own] |= others
    return {own: frozenset(others) for own, others in found.items()}


@cache
def _weak_stems(language: str) -> frozenset[str]:
    words = lexicon(language)
    asked = (form for forms in words.asks.values() for form in forms)
    return frozenset(_single_stems((*words.weak, *asked), language))


def _single_stems(words: Iterable[str], language: str) -> set[str]:
    """Stems of those of `words` that are one word."""
    split = (words_of(word) for word in words)
    return {stem(parts[0], language) for parts in split if len(parts) == 1}


@cache
def _stemmer(algorithm: str) -> Any:
    import Stemmer

    return Stemmer.Stemmer(algorithm)
