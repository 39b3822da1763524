"""Vectors in Chroma: a folder per release, or a collection per release on a server."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from index.errors import DamagedIndexError, EmbeddingError, IndexingError

if TYPE_CHECKING:
    from chromadb.api.client import Client

COLLECTION = "chunks"
HNSW: Any = {"space": "cosine", "ef_construction": 200, "ef_search": 128, "max_neighbors": 32}
"""recall@10 against exact search 0.99 or more at 20,000 chunks: tests/bench/bench_lookup.py."""
BATCH = 1000
SERVER_SECONDS = 5.0
"""How long a Chroma server may take to answer; then words alone answer the visitor."""


@dataclass(frozen=True)
class ServerCollection:
    """Where the vectors of a release are on a Chroma server."""

    url: str
    """CHROMA_URL."""
    name: str
    """Id of the release."""


class VectorStore:
    """The vectors of one release; close() gives back every descriptor."""

    def __init__(self, client: Client, collection: Any) -> None:
        self._client = client
        self._collection = collection

    def nearest(self, vector: NDArray[np.float32], count: int) -> list[tuple[str, float]]:
        """(id, cosine similarity) of the `count` nearest, best first."""
        try:
            found = self._collection.query(
                query_embeddings=vector[None, :], n_results=count, include=["distances"]
            )
        except Exception as exc:  # Chroma has no common base class for what its core raises
            raise DamagedIndexError(f"Chroma cannot search: {type(exc).__name__}") from exc
        return [(i, 1 - d) for i, d in zip(found["ids"][0], found["distances"][0], strict=True)]

    def close(self) -> None:
        """Release files and sockets."""
        close_client(self._client)


def write_folder(
    folder: Path, ids: Sequence[str], vectors: NDArray[np.float32], model: str
) -> None:
    """Write a Chroma folder; one that is there is replaced."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    client = _folder_client(folder)
    try:
        _fill(client, COLLECTION, ids, vectors, model)
    finally:
        close_client(client)


def open_folder(folder: Path, model: str, dimension: int) -> VectorStore:
    """Open a Chroma folder that this process owns (Chroma writes to it even for reading)."""
    if not (folder / "chroma.sqlite3").is_file():
        raise DamagedIndexError(f"no Chroma index in {folder}")
    return _opened(lambda: _folder_client(folder), COLLECTION, model, dimension)


def write_server(
    at: ServerCollection, ids: Sequence[str], vectors: NDArray[np.float32], model: str
) -> None:
    """Write a collection; one that is there whole is left alone, a half-written one replaced."""
    client = connected(at.url)
    try:
        if at.name in [c.name for c in client.list_collections()]:
            if _is_whole(client.get_collection(at.name, embedding_function=None), ids, model):
                return  # a reader may be using it
            client.delete_collection(at.name)
        _fill(client, at.name, ids, vectors, model)
    finally:
        close_client(client)


def open_server(at: ServerCollection, model: str, dimension: int) -> VectorStore:
    """Open a collection."""
    return _opened(lambda: _server_client(at.url), at.name, model, dimension)


def _is_whole(collection: Any, ids: Sequence[str], model: str) -> bool:
    about = collection.metadata or {}
    return about.get("model") == model and collection.count() == about.get("count") == len(ids)


def connected(url: str) -> Client:
    """A client of the Chroma server at `url`; IndexingError when there is none."""
    try:
        return _server_client(url)
    except Exception as exc:  # chromadb raises ValueError, httpx errors and its own
        raise IndexingError(
            f"no Chroma server at {url} (CHROMA_URL): {type(exc).__name__}"
        ) from exc


def _opened(connect: Callable[[], Client], name: str, model: str, dimension: int) -> VectorStore:
    client = None
    try:
        client = connect()
        return VectorStore(client, _checked(client, name, model, dimension))
    except BaseException as exc:
        if client is not None:
            close_client(client)
        if isinstance(exc, IndexingError) or not isinstance(exc, Exception):
            raise
        # Chroma's Rust core raises bare exceptions of many classes for one damaged file.
        raise DamagedIndexError(f'cannot open index "{name}": {type(exc).__name__}') from exc


def _checked(client: Client, name: str, model: str, dimension: int) -> Any:
    """The collection `name`, whole, made by `model`; read once so that no visitor waits for it."""
    collection = client.get_collection(name, embedding_function=None)
    about = collection.metadata or {}
    if (about.get("model"), about.get("dimension")) != (model, dimension):
        raise EmbeddingError(
            f'index "{name}" was made by {about.get("model")} with {about.get("dimension")} '
            f"dimensions, not by {model} with {dimension}; build again"
        )
    if collection.count() != about.get("count"):
        raise DamagedIndexError(
            f'index "{name}" has {collection.count()} of {about.get("count")} vectors'
        )
    if about["count"]:
        collection.query(query_embeddings=np.ones((1, dimension), np.float32), n_results=1)
    return collection


def _fill(
    client: Client, name: str, ids: Sequence[str], vectors: NDArray[np.float32], model: str
) -> None:
    about = {"model": model, "dimension": int(vectors.shape[1]), "count": len(ids)}
    collection = client.create_collection(
        name, metadata=about, configuration={"hnsw": HNSW}, embedding_function=None
    )
    step = min(BATCH, client.get_max_batch_size())
    for start in range(0, len(ids), step):
        part = slice(start, start + step)
        collection.add(ids=list(ids[part]), embeddings=vectors[part])


def _folder_client(folder: Path) -> Client:
    import chromadb
    from chromadb.config import Settings

    client: Any = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
    return cast("Client", client)


def _server_client(url: str) -> Client:
    import chromadb
    import httpx
    from chromadb.config import Settings

    parts = urlsplit(url)
    tls = parts.scheme == "https"
    client: Any = chromadb.HttpClient(
        host=parts.hostname or "localhost",
        port=parts.port or (443 if tls else 8000),
        ssl=tls,
        settings=Settings(anonymized_telemetry=False),
    )
    for session in _sessions(client):
        session.timeout = httpx.Timeout(SERVER_SECONDS)
    return cast("Client", client)


def close_client(client: Client) -> None:
    """Close `client`, and the HTTP sessions that its own close() forgets (chromadb 1.5.9)."""
    sessions = _sessions(client)
    client.close()
    for session in sessions:
        session.close()


def _sessions(client: Any) -> list[Any]:
    """The HTTP sessions below a server client, which chromadb opens without a timeout."""
    admin: Any = getattr(client, "_admin_client", None)
    servers: list[Any] = [getattr(part, "_server", None) for part in (client, admin)]
    return [s._session for s in servers if hasattr(s, "_session")]  # noqa: SLF001
