import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from index.errors import EmbeddingError
from index.minilm import BATCH_TOKENS, MAX_TOKENS, MiniLM, equally_long, installed

GOLDEN = json.loads((Path(__file__).parent / "golden_minilm.json").read_text("utf-8"))
"""First 16 numbers of vectors of sentence-transformers/all-MiniLM-L6-v2."""


@pytest.fixture(scope="module")
def model() -> MiniLM:
    assert installed(), "make setup installs it"
    return MiniLM()


@pytest.mark.parametrize("text", GOLDEN)
def test_vectors_are_those_of_the_model(model: MiniLM, text: str) -> None:
    (vector,) = model.embed([text])
    assert vector.shape == (384,)
    np.testing.assert_allclose(vector[:16], GOLDEN[text], atol=2e-5)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_a_batch_gives_what_single_texts_give(model: MiniLM) -> None:
    texts = ["short", "a much longer text that needs padding beside the short one", "", "mid size"]
    together = model.embed(texts)
    for row, text in enumerate(texts):
        np.testing.assert_allclose(together[row], model.embed([text])[0], atol=2e-5)


def test_batches_hold_texts_of_one_length_and_fit_the_cache() -> None:
    encoded = [[7] * length for length in (3, 200, 3, 5, 200, 200, 200, 200, 200)]
    batches = list(equally_long(encoded))
    assert sorted(row for rows in batches for row in rows) == list(range(len(encoded)))
    for rows in batches:
        assert len({len(encoded[row]) for row in rows}) == 1
        assert sum(len(encoded[row]) for row in rows) <= BATCH_TOKENS
    assert batches[0] == [0, 2]


def test_no_text_is_no_row(model: MiniLM) -> None:
    assert model.embed([]).shape == (0, 384)


def test_words_beyond_the_limit_do_not_count(model: MiniLM) -> None:
    text = "boat " * (MAX_TOKENS - 2)
    np.testing.assert_allclose(model.embed([text])[0], model.embed([text + "tax"])[0], atol=2e-5)
    assert not np.allclose(model.embed(["boat"])[0], model.embed(["boat tax"])[0], atol=1e-2)


def test_weights_that_are_not_the_models_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"not it")
    with pytest.raises(EmbeddingError, match=r"SHA-256 .*, expected 53aa5117"):
        MiniLM(tmp_path, tmp_path / "cache").embed(["x"])
    assert not (tmp_path / "cache").exists()


def test_the_graph_is_built_once(model: MiniLM, tmp_path: Path) -> None:
    model.embed(["x"])
    first = MiniLM(cache=tmp_path)
    first.embed(["x"])
    (graph,) = tmp_path.iterdir()
    stamp = graph.stat().st_mtime_ns
    MiniLM(cache=tmp_path).embed(["x"])
    assert graph.stat().st_mtime_ns == stamp
    shutil.rmtree(tmp_path)
