"""Opening a release for reading: each reader on its own copy, since Chroma writes even to read."""

from __future__ import annotations

import fcntl
import logging
import shutil
import tempfile
import threading
from pathlib import Path
from typing import IO

from index import store
from index.build import embedded_texts
from index.chunks import Chunk, load_chunks
from index.embedders import Embedder
from index.errors import DamagedIndexError, IndexingError
from index.lexical import Lexical
from index.minilm import MiniLM
from index.rules import LookupRules
from index.search import Searcher
from index.store import ServerCollection, VectorStore
from index.vectors import VectorCache

log = logging.getLogger(__name__)

LOCK = "in-use"


def open_searcher(
    release_folder: Path,
    workdir: Path,
    embedder: Embedder | None,
    rules: LookupRules,
    *,
    cache: VectorCache | None = None,
    chroma_url: str | None = None,
) -> Searcher:
    """A searcher over the release in `release_folder`, on its own copy of index/ below `workdir`.

    A missing or damaged index never fails: the searcher answers from words with `degraded` set and,
    given `cache`, makes a new copy from chunks.jsonl in the background. DamagedIndexError only when
    chunks.jsonl itself is unreadable.
    """
    chunks = _chunks(release_folder)
    lexical = _lexical(release_folder, chunks)
    if embedder is None or not chunks:
        return Searcher(chunks, lexical, rules)
    copy = OwnCopy(workdir, release_folder.name)
    searcher = Searcher(chunks, lexical, rules, embedder=embedder, on_close=copy.remove)
    try:
        if chroma_url:
            at = ServerCollection(chroma_url, release_folder.name)
            searcher.use(store.open_server(at, embedder.model, embedder.dimension))
        else:
            copy.fill(release_folder / "index")
            searcher.use(store.open_folder(copy.folder, embedder.model, embedder.dimension))
        if isinstance(embedder, MiniLM):
            embedder.embed(["warm up"])  # loads the model, so that no visitor waits for it
    except (IndexingError, OSError) as exc:
        log.warning("release %s answers from words only: %s", release_folder.name, exc)
        if cache is not None:
            _repair_later(searcher, copy.folder.with_name("again"), chunks, embedder, cache)
    return searcher


class OwnCopy:
    """A reader's private folder below `workdir`; those of dead readers are swept on the way in."""

    def __init__(self, workdir: Path, name: str) -> None:
        workdir.mkdir(parents=True, exist_ok=True)
        with (workdir / ".lock").open("w") as alone:
            fcntl.flock(alone, fcntl.LOCK_EX)
            _sweep(workdir)
            self._root = Path(tempfile.mkdtemp(prefix=f"{name}.", dir=workdir))
            self._lock: IO[str] | None = (self._root / LOCK).open("w")
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self.folder = self._root / "index"

    def fill(self, original: Path) -> None:
        """Copy the release's Chroma folder; DamagedIndexError when there is none."""
        if not original.is_dir():
            raise DamagedIndexError(f"no index folder {original}")
        shutil.copytree(original, self.folder)

    def remove(self) -> None:
        """Delete the copy. May be called twice."""
        if self._lock is not None:
            shutil.rmtree(self._root, ignore_errors=True)
            self._lock.close()
            self._lock = None


def _sweep(workdir: Path) -> None:
    """Delete the copies below `workdir` whose reader is gone (its lock is free)."""
    for lock in sorted(workdir.glob(f"*/{LOCK}")):
        try:
            with lock.open("r+") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(lock.parent, ignore_errors=True)
        except OSError:
            continue  # in use


def _chunks(release_folder: Path) -> list[Chunk]:
    try:
        return load_chunks((release_folder / "chunks.jsonl").read_bytes())
    except OSError as exc:
        raise DamagedIndexError(
            f"cannot read {release_folder / 'chunks.jsonl'}: {exc.strerror}; verify the release"
        ) from exc


def _lexical(release_folder: Path, chunks: list[Chunk]) -> Lexical:
    try:
        return Lexical.load(release_folder / "lexical", len(chunks))
    except DamagedIndexError as exc:
        log.warning("word index of release %s made anew: %s", release_folder.name, exc)
        return Lexical.of(chunks)


def _repair_later(
    searcher: Searcher, folder: Path, chunks: list[Chunk], embedder: Embedder, cache: VectorCache
) -> None:
    def repair() -> None:
        try:
            searcher.use(rebuilt(folder, chunks, embedder, cache))
        except (IndexingError, OSError) as exc:
            log.warning("index not made anew, words only: %s", exc)

    threading.Thread(target=repair, name="index-repair", daemon=True).start()


def rebuilt(
    folder: Path, chunks: list[Chunk], embedder: Embedder, cache: VectorCache
) -> VectorStore:
    """A new Chroma folder from chunks, vectors from the cache where it knows them; opened."""
    entries = list(embedded_texts(chunks))
    vectors = cache.embed(embedder, [text for _, text in entries])
    store.write_folder(folder, [entry for entry, _ in entries], vectors, embedder.model)
    return store.open_folder(folder, embedder.model, embedder.dimension)
