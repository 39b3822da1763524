from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from server.db.engine import open_database
from server.schedule import NIGHTLY, claim, first_time, last_due
from server.site_rules import ScheduleRules


@pytest.fixture
def engine(tmp_path: Path):
    engine = open_database(f"sqlite:///{tmp_path / 'jobs.db'}")
    yield engine
    engine.dispose()


def due(moment: str, *, at: str = "03:30", zone: str = "UTC") -> str:
    rules = ScheduleRules(nightly=at, timezone=zone)
    found = last_due(rules, datetime.fromisoformat(moment).replace(tzinfo=UTC))
    assert found
    return found.astimezone(UTC).isoformat(timespec="minutes")


def test_no_time_is_never_due() -> None:
    assert last_due(ScheduleRules(nightly=""), datetime(2026, 11, 22, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-22T03:29", "2026-11-21T03:30+00:00"),
        ("2026-11-22T03:30", "2026-11-22T03:30+00:00"),
        ("2026-11-22T23:59", "2026-11-22T03:30+00:00"),
        ("2026-01-01T00:00", "2025-12-31T03:30+00:00"),
    ],
)
def test_the_last_due_time(now: str, expected: str) -> None:
    assert due(now) == expected


def test_due_times_follow_the_clock_of_the_place() -> None:
    assert due("2026-07-01T12:00", zone="Europe/Lisbon") == "2026-07-01T02:30+00:00"
    assert due("2026-12-01T12:00", zone="Europe/Lisbon") == "2026-12-01T03:30+00:00"


@pytest.mark.parametrize(("day", "at"), [("2026-03-29", "02:30"), ("2026-10-25", "02:30")])
def test_each_day_of_a_clock_change_has_one_run(engine: Engine, day: str, at: str) -> None:
    rules = ScheduleRules(nightly=at, timezone="Europe/Berlin")
    moment = datetime.fromisoformat(day).replace(tzinfo=UTC) - timedelta(hours=1)
    before = last_due(rules, moment)
    assert before
    first_time(engine, NIGHTLY, before)
    taken = 0
    for minute in range(0, 24 * 60, 10):
        found = last_due(rules, moment + timedelta(minutes=minute))
        assert found
        taken += claim(engine, NIGHTLY, found)
    assert taken == 1


def test_a_due_time_is_taken_once(engine: Engine) -> None:
    at = datetime(2026, 11, 22, 3, 30, tzinfo=UTC)
    assert first_time(engine, NIGHTLY, at)
    assert not first_time(engine, NIGHTLY, at)
    assert not claim(engine, NIGHTLY, at)
    later = at + timedelta(days=1)
    assert [claim(engine, NIGHTLY, later) for _ in range(3)] == [True, False, False]


def test_a_clock_set_back_runs_nothing_again(engine: Engine) -> None:
    at = datetime(2026, 11, 22, 3, 30, tzinfo=UTC)
    first_time(engine, NIGHTLY, at)
    assert not claim(engine, NIGHTLY, at - timedelta(days=1))
