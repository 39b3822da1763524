"""Answering a question from one release: meaning and words searched side by side, then fused."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index import features
from index.answer import Answer, Hit
from index.asks import KINDS, RECORDED, VALUES, recorded, understand
from index.certainty import measures
from index.chunks import Chunk
from index.embedders import Embedder
from index.errors import IndexingError
from index.lexical import Lexical, WordScores
from index.lexicon import known
from index.rules import LookupRules
from index.store import VectorStore
from index.weights import Weights, weights
from index.words import WEAK, stems, words_of

__all__ = ["Answer", "Examined", "Hit", "Searcher"]

log = logging.getLogger(__name__)

NEAREST = 64
"""Vectors asked of the index per question."""
MOST_HITS = 10
MOST_OF_KIND = 16
SAID_AGAIN = 0.8
"""Share of common words from which the shorter of two passages adds nothing."""


@dataclass(frozen=True)
class Examined:
    """The candidates for one question, scored."""

    evidence: features.Evidence
    rows: list[int]
    """The candidates, as rows of the searcher's chunks."""
    features: NDArray[np.float32]
    """Candidates × features.NAMES."""
    scores: NDArray[np.float32]
    order: list[int]
    """The best candidates, best first, without those that say again what a better one says."""
    degraded: bool


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
        self.chunks = list(chunks)
        self._languages = _languages(self.chunks)
        self._weights = weights()
        self._floor = self._weights.floor if rules.floor is None else rules.floor
        self._of_kind = _first_of_kinds(self.chunks)
        told = {ask for chunk in self.chunks for ask in recorded(chunk.kind, chunk.text)}
        self._recorded = {ask: ask in told for ask in sorted(RECORDED)}
        self._texts: dict[int, frozenset[str]] = {}
        self._heading_stems: dict[int, frozenset[str]] = {}
        self._row = {chunk.id: row for row, chunk in enumerate(self.chunks)}
        self._lexical = lexical
        self.rules = rules
        self._embedder = embedder
        self._vectors: VectorStore | None = None
        self._closing = threading.Lock()
        self._closed = False
        self._on_close = on_close

    def search(
        self, question: str, *, limit: int | None = None, language: str | None = None
    ) -> Answer:
        """The best `limit` passages ([lookup] limit by default) for `question`.

        `language` is that of the conversation: a hint, the question itself decides.
        """
        started = time.perf_counter()
        found = self.examine(question, language=language)
        if not found.rows:
            return Answer(False, found.degraded, (), (), _since(started))
        chosen = found.order[: limit or self.rules.limit]
        hits = tuple(self._hit(found.rows[i], float(found.scores[i])) for i in chosen)
        certainty = self._weights.certain(self.measures(found))
        answered = certainty >= self._floor
        asked = found.evidence.question
        return Answer(
            answered=answered,
            degraded=found.degraded,
            hits=hits,
            topics=_topics(hits),
            ms=_since(started),
            certainty=certainty,
            language=asked.language,
            asks=tuple(sorted(asked.asks)),
        )

    def measures(self, found: Examined) -> dict[str, float]:
        """What speaks for the answer being on the site (certainty.NAMES)."""
        chosen = found.order[: self.rules.limit]
        return measures(
            found.evidence,
            found.features,
            found.scores,
            chosen,
            self._languages,
            self._recorded,
        )

    def examine(self, question: str, *, language: str | None = None) -> Examined:
        """All candidates for `question` with what speaks for them."""
        asked = understand(question, self._languages, language)
        words = self._lexical.search(asked.terms)
        cosines, degraded = self._dense(question)
        total = words.total
        best = (
            np.argpartition(-total, NEAREST)[:NEAREST]
            if len(total) > NEAREST
            else range(len(total))
        )
        wanted = {row for ask in asked.asks for kind in KINDS[ask] for row in self._of_kind[kind]}
        rows = sorted({*cosines, *wanted, *(int(row) for row in best if total[row] > 0)})
        heading = np.array([self._heading(row, words) for row in rows], np.float32)
        evidence = features.Evidence(asked, words, cosines, heading)
        table = features.table(evidence, self.chunks, rows)
        return self.ranked(evidence, rows, table, self._weights, degraded=degraded)

    def ranked(
        self,
        evidence: features.Evidence,
        rows: list[int],
        table: NDArray[np.float32],
        by: Weights,
        *,
        degraded: bool = False,
    ) -> Examined:
        """Candidates in the order that the weights `by` give them."""
        scores = by.rank(features.NAMES, table)
        amounts = self._amounts(evidence, rows)
        order = sorted(range(len(rows)), key=lambda i: (-amounts[i], -scores[i], rows[i]))
        return Examined(evidence, rows, table, scores, self._distinct(order, rows), degraded)

    def _amounts(self, evidence: features.Evidence, rows: Sequence[int]) -> list[int]:
        """What leads when the price in general is asked: 2 several amounts, 1 one, 0 none.

        0 throughout when the question names something that the site knows, or asks for more.
        """
        words = evidence.words
        named = any(
            known and term.weight > WEAK
            for term, known in zip(words.terms, words.known, strict=True)
        )
        if named or evidence.question.asks != {"price"}:
            return [0] * len(rows)
        prices = (c.text if c.kind == "price" else "" for c in map(self.chunks.__getitem__, rows))
        return [min(2, len(VALUES["price"].findall(text))) for text in prices]

    def _heading(self, row: int, words: WordScores) -> float:
        """Share of the question's idf that stands in the headings over a chunk."""
        if row not in self._heading_stems:
            chunk = self.chunks[row]
            self._heading_stems[row] = frozenset(
                stems("\n".join((*chunk.heading_path, chunk.title)), chunk.language)
            )
        there = self._heading_stems[row]
        share = sum(
            idf
            for term, idf in zip(words.terms, words.idf, strict=True)
            if not there.isdisjoint(term.stems)
        )
        return float(share / (words.idf.sum() or 1.0))

    def _words(self, row: int) -> frozenset[str]:
        if row not in self._texts:
            self._texts[row] = frozenset(words_of(self.chunks[row].text))
        return self._texts[row]

    def _distinct(self, order: list[int], rows: list[int]) -> list[int]:
        """The first MOST_HITS of `order` without those that say again what one before them says."""
        chosen: list[int] = []
        said: list[frozenset[str]] = []
        for i in order:
            words = self._words(rows[i])
            if any(
                len(words & other) >= SAID_AGAIN * min(len(words), len(other)) for other in said
            ):
                continue
            chosen.append(i)
            said.append(words)
            if len(chosen) == MOST_HITS:
                break
        return chosen

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
            return {}, bool(self.chunks)
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

    def _hit(self, row: int, score: float) -> Hit:
        chunk = self.chunks[row]
        return Hit(
            text=chunk.text,
            spoken=chunk.spoken,
            url=chunk.url,
            title=chunk.title,
            kind=chunk.kind,
            score=round(score, 4),
            record_key=chunk.record_key,
        )


def _languages(chunks: Sequence[Chunk]) -> tuple[str, ...]:
    """Languages of the chunks, the most frequent first."""
    counts = Counter(known(chunk.language) for chunk in chunks)
    return tuple(sorted(counts, key=lambda tag: (-counts[tag], tag)))


def _first_of_kinds(chunks: Sequence[Chunk]) -> dict[str, list[int]]:
    """Kind → some of its rows: candidates when a question asks for the kind in words of its own."""
    rows: dict[str, list[int]] = defaultdict(list)
    for row, chunk in enumerate(chunks):
        if len(rows[chunk.kind]) < MOST_OF_KIND:
            rows[chunk.kind].append(row)
    return rows


def _topics(hits: Sequence[Hit]) -> tuple[str, ...]:
    """What the nearest passages are about: their first lines, for offering instead of an answer."""
    return tuple(dict.fromkeys(hit.title or hit.text.split("\n", 1)[0][:80] for hit in hits))


def _since(started: float) -> float:
    """Milliseconds since `started` (perf_counter)."""
    return (time.perf_counter() - started) * 1000
