"""Answering a question from one release: meaning and words searched side by side, then fused."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from index.chunks import Chunk
from index.embedders import Embedder
from index.errors import IndexingError
from index.lexical import Lexical
from index.rules import LookupRules
from index.store import VectorStore

log = logging.getLogger(__name__)

NEAREST = 64
"""Vectors asked of the index per question."""
RRF_K = 60
"""Constant of reciprocal rank fusion (Cormack, Clarke, Büttcher 2009)."""


@dataclass(frozen=True)
class Hit:
    """One passage of an answer."""

    text: str
    spoken: str | None
    url: str
    title: str
    kind: str
    score: float
    record_key: str | None
    as_of: str | None = None
    """ISO date on which the page's content was first seen; the server adds it."""


@dataclass(frozen=True)
class Answer:
    """What the site says to a question, or that it does not say it."""

    answered: bool
    degraded: bool
    """True when only words were searched although the release has vectors."""
    hits: tuple[Hit, ...]
    topics: tuple[str, ...]
    """Nearest things that the site does tell, when it does not answer."""
    ms: float


class Searcher:
    """Answers from one release. Threads may share it; close() it when no session needs it."""

    def __init__(
        self,
        chunks: Sequence[Chunk],
        lexical: Lexical,
        rules: LookupRules,
        *,
        embedder: Embedder | None = None,
        on_close: Callable[[], None] = lambda: None,
    ) -> None:
        self._chunks = list(chunks)
        self._row = {chunk.id: row for row, chunk in enumerate(self._chunks)}
        self._lexical = lexical
        self._rules = rules
        self._embedder = embedder
        self._vectors: VectorStore | None = None
        self._closing = threading.Lock()
        self._closed = False
        self._on_close = on_close

    def search(self, question: str, *, limit: int = 3, language: str | None = None) -> Answer:
        """The best `limit` passages for `question`."""
        started = time.perf_counter()
        dense, degraded = self._dense(question)
        words = self._lexical.search(question)
        order = self._fused(dense, words.scores)
        hits = tuple(self._hit(row, score) for row, score in order[:limit])
        ms = (time.perf_counter() - started) * 1000
        return Answer(bool(hits), degraded, hits, (), ms)

    def use(self, vectors: VectorStore) -> None:
        """Search `vectors` from now on; on a closed searcher they are closed at once."""
        with self._closing:
            if not self._closed:
                self._vectors = vectors
                return
        vectors.close()

    def close(self) -> None:
        """Give back descriptors and the reader's own copy of the files."""
        with self._closing:
            vectors, self._vectors, self._closed = self._vectors, None, True
        if vectors is not None:
            vectors.close()
        self._on_close()

    def _dense(self, question: str) -> tuple[dict[int, float], bool]:
        """Row → best cosine of its entries; whether vectors were wanted but could not be used."""
        vectors = self._vectors
        if self._embedder is None:
            return {}, False
        if vectors is None:
            return {}, bool(self._chunks)
        try:
            query = self._embedder.embed([question])[0]
            nearest = vectors.nearest(query, NEAREST)
        except IndexingError as exc:
            log.warning("words only: %s", exc)
            return {}, True
        best: dict[int, float] = {}
        for entry, cosine in nearest:
            row = self._row.get(entry.partition("#")[0])
            if row is not None:
                best[row] = max(cosine, best.get(row, -1.0))
        return best, False

    def _fused(self, dense: dict[int, float], words: np.ndarray) -> list[tuple[int, float]]:
        fused: dict[int, float] = {}
        by_words = [int(r) for r in np.argsort(-words, kind="stable")[:NEAREST] if words[r] > 0]
        by_meaning = sorted(dense, key=lambda row: (-dense[row], row))
        for ranking in (by_words, by_meaning):
            for rank, row in enumerate(ranking):
                fused[row] = fused.get(row, 0.0) + 1 / (RRF_K + rank)
        return sorted(fused.items(), key=lambda pair: (-pair[1], pair[0]))

    def _hit(self, row: int, score: float) -> Hit:
        chunk = self._chunks[row]
        return Hit(
            text=chunk.text,
            spoken=chunk.spoken,
            url=chunk.url,
            title=chunk.title,
            kind=chunk.kind,
            score=round(score, 4),
            record_key=chunk.record_key,
        )
