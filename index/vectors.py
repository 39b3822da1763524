"""Vectors that were paid for once: an SQLite file for all releases, keyed by model and text."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embedders import Embedder
from index.errors import EmbeddingError

STEP = 256
"""Texts embedded between two commits: what a crash can lose."""
TIMEOUT_SECONDS = 30.0


class VectorCache:
    """hash(model, text) → vector. One file may be used by several processes at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(self._connect()) as db, db:
            db.execute(
                "CREATE TABLE IF NOT EXISTS vectors (key TEXT PRIMARY KEY, vector BLOB NOT NULL)"
            )

    def embed(
        self,
        embedder: Embedder,
        texts: Sequence[str],
        *,
        on_progress: Callable[[int, int], None] = lambda *_: None,
    ) -> NDArray[np.float32]:
        """Rows for `texts`; only those that the cache does not know reach `embedder`.

        `on_progress` is called with (done, to do) of the new ones.
        """
        keys = [_key(embedder.model, text) for text in texts]
        known = self._read(set(keys), embedder.dimension)
        unknown = {k: t for k, t in zip(keys, texts, strict=True) if k not in known}
        # By length: the local model batches texts that are equally long.
        new = sorted(unknown.items(), key=lambda entry: (len(entry[1]), entry[0]))
        for start in range(0, len(new), STEP):
            part = dict(new[start : start + STEP])
            vectors = embedder.embed(list(part.values()))
            _check(vectors, len(part), embedder)
            fresh = dict(zip(part, vectors, strict=True))
            self._write(fresh)
            known |= fresh
            on_progress(min(start + STEP, len(new)), len(new))
        rows = [known[key] for key in keys]
        return np.array(rows, np.float32).reshape(len(rows), embedder.dimension)

    def _read(self, keys: set[str], dimension: int) -> dict[str, NDArray[np.float32]]:
        found: dict[str, NDArray[np.float32]] = {}
        ordered = sorted(keys)
        with closing(self._connect()) as db:
            for start in range(0, len(ordered), 500):
                part = ordered[start : start + 500]
                marks = ",".join("?" * len(part))
                query = f"SELECT key, vector FROM vectors WHERE key IN ({marks})"  # noqa: S608
                for key, blob in db.execute(query, part):
                    if len(blob) == 4 * dimension:
                        found[key] = np.frombuffer(blob, np.float32)
        return found

    def _write(self, vectors: dict[str, NDArray[np.float32]]) -> None:
        with closing(self._connect()) as db, db:
            rows = [(key, vector.tobytes()) for key, vector in vectors.items()]
            db.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, timeout=TIMEOUT_SECONDS)
        db.execute("PRAGMA journal_mode=WAL")
        return db


def _key(model: str, text: str) -> str:
    return hashlib.sha256(f"{model}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()


def _check(vectors: NDArray[np.float32], count: int, embedder: Embedder) -> None:
    if vectors.shape != (count, embedder.dimension):
        raise EmbeddingError(
            f"{embedder.model} gave shape {vectors.shape}, expected {(count, embedder.dimension)}"
        )
    if not np.isfinite(vectors).all():
        raise EmbeddingError(f"{embedder.model} gave a vector that is not finite")
