"""The file below the page store."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.errors import StoreError
from crawler.store import PageStore

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def test_a_file_that_is_no_store_is_named_with_what_to_do(tmp_path: Path) -> None:
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"this is not a database, but it is long enough to be taken for one" * 20)
    with pytest.raises(StoreError, match=r"broken\.db.*delete it"):
        PageStore(broken)


def test_a_file_of_a_newer_format_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "pages.db"
    PageStore(path).close()
    newer = sqlite3.connect(path)
    newer.execute("pragma user_version = 99")
    newer.close()
    with pytest.raises(StoreError, match=r"newer sitebrief \(format 99\)"):
        PageStore(path)


def test_a_transaction_is_kept_as_a_whole_or_not_at_all(store: PageStore) -> None:
    def fails() -> None:
        with store.transaction():
            store.note_liar("one.example", NOW)
            with store.transaction():
                store.note_liar("two.example", NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert store.liars() == frozenset()
    with store.transaction():
        store.note_liar("one.example", NOW)
    assert store.liars() == {"one.example"}
