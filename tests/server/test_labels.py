import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from server import labels
from server.audit import Deed, verify
from server.db.engine import open_database, reading, writing
from server.errors import LabelConflictError, LabelError
from server.labels import Label, pointed, production_at, read_labels, read_refusals
from tests.server.conftest import NOW


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest, tmp_path):
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'labels.db'}"
    else:
        url = request.getfixturevalue("postgres_url").replace("postgresql:", "postgresql+psycopg:")
    engine = open_database(url)
    yield engine
    engine.dispose()


def publish(engine: Engine, release: str, action: str = "publish", *, at=NOW) -> None:
    labels.publish(engine, release, Deed("ana", action, release), seen=read_labels(engine), at=at)


def roll_back(engine: Engine) -> tuple[str, str]:
    deed = Deed("ana", "rollback", "", "wrong price")
    return labels.roll_back(engine, deed, seen=read_labels(engine), at=NOW)


def whole(engine: Engine) -> bool:
    with reading(engine) as connection:
        return verify(connection).broken_at is None


def test_publishing_moves_production_and_previous(engine: Engine) -> None:
    publish(engine, "r-a")
    publish(engine, "r-b")
    seen = read_labels(engine)
    assert (seen.production, seen.previous, seen.candidate) == ("r-b", "r-a", None)


def test_publishing_twice_keeps_previous(engine: Engine) -> None:
    for release in ("r-a", "r-b", "r-b"):
        publish(engine, release)
    assert read_labels(engine).previous == "r-a"


def test_an_unknown_label_is_an_error(engine: Engine) -> None:
    with pytest.raises(LabelError, match='no label "staging"; the labels are production, previous'):
        pointed(read_labels(engine), "staging")
    with pytest.raises(LabelError, match="no release is labelled production yet"):
        pointed(read_labels(engine), "production")


def test_who_read_an_older_version_loses(engine: Engine) -> None:
    seen = read_labels(engine)
    publish(engine, "r-a")
    with pytest.raises(LabelConflictError, match="production moved from None to r-a meanwhile"):
        labels.publish(engine, "r-b", Deed("bo", "publish", "r-b"), seen=seen, at=NOW)
    assert read_labels(engine).production == "r-a"
    assert whole(engine)


def test_back_and_forth_is_still_a_move(engine: Engine) -> None:
    publish(engine, "r-a")
    seen = read_labels(engine)
    publish(engine, "r-b")
    publish(engine, "r-a")
    with pytest.raises(LabelConflictError):
        labels.publish(engine, "r-c", Deed("bo", "approve", "r-c"), seen=seen, at=NOW)


def test_of_many_at_once_exactly_one_wins(engine: Engine) -> None:
    publish(engine, "r-0")
    seen = read_labels(engine)
    won: list[str] = []
    start = threading.Barrier(8)

    def race(release: str) -> None:
        start.wait()
        try:
            labels.publish(engine, release, Deed("bo", "publish", release), seen=seen, at=NOW)
        except LabelConflictError:
            return
        won.append(release)

    threads = [threading.Thread(target=race, args=(f"r-{n}",)) for n in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [read_labels(engine).production] == won
    assert read_labels(engine).previous == "r-0"
    assert whole(engine)


def test_rolling_back_refuses_what_was_taken_down(engine: Engine) -> None:
    publish(engine, "r-a")
    publish(engine, "r-b")
    assert roll_back(engine) == ("r-b", "r-a")
    seen = read_labels(engine)
    assert (seen.production, seen.previous) == ("r-a", None)
    (refusal,) = read_refusals(engine)
    assert (refusal.release_id, refusal.kept_id, refusal.why) == ("r-b", "r-a", "wrong price")


def test_two_rollbacks_go_back_two_steps(engine: Engine) -> None:
    for release in ("r-a", "r-b", "r-c"):
        publish(engine, release)
    roll_back(engine)
    assert roll_back(engine) == ("r-b", "r-a")
    with pytest.raises(LabelError, match="is the first release"):
        roll_back(engine)


def test_publishing_by_hand_lifts_refusals_but_a_build_does_not(engine: Engine) -> None:
    publish(engine, "r-a")
    publish(engine, "r-b")
    roll_back(engine)
    publish(engine, "r-c", "build")
    assert read_refusals(engine) != ()
    publish(engine, "r-b")
    assert read_refusals(engine) == ()


def test_a_rejected_candidate_is_refused_and_gone(engine: Engine) -> None:
    publish(engine, "r-a")
    labels.propose(engine, "r-b", Deed("system:nightly", "hold", "r-b", "price"), at=NOW)
    assert read_labels(engine).candidate == "r-b"
    seen = read_labels(engine)
    assert labels.reject(engine, Deed("ana", "reject", "r-b"), seen=seen, at=NOW) == "r-b"
    assert read_labels(engine).candidate is None
    assert [refusal.release_id for refusal in read_refusals(engine)] == ["r-b"]
    with pytest.raises(LabelConflictError):
        labels.reject(engine, Deed("bo", "reject", "r-b"), seen=seen, at=NOW)


def test_approving_races_a_rollback(engine: Engine) -> None:
    publish(engine, "r-a")
    publish(engine, "r-b")
    labels.propose(engine, "r-c", Deed("system:nightly", "hold", "r-c"), at=NOW)
    seen = read_labels(engine)
    roll_back(engine)
    with pytest.raises(LabelConflictError) as caught:
        labels.publish(engine, "r-c", Deed("bo", "approve", "r-c"), seen=seen, at=NOW)
    assert caught.value.status == 409


def test_production_at_a_moment(engine: Engine) -> None:
    publish(engine, "r-a", at=NOW)
    publish(engine, "r-b", at=NOW + timedelta(hours=1))
    assert production_at(engine, NOW - timedelta(seconds=1)) is None
    assert production_at(engine, NOW + timedelta(minutes=59)) == "r-a"
    assert production_at(engine, NOW + timedelta(hours=2)) == "r-b"


def test_a_move_that_cannot_be_audited_does_not_happen(tmp_path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'labels.db'}")
    with writing(engine) as connection:
        connection.execute(
            text(
                "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk'); END"
            )
        )
    with pytest.raises(Exception, match="disk"):
        publish(engine, "r-a")
    assert read_labels(engine).production is None
    engine.dispose()


def test_every_label_has_its_row(engine: Engine) -> None:
    assert [getattr(read_labels(engine), name) for name in Label] == [None, None, None]


def test_a_kill_in_the_middle_of_a_move_leaves_the_old_labels(engine: Engine) -> None:
    publish(engine, "r-a")
    url = engine.url.render_as_string(hide_password=False)
    program = (
        "from datetime import UTC, datetime; from server import labels;"
        "from server.audit import Deed;"
        "from server.db.engine import open_database;"
        f"engine = open_database({url!r});"
        "labels.publish(engine, 'r-b', Deed('bo', 'publish', 'r-b'),"
        " seen=labels.read_labels(engine), at=datetime.now(UTC))"
    )
    environment = {**os.environ, "SITEBRIEF_FAILPOINT": "label:1"}
    killed = subprocess.run([sys.executable, "-c", program], env=environment, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert read_labels(engine).production == "r-a"
    publish(engine, "r-c")
    assert whole(engine)
