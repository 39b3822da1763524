import threading
import time
from pathlib import Path
from typing import cast

import pytest

from compiler.release import Release
from index.chunks import Chunk
from index.errors import DamagedIndexError
from index.lexical import Lexical
from index.rules import LookupRules
from index.search import Searcher
from server.searchers import OpenSearchers


class Shelved:
    """What of a release matters here."""

    def __init__(self, id_: str) -> None:
        self.id = id_
        self.folder = Path(id_)


def release(id_: str) -> Release:
    return cast("Release", Shelved(id_))


class Opener:
    """Opens slowly, and counts."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds = seconds
        self.opened: list[str] = []
        self.closed: list[str] = []

    def __call__(self, found: Release) -> Searcher:
        time.sleep(self.seconds)
        self.opened.append(found.id)
        if found.id == "r-bad":
            raise DamagedIndexError("no chunks.jsonl")
        chunks = [Chunk(id="1", kind="passage", text=found.id)]
        return Searcher(
            chunks, Lexical.of(chunks), LookupRules(), on_close=lambda: self.closed.append(found.id)
        )


def test_many_threads_open_a_release_once() -> None:
    opener = Opener(0.1)
    searchers = OpenSearchers(opener)

    def visit() -> None:
        with searchers.use(release("r-1")) as found:
            assert found.search("r").hits is not None

    threads = [threading.Thread(target=visit) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert opener.opened == ["r-1"]
    searchers.close()
    assert opener.closed == ["r-1"]


def test_a_slow_opening_holds_up_nobody_else() -> None:
    opener = Opener()
    searchers = OpenSearchers(opener)
    with searchers.use(release("r-1")):
        pass
    opener.seconds = 1.0
    searchers.open_soon(release("r-2"))
    started = time.monotonic()
    with searchers.use(release("r-1")):
        pass
    assert time.monotonic() - started < 0.5
    while "r-2" not in opener.opened:
        time.sleep(0.01)
    searchers.close()


def test_what_is_used_or_kept_is_not_closed() -> None:
    opener = Opener()
    searchers = OpenSearchers(opener)
    for id_ in ("r-1", "r-2"):
        with searchers.use(release(id_)):
            pass
    with searchers.use(release("r-3")):
        assert searchers.close_idle(kept="r-2", idle_seconds=0) == ("r-1",)
        searchers.close()
        assert sorted(opener.closed) == ["r-1", "r-2"]
    assert sorted(opener.closed) == ["r-1", "r-2", "r-3"]


def test_a_release_that_cannot_be_opened_is_told_each_time(
    caplog: pytest.LogCaptureFixture,
) -> None:
    opener = Opener()
    searchers = OpenSearchers(opener)
    for _ in range(2):
        with pytest.raises(DamagedIndexError), searchers.use(release("r-bad")):
            pass
    searchers.open_soon(release("r-bad"))
    while len(opener.opened) < 3 or "not opened ahead" not in caplog.text:
        time.sleep(0.01)
    searchers.close()
