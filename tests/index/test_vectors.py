from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.errors import EmbeddingError
from index.vectors import STEP, VectorCache

from .conftest import StemEmbedder


class Broken(StemEmbedder):
    """Gives what it is told to give."""

    def __init__(self, value: NDArray[np.float32]) -> None:
        super().__init__()
        self.value = value

    def embed(self, texts: object) -> NDArray[np.float32]:
        return self.value


class FailsAtSecondBatch(StemEmbedder):
    def embed(self, texts: object) -> NDArray[np.float32]:
        if self.asked:
            raise EmbeddingError("the model is gone")
        return super().embed(texts)  # type: ignore[arg-type]


def test_only_new_texts_reach_the_model(cache: VectorCache, embedder: StemEmbedder) -> None:
    first = cache.embed(embedder, ["boat", "sail", "boat"])
    assert sorted(embedder.asked) == ["boat", "sail"]
    embedder.asked.clear()
    again = cache.embed(embedder, ["sail", "mast", "boat"])
    assert embedder.asked == ["mast"]
    np.testing.assert_array_equal(again[[2, 0]], first[[0, 1]])


def test_models_do_not_share_vectors(cache: VectorCache, embedder: StemEmbedder) -> None:
    cache.embed(embedder, ["boat"])
    other = StemEmbedder()
    other.model = "another"
    cache.embed(other, ["boat"])
    assert other.asked == ["boat"]


def test_what_was_embedded_before_a_failure_is_kept(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path / "v.db")
    texts = [f"text {n}" for n in range(STEP + 10)]
    with pytest.raises(EmbeddingError):
        cache.embed(FailsAtSecondBatch(), texts)
    after = StemEmbedder()
    assert cache.embed(after, texts).shape == (STEP + 10, 64)
    assert len(after.asked) == 10


def test_progress_counts_new_texts(cache: VectorCache, embedder: StemEmbedder) -> None:
    seen: list[tuple[int, int]] = []
    cache.embed(embedder, ["a1", "b2"], on_progress=lambda *at: seen.append(at))
    cache.embed(embedder, ["a1", "b2"], on_progress=lambda *at: seen.append(at))
    assert seen == [(2, 2)]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (np.zeros((1, 32), np.float32), r"shape \(1, 32\), expected \(1, 64\)"),
        (np.zeros((2, 64), np.float32), r"shape \(2, 64\)"),
        (np.full((1, 64), np.nan, np.float32), "not finite"),
    ],
)
def test_wrong_vectors_are_refused(
    cache: VectorCache, value: NDArray[np.float32], message: str
) -> None:
    with pytest.raises(EmbeddingError, match=message):
        cache.embed(Broken(value), ["boat"])


def test_no_texts_is_no_rows(cache: VectorCache, embedder: StemEmbedder) -> None:
    assert cache.embed(embedder, []).shape == (0, 64)
