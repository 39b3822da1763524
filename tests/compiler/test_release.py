import errno
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from compiler import durable
from compiler.errors import ShelfError
from compiler.failpoint import VARIABLE
from compiler.manifest import FORMAT_VERSION
from compiler.release import Draft, Release, Shelf, release_id

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SEEN = {"https://www.quillhaven.example/": "2026-11-20T08:00:00+00:00"}


def derive(folder: Path) -> None:
    for name in ("index", "lexical"):
        (folder / name).mkdir()
        (folder / name / "data").write_text(name)


def add(shelf: Shelf, draft: Draft, *, at: datetime = NOW, parent: str | None = None) -> Release:
    return shelf.add(
        draft, report={"lint": []}, parent=parent, created_at=at, seen=SEEN, derive=derive
    )


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "releases")


def other(draft: Draft, chunks: bytes = b'{"id":"c2"}\n') -> Draft:
    return replace(draft, chunks=chunks)


def test_an_empty_shelf_has_no_releases(shelf: Shelf) -> None:
    assert shelf.ids() == ()


def test_a_release_comes_back_as_it_was_written(shelf: Shelf, draft: Draft) -> None:
    made = add(shelf, draft)
    opened = shelf.open(made.id)
    assert opened.id == made.id == release_id(draft) == draft.id
    assert opened.instructions == draft.instructions
    assert opened.tools == draft.tools
    assert opened.knowledge == draft.knowledge
    assert opened.chunks == draft.chunks
    assert opened.report == {"lint": []}
    assert opened.manifest.seen == SEEN
    assert opened.manifest.counts["pricing"] == 7
    assert shelf.verify(made.id) == ()


def test_the_layout_is_the_agreed_one(shelf: Shelf, draft: Draft) -> None:
    folder = add(shelf, draft).folder
    assert {path.name for path in folder.iterdir()} == {
        "manifest.json",
        "knowledge.json",
        "instructions",
        "tools.json",
        "chunks.jsonl",
        "report.json",
        "index",
        "lexical",
    }
    assert (folder / "instructions" / "discovery-call.en.A.md").is_file()


def test_time_parent_and_report_are_not_in_the_id(tmp_path: Path, draft: Draft) -> None:
    first = add(Shelf(tmp_path / "a"), draft)
    second = add(Shelf(tmp_path / "b"), draft, at=NOW + timedelta(days=1), parent="r-000000000000")
    assert first.id == second.id
    assert first.manifest.created_at != second.manifest.created_at


@pytest.mark.parametrize(
    "change",
    [
        {"chunks": b"{}\n"},
        {"models": {"realtime": "gpt-realtime-2.1-mini", "embedding": "none"}},
        {"instructions": {"discovery-call.en.A": "x"}},
        {"tools": ()},
    ],
)
def test_content_is_in_the_id(draft: Draft, change: dict[str, object]) -> None:
    assert replace(draft, **change).id != draft.id


def test_a_known_id_is_returned_as_it_is(shelf: Shelf, draft: Draft) -> None:
    first = add(shelf, draft)

    def never(_: Path) -> None:
        raise AssertionError("derived twice")

    again = shelf.add(
        draft, report={"x": 1}, parent=None, created_at=NOW + timedelta(1), seen={}, derive=never
    )
    assert again.manifest == first.manifest
    assert again.report == {"lint": []}


def test_newest_first(shelf: Shelf, draft: Draft) -> None:
    old = add(shelf, draft)
    new = add(shelf, other(draft), at=NOW + timedelta(seconds=1))
    assert shelf.ids() == (new.id, old.id)


@pytest.mark.parametrize("name", ["r-000000000000", "../../etc", "production", ""])
def test_an_unknown_release_is_named_with_the_next_step(shelf: Shelf, name: str) -> None:
    with pytest.raises(ShelfError, match=r"no release .* run .sitebrief releases list"):
        shelf.open(name)


