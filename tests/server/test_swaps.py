"""Publishing under a query loop, being killed while indexing: no reader sees a mix or an error."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from index.opening import open_searcher
from index.rules import LookupRules
from tests.server.conftest import Bench

QUESTION = "What does the workshop cost?"


def test_a_hundred_publications_under_a_query_loop(bench: Bench, serve: Callable[..., Any]) -> None:
    """Every answer is whole and of the release that it was asked of."""
    releases = [bench.release(str(1000 + n)) for n in range(10)]
    price_of = {release.id: str(1000 + n) for n, release in enumerate(releases)}
    bench.publish(releases[0])
    live = serve()[1].live
    errors: list[BaseException | str] = []
    asked = 0
    done = threading.Event()

    def visitor() -> None:
        nonlocal asked
        while not done.is_set():
            try:
                id_ = live.production().id
                with live.searcher(id_) as searcher:
                    answer = searcher.search(QUESTION)
                texts = " ".join(hit.text for hit in answer.hits).replace(",", "")
                found = set(re.findall(r"€(\d{4})", texts))
                if found != {price_of[id_]}:
                    errors.append(f"{id_}: {found}")
                asked += 1
            except BaseException as exc:  # noqa: BLE001 - any error fails the test
                errors.append(exc)

    visitors = [threading.Thread(target=visitor) for _ in range(4)]
    for thread in visitors:
        thread.start()
    for n in range(100):
        bench.publish(releases[(n + 1) % 10])
        live.close_idle(idle_seconds=0)
        time.sleep(0.01)
    done.set()
    for thread in visitors:
        thread.join()
    assert errors == []
    assert asked > 100


BUILD = """
import os, sys, pathlib, time
sys.path.insert(0, {root!r})
from index.build import write_index
from index.chunks import load_chunks, dump_chunks
from index.embedders import choose_embedder
from index.rules import LookupRules
from index.vectors import VectorCache
from compiler.release import Shelf, Draft
from crawler.records import KnowledgeBase
from datetime import datetime, UTC
shelf, data = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]).read_bytes()
chunks = load_chunks(data)
draft = Draft(knowledge=KnowledgeBase(), instructions={{}}, tools=(), chunks=data, models={{}})
def derive(folder):
    print("indexing", flush=True)
    write_index(folder, chunks, choose_embedder(LookupRules()), VectorCache(shelf / "v.db"))
now = datetime.now(UTC)
Shelf(shelf).add(draft, report={{}}, parent=None, created_at=now, seen={{}}, derive=derive)
print("done", flush=True)
"""


def test_being_killed_while_indexing_leaves_the_old_release_answering(
    bench: Bench, tmp_path: Path
) -> None:
    old = bench.release("900")
    script = tmp_path / "build.py"
    script.write_text(BUILD.format(root=str(Path.cwd())))
    many = (old.folder / "chunks.jsonl").read_bytes()
    lines = [many.replace(b"900", str(1000 + n).encode()) for n in range(200)]
    chunks = tmp_path / "chunks.jsonl"
    chunks.write_bytes(b"".join(_renamed(line, n) for n, line in enumerate(lines)))
    for delay in (0.0, 0.3, 0.9):
        process = subprocess.Popen(
            [sys.executable, str(script), str(bench.settings.releases), str(chunks)],
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert process.stdout
        assert process.stdout.readline().strip() == "indexing"
        time.sleep(delay)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        assert bench.services.shelf.ids() == (old.id,)
        opened = open_searcher(
            old.folder, tmp_path / "open", None, LookupRules(embedder="none", floor=0)
        )
        assert "€900" in opened.search(QUESTION).hits[0].text
        opened.close()
    after = subprocess.run(
        [sys.executable, str(script), str(bench.settings.releases), str(chunks)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "done" in after.stdout
    assert len(bench.services.shelf.ids()) == 2


def _renamed(lines: bytes, number: int) -> bytes:
    """The same chunks under ids of their own."""
    return re.sub(rb'"id": "(....)', rb'"id": "%04d' % number, lines)
