from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from index.search import Answer, Hit
from server.db.engine import open_database, reading, writing
from server.db.tables import lookups
from server.lookups import Asked, LookupLog, demand, gaps

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HIT = Hit("Nine boats.", None, "https://x.test/a", "Our fleet", "passage", 1.0, None)


def answer(answered: bool = False) -> Answer:
    return Answer(answered, False, (HIT,), ("Our fleet",), 2.5, 0.4, "en", ("price",))


@pytest.fixture
def engine(tmp_path: Path):  # type: ignore[no-untyped-def]
    opened = open_database(f"sqlite:///{tmp_path / 'test.db'}")
    yield opened
    opened.dispose()


def note(log: LookupLog, question: str, *, at: datetime = NOW, **more: bool) -> None:
    answered = more.pop("answered", False)
    log.note(Asked("r-1", "vs_1", question, **more), answer(answered), at=at)
    log.flush()


def test_a_row_holds_no_words_and_no_address(engine) -> None:  # type: ignore[no-untyped-def]
    log = LookupLog(engine, "secret")
    note(log, "My name is Ida Berg, what do you charge?")
    with reading(engine) as connection:
        (row,) = connection.execute(select(lookups)).mappings().all()
    assert row["question"] is None
    assert "Ida" not in str(dict(row))
    assert (row["answered"], row["kinds"], row["asks"]) == (False, "passage", "price")
    assert (row["certainty"], row["ms"], row["release_id"]) == (0.4, 2.5, "r-1")


def test_hashes_meet_for_equal_words_and_differ_between_installations(engine) -> None:  # type: ignore[no-untyped-def]
    one, other = LookupLog(engine, "secret"), LookupLog(engine, "another secret")
    assert one.hashed("What does it cost?") == one.hashed("what does IT cost")
    assert one.hashed("What does it cost?") != other.hashed("What does it cost?")


def test_gaps_are_counted_and_carry_words_only_where_allowed(engine) -> None:  # type: ignore[no-untyped-def]
    log = LookupLog(engine, "secret")
    for _ in range(3):
        note(log, "do you take dogs?")
    note(log, "parking?", keep_words=True)
    note(log, "opening hours?", answered=True)
    note(log, "too old", at=NOW - timedelta(days=60))
    first, second = gaps(engine, since=NOW - timedelta(days=30))
    assert (first.times, first.question, first.topics) == (3, None, ("Our fleet",))
    assert (second.times, second.question, second.asks) == (1, "parking?", ("price",))


def test_demand_counts_each_conversation_once(engine) -> None:  # type: ignore[no-untyped-def]
    log = LookupLog(engine, "secret")

    def looked_up(session: str | None, *keys: str | None, **more: Any) -> None:
        hits = tuple(replace(HIT, record_key=key) for key in keys)
        found = replace(answer(more.get("answered", True)), hits=hits)
        log.note(Asked("r-1", session, "q"), found, at=more.get("at", NOW))
        log.flush()

    for _ in range(50):
        looked_up("vs_spam", "price:boat", "faq:dogs")
    looked_up("vs_2", None, "price:boat")
    looked_up("vs_2", "faq:dogs")
    looked_up("vs_3", "faq:dogs", answered=False)
    looked_up(None, "faq:dogs")
    looked_up("vs_4", "faq:dogs", at=NOW - timedelta(days=60))
    found = demand(engine, since=NOW - timedelta(days=28))
    assert (found.conversations, dict(found.by_key)) == (2, {"price:boat": 2, "faq:dogs": 1})


def test_a_database_that_fails_costs_no_answer(  # type: ignore[no-untyped-def]
    engine, caplog: pytest.LogCaptureFixture
) -> None:
    log = LookupLog(engine, "secret")
    with writing(engine) as connection:
        connection.execute(text("DROP TABLE lookups"))
    note(log, "price of the boat")
    assert "lookup not recorded" in caplog.text
    assert "boat" not in caplog.text
