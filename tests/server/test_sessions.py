import time
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from server.db.engine import reading, writing
from server.db.tables import sessions
from server.errors import SessionEndedError, SessionError
from server.sessions import Session, SessionBook, SessionKeys, new_session_id
from tests.server.conftest import NOW, Bench


def session(number: int = 1) -> Session:
    return Session(
        id=f"vs_{number}",
        release_id="r-a",
        goal="discovery-call",
        language="en",
        variant="A",
        model="gpt-realtime-2.1",
        created_at=NOW,
        max_seconds=480,
    )


def test_a_key_proves_session_and_release() -> None:
    keys = SessionKeys("k" * 32)
    found = keys.read(keys.issue(session()), now=NOW)
    assert (found.session_id, found.release_id, found.language) == ("vs_1", "r-a", "en")


def test_a_key_ends_with_its_session() -> None:
    keys = SessionKeys("k" * 32)
    key = keys.issue(session())
    keys.read(key, now=NOW + timedelta(seconds=539))
    with pytest.raises(SessionEndedError):
        keys.read(key, now=NOW + timedelta(seconds=541))


def test_another_key_opens_nothing() -> None:
    key = SessionKeys("k" * 32).issue(session())
    with pytest.raises(SessionError):
        SessionKeys("j" * 32).read(key, now=NOW)


@given(st.text())
def test_no_garbage_opens_anything(garbage: str) -> None:
    with pytest.raises(SessionError):
        SessionKeys("k" * 32).read(garbage, now=NOW)


def test_ids_are_random() -> None:
    assert len({new_session_id() for _ in range(100)}) == 100


def rows(bench: Bench) -> list[str]:
    with reading(bench.services.engine) as connection:
        return list(connection.execute(select(sessions.c.id).order_by(sessions.c.id)).scalars())


def test_what_cannot_be_written_now_is_written_later(bench: Bench) -> None:
    book = SessionBook(bench.services.engine)
    with writing(bench.services.engine) as connection:
        connection.execute(
            text(
                "CREATE TRIGGER full BEFORE INSERT ON sessions "
                "BEGIN SELECT RAISE(ABORT, 'full'); END"
            )
        )
    book.add(session(1))
    book.add(session(2))
    assert book.is_running("vs_2")
    assert rows(bench) == []
    with writing(bench.services.engine) as connection:
        connection.execute(text("DROP TRIGGER full"))
    time.sleep(2.1)  # a dead database is left alone for two seconds
    book.add(session(3))
    assert rows(bench) == ["vs_1", "vs_2", "vs_3"]


def test_a_session_lives_from_mint_to_end(bench: Bench) -> None:
    book = SessionBook(bench.services.engine)
    book.add(session())
    assert book.connected("vs_1", "rtc_1", at=NOW)
    assert book.seen("vs_1", at=NOW + timedelta(seconds=10))
    assert book.is_running("vs_1")
    assert book.end("vs_1", "visitor", at=NOW + timedelta(seconds=20))
    assert not book.is_running("vs_1")
    assert not book.seen("vs_1", at=NOW)
    assert not book.end("vs_1", "again", at=NOW)
    assert not book.connected("vs_none", "rtc_1", at=NOW)


def test_a_dead_database_does_not_end_a_session(bench: Bench) -> None:
    book = SessionBook(bench.services.engine)
    with writing(bench.services.engine) as connection:
        connection.execute(text("ALTER TABLE sessions RENAME TO away"))
    assert book.is_running("vs_1")
