import logging
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from index.chunks import dump_chunks
from index.errors import DamagedIndexError, EmbeddingError
from index.opening import OwnCopy, open_searcher
from index.rules import LookupRules
from index.search import Searcher
from index.vectors import VectorCache

from .conftest import MakeRelease, StemEmbedder, chunks

RULES = LookupRules(floor=0)


def until(true: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.02)
    return False


def first(searcher: Searcher, question: str = "What does the harbour workshop cost?") -> str:
    return searcher.search(question).hits[0].text


def test_a_release_answers(
    make_release: MakeRelease, embedder: StemEmbedder, tmp_path: Path
) -> None:
    searcher = open_searcher(make_release("r-1", chunks(), embedder), tmp_path, embedder, RULES)
    answer = searcher.search("What does the harbour workshop cost?")
    assert answer.hits[0].text.startswith("Harbour Workshop costs $4,200.")
    assert not answer.degraded
    searcher.close()


def test_the_release_folder_is_never_written(
    make_release: MakeRelease, embedder: StemEmbedder, tmp_path: Path
) -> None:
    folder = make_release("r-1", chunks(), embedder)
    before = {p: (p.stat().st_mtime_ns, p.stat().st_size) for p in folder.rglob("*")}
    searcher = open_searcher(folder, tmp_path / "open", embedder, RULES)
    first(searcher)
    searcher.close()
    assert {p: (p.stat().st_mtime_ns, p.stat().st_size) for p in folder.rglob("*")} == before


def test_without_an_embedder_words_answer_and_nothing_is_degraded(
    make_release: MakeRelease, tmp_path: Path
) -> None:
    searcher = open_searcher(make_release("r-1", chunks(), None), tmp_path, None, RULES)
    assert "$4,200" in first(searcher)
    assert not searcher.search("price").degraded
    searcher.close()


def _gone(folder: Path) -> None:
    shutil.rmtree(folder / "index")


def _rubbish(folder: Path) -> None:
    (folder / "index" / "chroma.sqlite3").write_bytes(b"x" * 5000)


def _truncated(folder: Path) -> None:
    file = folder / "index" / "chroma.sqlite3"
    file.write_bytes(file.read_bytes()[:8192])


def _emptied(folder: Path) -> None:
    (folder / "index" / "chroma.sqlite3").write_bytes(b"")


@pytest.mark.parametrize("damage", [_gone, _rubbish, _truncated, _emptied])
def test_a_damaged_index_answers_from_words_until_it_is_made_anew(
    damage: Callable[[Path], None],
    make_release: MakeRelease,
    embedder: StemEmbedder,
    cache: VectorCache,
    tmp_path: Path,
) -> None:
    folder = make_release("r-1", chunks(), embedder)
    damage(folder)
    alone = open_searcher(folder, tmp_path / "open", embedder, RULES)
    assert "$4,200" in first(alone)
    assert alone.search("price").degraded
    alone.close()
    embedder.asked.clear()
    repaired = open_searcher(folder, tmp_path / "open", embedder, RULES, cache=cache)
    assert "$4,200" in first(repaired)
    assert until(lambda: not repaired.search("price").degraded)
    assert set(embedder.asked) <= {"price", "What does the harbour workshop cost?"}
    repaired.close()
    assert not list((tmp_path / "open").glob("r-1*"))


def test_damaged_words_are_indexed_again(
    make_release: MakeRelease, embedder: StemEmbedder, tmp_path: Path
) -> None:
    folder = make_release("r-1", chunks(), embedder)
    shutil.rmtree(folder / "lexical")
    searcher = open_searcher(folder, tmp_path / "open", embedder, RULES)
    assert "$4,200" in first(searcher)
    assert not searcher.search("price").degraded
    searcher.close()


def test_chunks_that_cannot_be_read_are_an_error(tmp_path: Path, embedder: StemEmbedder) -> None:
    with pytest.raises(DamagedIndexError, match="verify the release"):
        open_searcher(tmp_path / "none", tmp_path, embedder, RULES)


