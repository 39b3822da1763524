import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import pytest

from index import embedders
from index.embedders import OpenAIEmbedder, batches, choose_embedder
from index.errors import EmbeddingError
from index.minilm import MiniLM
from index.rules import LookupRules

KEY = "sk-canary-1234"


class Upstream(ThreadingHTTPServer):
    """Answers /v1/embeddings like the API; `failures` statuses come first."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.requests: list[dict[str, Any]] = []
        self.failures: list[int] = []
        self.dimension = 1536
        self.short = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class _Handler(BaseHTTPRequestHandler):
    server: Upstream

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(body)
        if self.server.failures:
            self._reply(self.server.failures.pop(0), {"error": {"message": f"no {KEY}"}})
            return
        count = len(body["input"]) - self.server.short
        data = [
            {
                "object": "embedding",
                "index": i,
                "embedding": [2.0 if d == i % 7 else 0.0 for d in range(self.server.dimension)],
            }
            for i in range(count)
        ]
        usage = {"prompt_tokens": count, "total_tokens": count}
        self._reply(
            200, {"object": "list", "data": data[::-1], "model": body["model"], "usage": usage}
        )

    def _reply(self, status: int, value: dict[str, Any]) -> None:
        content = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Retry-After", "0")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    server = Upstream()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def openai(upstream: Upstream) -> OpenAIEmbedder:
    return OpenAIEmbedder("text-embedding-3-small", KEY, upstream.url)


def test_openai_rows_come_in_order_and_normalised(upstream: Upstream) -> None:
    embedder = openai(upstream)
    vectors = embedder.embed(["a", "b", "c"])
    assert vectors.shape == (3, 1536)
    assert [int(row.argmax()) for row in vectors] == [0, 1, 2]
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1)
    assert upstream.requests == [
        {"input": ["a", "b", "c"], "model": "text-embedding-3-small", "encoding_format": "float"}
    ]
    assert embedder.tokens == 3


def test_openai_is_asked_again_after_a_failure(upstream: Upstream) -> None:
    upstream.failures = [429, 500]
    assert openai(upstream).embed(["a"]).shape == (1, 1536)
    assert len(upstream.requests) == 3


@pytest.mark.parametrize("status", [400, 401])
def test_a_refusal_is_one_line_without_the_key(upstream: Upstream, status: int) -> None:
    upstream.failures = [status]
    with pytest.raises(EmbeddingError) as caught:
        openai(upstream).embed(["a"])
    assert "text-embedding-3-small could not embed 1 texts" in str(caught.value)
    assert KEY not in str(caught.value)


def test_a_missing_vector_is_an_error(upstream: Upstream) -> None:
    upstream.short = 1
    with pytest.raises(EmbeddingError, match="2 vectors for 3 texts"):
        openai(upstream).embed(["a", "b", "c"])


def test_vectors_of_another_length_are_refused(upstream: Upstream) -> None:
    upstream.dimension = 8
    with pytest.raises(EmbeddingError, match="8 dimensions, expected 1536"):
        openai(upstream).embed(["a"])


def test_batches_stay_within_the_limits() -> None:
    found = list(batches(["x" * 100] * 5000))
    assert [len(batch) for batch in found] == [2048, 2048, 904]
    found = list(batches(["y" * 8000] * 40))
    assert all(sum(map(len, batch)) <= embedders.MAX_TOKENS for batch in found)
    assert sum(map(len, found)) == 40


def test_an_input_beyond_the_limit_is_cut_at_a_character() -> None:
    ((only,),) = batches(["é" * 10_000])
    assert len(only.encode()) <= embedders.MAX_INPUT_TOKENS
    assert set(only) == {"é"}
    assert list(batches([""])) == [[" "]]  # the API refuses an empty input


def test_auto_prefers_the_local_model() -> None:
    assert isinstance(choose_embedder(LookupRules(), api_key=KEY), MiniLM)


def test_openai_needs_a_key_and_a_known_model() -> None:
    with pytest.raises(EmbeddingError, match="needs OPENAI_API_KEY"):
        choose_embedder(LookupRules(embedder="openai"))
    rules = LookupRules(embedder="openai", openai_model="ada")
    with pytest.raises(EmbeddingError, match='unknown model "ada"'):
        choose_embedder(rules, api_key=KEY)
    chosen = choose_embedder(LookupRules(embedder="openai"), api_key=KEY)
    assert chosen is not None
    assert (chosen.model, chosen.dimension) == ("text-embedding-3-small", 1536)


def test_none_searches_words_alone() -> None:
    assert choose_embedder(LookupRules(embedder="none"), api_key=KEY) is None
