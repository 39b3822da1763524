"""Search by words: BM25 over stems, with near spellings for words that the site does not use."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.chunks import Chunk
from index.errors import DamagedIndexError
from index.words import Term, stems

NEAR = 0.5
"""Least Dice overlap of letter trigrams for two stems to count as near."""
NEAR_WEIGHT = 0.5
KIN_WEIGHT = 0.3
VERSION = "2"


@dataclass(frozen=True)
class WordScores:
    """How well each chunk meets the words of a question; rows are terms, columns chunks."""

    terms: tuple[Term, ...]
    exact: NDArray[np.float32]
    """BM25 of the term itself."""
    near: NDArray[np.float32]
    """BM25 of words spelt like a term that the site does not use."""
    kin: NDArray[np.float32]
    """BM25 of the best other word for the same thing."""
    idf: NDArray[np.float32]
    """How rare each term is on the site, times the term's weight."""
    known: NDArray[np.bool_]
    """Whether the site uses the term."""

    @property
    def total(self) -> NDArray[np.float32]:
        """One number a chunk, for choosing candidates."""
        scores: NDArray[np.float32] = (self.exact + self.near + KIN_WEIGHT * self.kin).sum(axis=0)
        return scores


class Lexical:
    """The word index of one release."""

    def __init__(self, retriever: Any, languages: Sequence[str], count: int) -> None:
        self._retriever = retriever
        self.languages = tuple(languages)
        self.count = count
        self._vocabulary: dict[str, int] = {k: v for k, v in retriever.vocab_dict.items() if k}
        self._spellings = _Spellings(list(self._vocabulary))

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

    def search(self, terms: Sequence[Term]) -> WordScores:
        """Scores of all chunks for the words of a question."""
        shape = (len(terms), self.count)
        exact = [self._best((stem, 1.0) for stem in term.stems) for term in terms]
        known = [any(stem in self._vocabulary for stem in term.stems) for term in terms]
        near = [
            self._best(() if there else self._near(term))
            for term, there in zip(terms, known, strict=True)
        ]
        kin = [self._best((stem, 1.0) for stem in term.kin) for term in terms]
        rarity = [self._idf(scores) for scores in exact]
        weights = [term.weight for term in terms]
        return WordScores(
            terms=tuple(terms),
            exact=np.array(exact, np.float32).reshape(shape),
            near=np.array(near, np.float32).reshape(shape),
            kin=np.array(kin, np.float32).reshape(shape),
            idf=np.array(rarity, np.float32) * np.array(weights, np.float32),
            known=np.array(known, np.bool_),
        )

    def _best(self, weighted: Iterable[tuple[str, float]]) -> NDArray[np.float32]:
        """The best of several stems, per chunk."""
        best = np.zeros(self.count, np.float32)
        for stem, weight in weighted:
            if stem in self._vocabulary:
                best = np.maximum(best, weight * self._scores(stem))
        return best

    def _near(self, term: Term) -> list[tuple[str, float]]:
        return [
            (t, NEAR_WEIGHT * alike)
            for stem in term.stems
            for t, alike in self._spellings.near(stem)
        ]

    def _scores(self, stem: str) -> NDArray[np.float32]:
        found: NDArray[np.float32] = self._retriever.get_scores_from_ids([self._vocabulary[stem]])
        return found[: self.count]

    def _idf(self, scores: NDArray[np.float32]) -> float:
        n = int(np.count_nonzero(scores))
        return float(np.log(1 + (self.count - n + 0.5) / (n + 0.5)))


class _Spellings:
    """The site's stems by their letter trigrams, for finding those spelt like another word."""

    def __init__(self, terms: list[str]) -> None:
        self._terms = terms
        self._sizes = np.array([len(_grams(term)) for term in terms] or [1], np.int32)
        rows: dict[str, list[int]] = defaultdict(list)
        for row, term in enumerate(terms):
            for gram in _grams(term):
                rows[gram].append(row)
        self._rows = {gram: np.array(found, np.int32) for gram, found in rows.items()}

    def near(self, stem: str, limit: int = 4) -> list[tuple[str, float]]:
        """Stems of the site spelt like `stem` (compounds, inflections), with closeness 0..1."""
        grams = _grams(stem)
        lists = [self._rows[gram] for gram in grams if gram in self._rows]
        if len(stem) < 4 or not lists:
            return []
        shared = np.bincount(np.concatenate(lists), minlength=len(self._sizes))
        likely = 2 * shared >= NEAR * (len(grams) + self._sizes)
        # A part of a compound shares all its trigrams but those at its two ends.
        part = shared >= np.maximum(3, np.minimum(len(grams), self._sizes) - 2)
        rows = np.flatnonzero(likely | part)
        found = [(closeness(stem, self._terms[r], int(shared[r])), self._terms[r]) for r in rows]
        best = sorted((-alike, term) for alike, term in found if alike >= NEAR)[:limit]
        return [(term, -negative) for negative, term in best]


def closeness(stem: str, term: str, shared: int) -> float:
    """Dice of the trigrams of two stems; a stem that is part of a compound counts at least 0.6."""
    dice = 2 * shared / (len(_grams(stem)) + len(_grams(term)))
    short, long = sorted((stem, term), key=len)
    if len(short) >= 5 and (long.startswith(short) or long.endswith(short)):
        return max(dice, 0.6)
    return dice


@lru_cache(maxsize=65536)
def _grams(term: str) -> frozenset[str]:
    padded = f"^{term}$"
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


def _document(chunk: Chunk) -> str:
    """The words under which a chunk is found: text, headings, page title, how people ask for it."""
    return "\n".join((chunk.text, *chunk.heading_path, chunk.title, *chunk.questions))
