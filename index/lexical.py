"""Search by words: BM25 over stems, with near spellings for words that the site does not use."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.chunks import Chunk
from index.errors import DamagedIndexError
from index.lexicon import lexicon

NEAR = 0.5
"""Least Dice overlap of letter trigrams for two stems to count as near."""
NEAR_WEIGHT = 0.5
VERSION = "1"


@dataclass(frozen=True)
class WordScores:
    """How well each chunk meets the words of a question."""

    by_term: NDArray[np.float32]
    """BM25, terms × chunks."""
    extra: NDArray[np.float32]
    """BM25 of the other words for the same things, per chunk."""
    terms: tuple[str, ...]
    """The question's content stems."""
    idf: NDArray[np.float32]
    """Of each term."""
    known: NDArray[np.bool_]
    """Whether the site uses the term itself."""

    @property
    def total(self) -> NDArray[np.float32]:
        """BM25 per chunk."""
        scores: NDArray[np.float32] = self.by_term.sum(axis=0)
        return scores


class Lexical:
    """The word index of one release."""

    def __init__(self, retriever: Any, languages: Sequence[str], count: int) -> None:
        self._retriever = retriever
        self.languages = tuple(languages)
        self.count = count
        self._vocabulary: dict[str, int] = {k: v for k, v in retriever.vocab_dict.items() if k}
        self._by_gram: dict[str, list[str]] = defaultdict(list)
        for term in self._vocabulary:
            for gram in _grams(term):
                self._by_gram[gram].append(term)

    @classmethod
    def of(cls, chunks: Sequence[Chunk]) -> Lexical:
        """Index `chunks` in their order."""
        import bm25s

        retriever = bm25s.BM25(k1=1.2, b=0.6)
        documents = [stems(_document(chunk), chunk.language) or [""] for chunk in chunks] or [[""]]
        retriever.index(documents, show_progress=False)
        return cls(retriever, sorted({chunk.language for chunk in chunks}), len(chunks))

    def save(self, folder: Path) -> None:
        """Write the index to `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        self._retriever.save(str(folder), show_progress=False)
        about = {"version": VERSION, "languages": self.languages, "count": self.count}
        (folder / "about.json").write_text(json.dumps(about), "utf-8")

    @classmethod
    def load(cls, folder: Path, count: int) -> Lexical:
        """The index of `count` chunks in `folder`; DamagedIndexError when it is not there whole."""
        import bm25s

        try:
            about = json.loads((folder / "about.json").read_text("utf-8"))
            retriever = bm25s.BM25.load(str(folder), load_corpus=False)
            languages = about["languages"]
        except (OSError, ValueError, KeyError, EOFError) as exc:
            raise DamagedIndexError(f"cannot read {folder}: {exc}") from exc
        if (about["version"], about["count"]) != (VERSION, count):
            raise DamagedIndexError(f"{folder} is of another version or of other chunks")
        return cls(retriever, languages, count)

    def search(self, question: str, extra: Iterable[str] = ()) -> WordScores:
        """Scores of all chunks for the words of `question`, and for `extra` words beside them."""
        terms = self._stems(question)
        rows = [self._scores(t) if t in self._vocabulary else self._near_scores(t) for t in terms]
        beside = {stem for word in extra for stem in self._stems(word)} - set(terms)
        others = np.zeros(self.count, np.float32)
        for stem in sorted(beside & self._vocabulary.keys()):
            others = np.maximum(others, self._scores(stem))
        return WordScores(
            by_term=np.array(rows, np.float32).reshape(len(terms), self.count),
            extra=others,
            terms=tuple(terms),
            idf=np.array([self._idf(term) for term in terms], np.float32),
            known=np.array([term in self._vocabulary for term in terms], np.bool_),
        )

    def _stems(self, text: str) -> list[str]:
        return list(dict.fromkeys(stem for tag in self.languages for stem in stems(text, tag)))

    def _scores(self, stem: str) -> NDArray[np.float32]:
        found: NDArray[np.float32] = self._retriever.get_scores_from_ids([self._vocabulary[stem]])
        return found[: self.count]

    def _near_scores(self, stem: str) -> NDArray[np.float32]:
        best = np.zeros(self.count, np.float32)
        for term, alike in self.near(stem):
            best = np.maximum(best, NEAR_WEIGHT * alike * self._scores(term))
        return best

    def near(self, stem: str, limit: int = 4) -> list[tuple[str, float]]:
        """Stems of the site spelt like `stem` (compounds, inflections), with closeness 0..1."""
        grams = _grams(stem)
        if len(stem) < 4:
            return []
        shared: dict[str, int] = defaultdict(int)
        for gram in grams:
            for term in self._by_gram.get(gram, ()):
                shared[term] += 1
        found = [(term, closeness(stem, term, count)) for term, count in shared.items()]
        best = sorted((-c, t) for t, c in found if c >= NEAR)[:limit]
        return [(term, -negative) for negative, term in best]

    def _idf(self, stem: str) -> float:
        known = stem in self._vocabulary
        n = int(np.count_nonzero(self._scores(stem))) if known else 0
        return float(np.log(1 + (self.count - n + 0.5) / (n + 0.5)))


def closeness(stem: str, term: str, shared: int) -> float:
    """Dice of the trigrams of two stems; a stem that is part of a compound counts at least 0.6."""
    dice = 2 * shared / (len(_grams(stem)) + len(_grams(term)))
    short, long = sorted((stem, term), key=len)
    if len(short) >= 5 and (long.startswith(short) or long.endswith(short)):
        return max(dice, 0.6)
    return dice


def stems(text: str, language: str) -> list[str]:
    """Content words of `text` as stems of `language`, accents folded, stop words gone, in order."""
    words, stemmer = lexicon(language), _stemmer(lexicon(language).stemmer)
    plain = [w for w in words_of(text) if w not in words.stopwords]
    return [folded(stem) for stem in stemmer.stemWords(plain)]


def words_of(text: str) -> list[str]:
    """Case-folded words of `text`; thousands separators are dropped from numbers."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    text = re.sub(r"(?<=\d)[.,\s](?=\d{3}\b)", "", text)
    return re.findall(r"[^\W_]+(?:'[^\W_]+)*", text)


@lru_cache(maxsize=65536)
def folded(word: str) -> str:
    """`word` without accents, ł and ß as l and ss."""
    bare = unicodedata.normalize("NFD", word.replace("ł", "l").replace("ß", "ss"))
    return "".join(c for c in bare if not unicodedata.combining(c))


@lru_cache(maxsize=65536)
def _grams(term: str) -> frozenset[str]:
    padded = f"^{term}$"
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


@cache
def _stemmer(algorithm: str) -> Any:
    import Stemmer

    return Stemmer.Stemmer(algorithm)


def _document(chunk: Chunk) -> str:
    """The words under which a chunk is found: text, headings, page title, how people ask for it."""
    return "\n".join((chunk.text, *chunk.heading_path, chunk.title, *chunk.questions))