def test_an_index_of_another_model_is_not_searched(
    make_release: MakeRelease,
    embedder: StemEmbedder,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    folder = make_release("r-1", chunks(), embedder)
    other = StemEmbedder()
    other.model = "another"
    with caplog.at_level(logging.WARNING):
        searcher = open_searcher(folder, tmp_path / "open", other, RULES)
    assert searcher.search("price").degraded
    assert "was made by stems-64" in caplog.text
    searcher.close()


def test_an_embedder_that_fails_in_between_costs_no_answer(
    make_release: MakeRelease, embedder: StemEmbedder, tmp_path: Path
) -> None:
    class Fails(StemEmbedder):
        def embed(self, texts: object) -> object:  # type: ignore[override]
            raise EmbeddingError("no answer in 30 s")

    folder = make_release("r-1", chunks(), embedder)
    searcher = open_searcher(folder, tmp_path / "open", Fails(), RULES)  # type: ignore[arg-type]
    answer = searcher.search("What does the harbour workshop cost?")
    assert answer.degraded
    assert "$4,200" in answer.hits[0].text
    searcher.close()


def test_a_closed_searcher_still_answers_from_words(
    make_release: MakeRelease, embedder: StemEmbedder, tmp_path: Path
) -> None:
    folder = make_release("r-1", chunks(), embedder)
    searcher = open_searcher(folder, tmp_path / "open", embedder, RULES)
    searcher.close()
    searcher.close()
    assert "$4,200" in first(searcher)


def test_an_empty_release_says_nothing(
    make_release: MakeRelease, embedder: StemEmbedder, tmp_path: Path
) -> None:
    searcher = open_searcher(make_release("r-1", [], embedder), tmp_path, embedder, RULES)
    answer = searcher.search("price")
    assert (answer.answered, answer.degraded, answer.hits) == (False, False, ())
    searcher.close()


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_thirty_swaps_leave_descriptors_and_disk_as_they_were(
    make_release: MakeRelease, embedder: StemEmbedder, tmp_path: Path
) -> None:
    folders = [make_release(f"r-{n}", chunks(str(4000 + n)), embedder) for n in range(2)]
    work = tmp_path / "open"
    serving = open_searcher(folders[0], work, embedder, RULES)
    first(serving)
    counts = []
    for swap in range(30):
        fresh = open_searcher(folders[swap % 2], work, embedder, RULES)
        serving, old = fresh, serving
        old.close()
        assert f"$4,00{swap % 2}" in first(serving)
        counts.append(descriptors())
    assert min(counts[20:]) <= min(counts[5:15]) + 1
    assert len(list(work.glob("r-*"))) == 1
    serving.close()
    assert not list(work.glob("r-*"))


def test_copies_of_killed_readers_are_swept(tmp_path: Path) -> None:
    script = (
        "import os, pathlib, signal, sys\n"
        "from index.opening import OwnCopy\n"
        "copy = OwnCopy(pathlib.Path(sys.argv[1]), 'r-1')\n"
        "copy.folder.mkdir()\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert len(list(tmp_path.glob("r-1.*"))) == 1
    alive = OwnCopy(tmp_path, "r-2")
    assert not list(tmp_path.glob("r-1.*"))
    another = OwnCopy(tmp_path, "r-3")
    assert len(list(tmp_path.glob("r-2.*"))) == 1  # a living reader's copy stays
    alive.remove()
    another.remove()


def test_chunks_alone_make_a_release_readable(
    tmp_path: Path, embedder: StemEmbedder, cache: VectorCache
) -> None:
    folder = tmp_path / "r-1"
    folder.mkdir()
    (folder / "chunks.jsonl").write_bytes(dump_chunks(chunks()))
    searcher = open_searcher(folder, tmp_path / "open", embedder, RULES, cache=cache)
    assert until(lambda: not searcher.search("price").degraded)
    searcher.close()
