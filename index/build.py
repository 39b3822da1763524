"""Writing a release's index: vectors in index/, words in lexical/, both made from chunks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from index import store
from index.chunks import Chunk
from index.embedders import Embedder
from index.lexical import Lexical
from index.store import ServerCollection
from index.vectors import VectorCache


def write_index(
    folder: Path,
    chunks: Sequence[Chunk],
    embedder: Embedder | None,
    cache: VectorCache,
    *,
    server: ServerCollection | None = None,
    on_progress: Callable[[int, int], None] = lambda *_: None,
) -> None:
    """Write `folder`/lexical and, with an embedder, `folder`/index.

    With `server` the vectors go to its collection of that name instead of index/.
    `on_progress` is called with (embedded, to embed). EmbeddingError when vectors cannot be had.
    """
    Lexical.of(chunks).save(folder / "lexical")
    if embedder is None or not chunks:
        return
    entries = list(embedded_texts(chunks))
    vectors = cache.embed(embedder, [text for _, text in entries], on_progress=on_progress)
    ids = [entry for entry, _ in entries]
    if server:
        store.write_server(server, ids, vectors, embedder.model)
    else:
        store.write_folder(folder / "index", ids, vectors, embedder.model)


def embedded_texts(chunks: Sequence[Chunk]) -> Iterator[tuple[str, str]]:
    """(entry id, text) for every vector: the chunk's own words, and each way to ask for it."""
    for chunk in chunks:
        yield f"{chunk.id}#0", chunk.text
        for number, question in enumerate(chunk.questions, start=1):
            yield f"{chunk.id}#{number}", question
