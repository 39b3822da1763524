from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, text

from server.db.engine import NEWEST_REVISION, current_revision, open_database, reading, writing
from server.db.tables import metadata
from server.errors import DatabaseError

VERSIONS = Path("server/db/migrations/versions")


def sqlite(folder: Path) -> str:
    return f"sqlite:///{folder / 'test.db'}"


def drift(engine: Engine) -> list[object]:
    with reading(engine) as connection:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))


def test_the_newest_revision_is_the_last_file() -> None:
    assert max(path.name[:4] for path in VERSIONS.glob("0*.py")) == NEWEST_REVISION


def test_migrations_make_the_tables_of_the_code(tmp_path: Path) -> None:
    engine = open_database(sqlite(tmp_path))
    assert drift(engine) == []
    engine.dispose()


@pytest.mark.postgres
def test_migrations_make_the_tables_on_postgres(postgres_url: str) -> None:
    engine = open_database(postgres_url.replace("postgresql://", "postgresql+psycopg://"))
    assert drift(engine) == []
    engine.dispose()


def test_sqlite_is_in_wal_mode_and_opens_twice(tmp_path: Path) -> None:
    for _ in range(2):
        engine = open_database(sqlite(tmp_path))
        with reading(engine) as connection:
            assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
            assert current_revision(connection) == NEWEST_REVISION
        engine.dispose()


def test_a_database_from_the_future_is_refused(tmp_path: Path) -> None:
    engine = open_database(sqlite(tmp_path))
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(DatabaseError) as caught:
        open_database(sqlite(tmp_path))
    assert "is at revision 9999, newer than this sitebrief" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_is_not_a_database_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "test.db").write_bytes(b"not a database" * 100)
    with pytest.raises(DatabaseError, match=r"cannot use the database .*: file is not a database"):
        open_database(sqlite(tmp_path))


def test_a_dead_server_is_one_line_without_its_password() -> None:
    url = "postgresql+psycopg://u:canary@127.0.0.1:9/d"
    with pytest.raises(DatabaseError) as caught:
        open_database(url)
    assert "canary" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_failed_migration_leaves_nothing(tmp_path: Path) -> None:
    engine = create_engine(sqlite(tmp_path))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE sessions (id TEXT)"))  # in the way of ours
    engine.dispose()
    with pytest.raises(DatabaseError):
        open_database(sqlite(tmp_path))
    engine = create_engine(sqlite(tmp_path))
    with engine.connect() as connection:
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
        assert [name for (name,) in names] == ["sessions"]
    engine.dispose()