@pytest.mark.parametrize("name", ["tools.json", "knowledge.json", "instructions/support.fr.A.md"])
def test_a_flipped_bit_is_found_and_mended(shelf: Shelf, draft: Draft, name: str) -> None:
    made = add(shelf, draft)
    content = bytearray((made.folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (made.folder / name).write_bytes(content)
    assert shelf.verify(made.id) == (name,)
    with pytest.raises(ShelfError, match=f"damaged \\({name}\\)"):
        shelf.open(made.id)
    assert add(shelf, draft).instructions == draft.instructions
    assert shelf.verify(made.id) == ()


def test_a_lost_manifest_takes_the_release_off_the_shelf(shelf: Shelf, draft: Draft) -> None:
    made = add(shelf, draft)
    (made.folder / "manifest.json").write_text("{")
    assert shelf.ids() == ()
    with pytest.raises(ShelfError, match="manifest"):
        shelf.open(made.id)


def test_a_release_of_the_future_is_refused(shelf: Shelf, draft: Draft) -> None:
    made = add(shelf, draft)
    path = made.folder / "manifest.json"
    newer = path.read_text().replace(
        f'"format_version": {FORMAT_VERSION}', f'"format_version": {FORMAT_VERSION + 1}'
    )
    path.write_text(newer)
    with pytest.raises(ShelfError, match="update sitebrief"):
        shelf.open(made.id)


def test_a_failing_derive_leaves_nothing(shelf: Shelf, draft: Draft) -> None:
    def fails(folder: Path) -> None:
        (folder / "index").mkdir()
        raise RuntimeError("no embeddings")

    with pytest.raises(RuntimeError, match="no embeddings"):
        shelf.add(draft, report={}, parent=None, created_at=NOW, seen={}, derive=fails)
    assert shelf.ids() == ()
    assert [p.name for p in shelf.root.iterdir()] == [".lock"]


@pytest.mark.parametrize("call", ["fsync", "rename"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_disk_errors_leave_the_old_releases_and_say_so(
    shelf: Shelf, draft: Draft, monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    old = add(shelf, draft)

    def broken(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as faulty:
        faulty.setattr(durable.os, "fsync", broken) if call == "fsync" else faulty.setattr(
            Path, "rename", broken
        )
        with pytest.raises(ShelfError, match=os.strerror(code)):
            add(shelf, other(draft))
    assert shelf.ids() == (old.id,)
    assert sorted(p.name for p in shelf.root.iterdir()) == [".lock", old.id]
    assert add(shelf, other(draft)).id == other(draft).id


def test_a_shelf_that_cannot_be_written_is_one_error(draft: Draft, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ShelfError, match="cannot write release"):
        add(Shelf(tmp_path / "file" / "releases"), draft)


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from compiler.release import Draft, Shelf
from crawler.records import KnowledgeBase

draft = Draft(KnowledgeBase(), {"support.en.A": "text"}, (), sys.argv[2].encode(), {})


def derive(folder):
    (folder / "index").mkdir()
    (folder / "index" / "data").write_text("x" * 100_000)


now = datetime(2026, 1, 1, tzinfo=UTC)
made = Shelf(Path(sys.argv[1])).add(
    draft, report={}, parent=None, created_at=now, seen={}, derive=derive
)
print(made.id)
"""


def write(shelf: Shelf, chunks: str, failpoint: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", WRITER, str(shelf.root), chunks],
        env={**os.environ, VARIABLE: failpoint},
        capture_output=True,
        text=True,
        check=False,
    )


STAGES = ["stage:1", "stage:3", "derive:1", "stage:6", "fsync:1", "fsync:3", "rename:1"]


@pytest.mark.parametrize("failpoint", STAGES)
def test_a_kill_leaves_the_old_release_alone(shelf: Shelf, draft: Draft, failpoint: str) -> None:
    old = add(shelf, draft)
    assert write(shelf, "new", failpoint).returncode == -9
    assert shelf.ids() == (old.id,)
    assert shelf.verify(old.id) == ()
    new = add(shelf, other(draft))
    assert set(shelf.ids()) == {old.id, new.id}
    assert not list(shelf.root.glob(".new-*"))


def test_a_killed_write_can_be_done_again(shelf: Shelf) -> None:
    assert write(shelf, "new", "fsync:2").returncode == -9
    new = write(shelf, "new").stdout.strip()
    assert shelf.ids() == (new,)
    assert (shelf.open(new).folder / "index" / "data").stat().st_size == 100_000


def test_a_kill_after_the_rename_leaves_the_new_release_whole(shelf: Shelf, draft: Draft) -> None:
    old = add(shelf, draft)
    assert write(shelf, "new", "renamed:1").returncode == -9
    (new,) = set(shelf.ids()) - {old.id}
    assert shelf.verify(new) == ()
    assert shelf.open(new).chunks == b"new"


def test_two_writers_at_once_make_one_release(shelf: Shelf) -> None:
    command = [sys.executable, "-c", WRITER, str(shelf.root), "same"]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    ids = {process.communicate()[0].strip() for process in both}
    assert [process.returncode for process in both] == [0, 0]
    assert ids == set(shelf.ids())
