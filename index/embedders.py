"""Who turns words into vectors: OpenAI, the local MiniLM, or nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from index import minilm
from index.errors import EmbeddingError
from index.rules import LookupRules

if TYPE_CHECKING:
    from openai import OpenAI

DIMENSIONS = {"text-embedding-3-small": 1536, "text-embedding-3-large": 3072}
MAX_INPUTS, MAX_TOKENS, MAX_INPUT_TOKENS = 2048, 300_000, 8192
"""Limits of one embeddings request (platform.openai.com/docs/api-reference/embeddings)."""
TIMEOUT_SECONDS, RETRIES = 30.0, 4


class Embedder(Protocol):
    """Texts to vectors."""

    @property
    def model(self) -> str:
        """Name of the model: part of the release id and of the vector cache's key."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One L2-normalised row per text; EmbeddingError when they cannot be had."""


class OpenAIEmbedder:
    """`text-embedding-3-*` through the official SDK, in batches, retried by the SDK."""

    def __init__(self, model: str, api_key: str, base_url: str | None = None) -> None:
        if model not in DIMENSIONS:
            raise EmbeddingError(
                f'unknown model "{model}"; [lookup] openai_model is one of {", ".join(DIMENSIONS)}'
            )
        self.model = model
        self.dimension = DIMENSIONS[model]
        self.tokens = 0
        """Tokens billed so far, as the API counted them."""
        self._api_key = api_key
        self._base_url = base_url

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row per text, in order; an input beyond 8,192 tokens is cut."""
        rows = [row for batch in batches(texts) for row in self._embed_batch(batch)]
        vectors = np.array(rows, np.float32).reshape(len(rows), -1)
        if rows and vectors.shape[1] != self.dimension:
            raise EmbeddingError(
                f"{self.model} gave {vectors.shape[1]} dimensions, expected {self.dimension}"
            )
        return normalise(vectors)

    def _embed_batch(self, texts: list[str]) -> list[list[float]]:
        from openai import OpenAIError

        try:
            reply = self._client.embeddings.create(
                model=self.model, input=texts, encoding_format="float"
            )
        except OpenAIError as exc:
            raise EmbeddingError(
                f"{self.model} could not embed {len(texts)} texts: {type(exc).__name__}"
            ) from exc
        if len(reply.data) != len(texts):
            raise EmbeddingError(
                f"{self.model} gave {len(reply.data)} vectors for {len(texts)} texts"
            )
        self.tokens += reply.usage.total_tokens
        return [item.embedding for item in sorted(reply.data, key=lambda item: item.index)]

    @cached_property
    def _client(self) -> OpenAI:
        from openai import OpenAI

        return OpenAI(
            api_key=self._api_key,
            base_url=self._base_url,
            timeout=TIMEOUT_SECONDS,
            max_retries=RETRIES,
        )


def batches(texts: Sequence[str]) -> Iterator[list[str]]:
    """`texts` cut to the limits of one input and grouped to those of one request.

    Tokens are bounded by UTF-8 bytes: a byte-level BPE never makes more tokens than bytes.
    """
    batch: list[str] = []
    size = 0
    for text in texts:
        cut = text.encode()[:MAX_INPUT_TOKENS].decode(errors="ignore") or " "
        length = len(cut.encode())
        if batch and (len(batch) == MAX_INPUTS or size + length > MAX_TOKENS):
            yield batch
            batch, size = [], 0
        batch.append(cut)
        size += length
    if batch:
        yield batch


def normalise(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows of length one; a zero row stays zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(lengths == 0, 1, lengths)).astype(np.float32)


def choose_embedder(
    rules: LookupRules,
    *,
    api_key: str | None = None,
    base_url: str | None = None,
    on_warning: Callable[[str], None] = lambda _: None,
) -> Embedder | None:
    """The embedder that [lookup] asks for; None: words alone are searched, a warning says so."""
    if rules.embedder == "none":
        return None
    if rules.embedder in ("auto", "minilm") and minilm.installed():
        return minilm.MiniLM()
    if rules.embedder == "minilm":
        raise EmbeddingError(
            '[lookup] embedder = "minilm", but the model is not installed; run "make setup"'
        )
    if api_key:
        return OpenAIEmbedder(rules.openai_model, api_key, base_url)
    if rules.embedder == "openai":
        raise EmbeddingError('[lookup] embedder = "openai" needs OPENAI_API_KEY')
    on_warning('no embedding model: lookup searches words only; run "make setup" to install it')
    return None
