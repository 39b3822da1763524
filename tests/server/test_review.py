from server import labels
from server.audit import Deed
from server.labels import read_labels
from server.review import settle
from tests.server.conftest import NOW, Bench


def settled(bench: Bench, release, *findings: str):
    seen = read_labels(bench.services.engine)
    return settle(bench.services, release, findings, seen=seen, who="system:nightly", at=NOW)


def roll_back(bench: Bench) -> None:
    engine = bench.services.engine
    deed = Deed("ana", "rollback", "", "wrong price")
    labels.roll_back(engine, deed, seen=read_labels(engine), at=NOW)


def test_the_first_release_goes_live(bench: Bench) -> None:
    release = bench.release()
    assert settled(bench, release).state == "published"
    assert read_labels(bench.services.engine).production == release.id
    assert settled(bench, release).state == "unchanged"


def test_a_finding_makes_it_wait(bench: Bench) -> None:
    old = bench.publish(bench.release("900"))
    new = bench.release("90")
    outcome = settled(bench, new, "the price moved")
    assert (outcome.state, outcome.reasons) == ("held", ("the price moved",))
    seen = read_labels(bench.services.engine)
    assert (seen.production, seen.candidate) == (old.id, new.id)


def test_a_pinned_production_makes_it_wait(bench: Bench) -> None:
    bench.publish(bench.release("900"))
    deed = Deed("ana", "pin", "")
    labels.pin(bench.services.engine, deed, pinned=True, at=NOW)
    assert "production is pinned" in settled(bench, bench.release("950")).reasons[0]
    labels.pin(bench.services.engine, deed, pinned=False, at=NOW)
    assert settled(bench, bench.release("950")).state == "published"


def test_what_was_rolled_back_is_not_published_again(bench: Bench) -> None:
    bench.publish(bench.release("900"))
    bad = bench.publish(bench.release("9"))
    roll_back(bench)
    outcome = settled(bench, bad)
    assert outcome.state == "held"
    assert outcome.reasons == (f"it repeats changes of {bad.id}, rolled back by ana: wrong price",)


def test_nor_under_another_id_while_it_says_the_same(bench: Bench) -> None:
    bench.publish(bench.release("900"))
    bench.publish(bench.release("9"))
    roll_back(bench)
    assert settled(bench, bench.release("9", company="Acme & Co")).state == "held"


def test_once_the_site_is_mended_builds_go_live_again(bench: Bench) -> None:
    bench.publish(bench.release("900"))
    bench.publish(bench.release("9"))
    roll_back(bench)
    assert settled(bench, bench.release("910")).state == "published"


def test_a_person_may_publish_it_all_the_same(bench: Bench) -> None:
    bench.publish(bench.release("900"))
    bad = bench.publish(bench.release("9"))
    roll_back(bench)
    bench.publish(bad)
    assert settled(bench, bad).state == "unchanged"
    assert settled(bench, bench.release("9", company="Acme & Co")).state == "published"
