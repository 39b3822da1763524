from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from server.audit import GENESIS, Deed, record, verify
from server.db.engine import open_database, reading, writing
from tests.server.conftest import NOW


@pytest.fixture
def engine(tmp_path: Path):
    engine = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    yield engine
    engine.dispose()


def fill(engine: Engine, count: int) -> None:
    with writing(engine) as connection:
        for number in range(count):
            deed = Deed("ana", "publish", f"r-{number}", "prüfen \ud800")
            record(connection, deed, at=NOW, details={"to": f"r-{number}"})


def broken_at(engine: Engine, *damage: str) -> int | None:
    with writing(engine) as connection:
        for statement in damage:
            connection.execute(text(statement))
    with reading(engine) as connection:
        return verify(connection).broken_at


def test_an_empty_log_is_whole(engine: Engine) -> None:
    with reading(engine) as connection:
        verdict = verify(connection)
    assert (verdict.entries, verdict.head, verdict.broken_at) == (0, GENESIS, None)


def test_what_was_recorded_verifies(engine: Engine) -> None:
    fill(engine, 5)
    assert broken_at(engine) is None


@pytest.mark.parametrize(
    ("damage", "first"),
    [
        (["UPDATE audit SET who = 'eve' WHERE seq = 3"], 3),
        (["DELETE FROM audit WHERE seq = 2"], 2),
        (["DELETE FROM audit WHERE seq = 5"], 5),
        (["DELETE FROM audit WHERE seq >= 1"], 1),
        (["UPDATE audit SET seq = 9 WHERE seq = 4", "UPDATE audit SET seq = 4 WHERE seq = 5"], 4),
        (["UPDATE audit SET details = '{}' WHERE seq = 1"], 1),
        (["DELETE FROM audit_head"], 6),
    ],
)
def test_every_tampering_shows(engine: Engine, damage: list[str], first: int) -> None:
    fill(engine, 5)
    assert broken_at(engine, *damage) == first
