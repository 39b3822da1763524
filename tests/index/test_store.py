import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index import store
from index.embedders import normalise
from index.errors import DamagedIndexError, EmbeddingError, IndexingError
from index.store import ServerCollection, VectorStore

IDS = [f"c{n:02}#0" for n in range(40)]


@pytest.fixture(scope="module")
def vectors() -> NDArray[np.float32]:
    return normalise(np.random.default_rng(7).normal(size=(40, 16)).astype(np.float32))


def assert_exact(found: VectorStore, vectors: NDArray[np.float32]) -> None:
    for query in vectors[:5]:
        nearest = found.nearest(query, 10)
        exact = vectors @ query
        assert [i for i, _ in nearest] == [IDS[row] for row in np.argsort(-exact)[:10]]
        np.testing.assert_allclose([c for _, c in nearest], np.sort(exact)[::-1][:10], atol=1e-5)


def test_a_folder_gives_the_nearest(tmp_path: Path, vectors: NDArray[np.float32]) -> None:
    store.write_folder(tmp_path / "index", IDS, vectors, "m")
    found = store.open_folder(tmp_path / "index", "m", 16)
    assert_exact(found, vectors)
    assert len(found.nearest(vectors[0], 100)) == 40
    found.close()


@pytest.mark.parametrize(("model", "dimension"), [("other", 16), ("m", 8)])
def test_another_model_or_dimension_is_refused(
    tmp_path: Path, vectors: NDArray[np.float32], model: str, dimension: int
) -> None:
    store.write_folder(tmp_path, IDS, vectors, "m")
    with pytest.raises(EmbeddingError, match="was made by m with 16 dimensions"):
        store.open_folder(tmp_path, model, dimension)


def test_a_missing_or_damaged_folder_is_an_error(
    tmp_path: Path, vectors: NDArray[np.float32]
) -> None:
    with pytest.raises(DamagedIndexError, match="no Chroma index"):
        store.open_folder(tmp_path / "none", "m", 16)
    store.write_folder(tmp_path / "index", IDS, vectors, "m")
    (tmp_path / "index" / "chroma.sqlite3").write_bytes(b"rubbish" * 1000)
    with pytest.raises(DamagedIndexError, match="cannot open index"):
        store.open_folder(tmp_path / "index", "m", 16)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def chroma_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real Chroma server."""
    port = free_port()
    command = Path(sys.executable).with_name("chroma")
    process = subprocess.Popen(
        [command, "run", "--path", tmp_path_factory.mktemp("chroma"), "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"ANONYMIZED_TELEMETRY": "False"},
    )
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(10)


def test_a_server_behaves_like_a_folder(chroma_url: str, vectors: NDArray[np.float32]) -> None:
    at = ServerCollection(chroma_url, "r-000000000001")
    store.write_server(at, IDS, vectors, "m")
    found = store.open_server(at, "m", 16)
    assert_exact(found, vectors)
    store.write_server(at, IDS, vectors, "m")  # there already: left alone under the reader
    assert_exact(found, vectors)
    found.close()
    with pytest.raises(EmbeddingError):
        store.open_server(at, "other", 16)


def test_a_half_written_collection_is_replaced(
    chroma_url: str, vectors: NDArray[np.float32]
) -> None:
    at = ServerCollection(chroma_url, "r-000000000002")
    store.write_server(at, IDS[:20], vectors[:20], "m")
    store.write_server(at, IDS, vectors, "m")
    found = store.open_server(at, "m", 16)
    assert_exact(found, vectors)
    found.close()


def test_a_collection_that_goes_away_is_an_error_not_a_crash(
    chroma_url: str, vectors: NDArray[np.float32]
) -> None:
    at = ServerCollection(chroma_url, "r-000000000003")
    with pytest.raises(DamagedIndexError):
        store.open_server(at, "m", 16)
    store.write_server(at, IDS, vectors, "m")
    found = store.open_server(at, "m", 16)
    other = store.connected(chroma_url)
    other.delete_collection(at.name)
    store.close_client(other)
    with pytest.raises(DamagedIndexError, match="Chroma cannot search"):
        found.nearest(vectors[0], 3)
    found.close()


def test_no_server_is_one_line(vectors: NDArray[np.float32]) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(IndexingError, match=rf"no Chroma server at {url} \(CHROMA_URL\)"):
        store.write_server(ServerCollection(url, "r"), IDS, vectors, "m")
    with pytest.raises(DamagedIndexError):
        store.open_server(ServerCollection(url, "r"), "m", 16)
