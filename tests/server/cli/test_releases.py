import json
import tarfile
from pathlib import Path

from click.testing import CliRunner, Result
from sqlalchemy import text

from compiler.release import Draft
from crawler.records import KnowledgeBase
from server.audit import Deed
from server.cli import main
from server.db.engine import writing
from server.labels import propose
from tests.server.conftest import NOW, Bench


def run(bench: Bench, *arguments: str) -> Result:
    environment = {"SITEBRIEF_DATA": str(bench.settings.data), "USER": "ana", "LOGNAME": "ana"}
    return CliRunner(env=environment).invoke(main, list(arguments), catch_exceptions=False)


def releases(bench: Bench, *arguments: str) -> Result:
    return run(bench, "releases", *arguments)


def test_the_list_is_empty_at_first(bench: Bench) -> None:
    done = releases(bench, "list")
    assert (done.exit_code, done.stdout) == (0, "")


def test_one_line_a_release_newest_first(bench: Bench) -> None:
    old, new = bench.publish(bench.release("1")), bench.publish(bench.release("2"))
    lines = releases(bench, "list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [new.id, old.id]
    assert [line.split()[2] for line in lines] == ["production", "previous"]
    listed = json.loads(releases(bench, "list", "--json").stdout)
    assert [one["id"] for one in listed] == [new.id, old.id]


def test_publish_and_roll_back(bench: Bench) -> None:
    old, new = bench.publish(bench.release("1")), bench.release("2")
    assert releases(bench, "publish", new.id, "--why", "new price").stdout.strip() == new.id
    assert releases(bench, "rollback", "--why", "typo").stdout.strip() == old.id
    done = releases(bench, "rollback")
    assert done.exit_code == 1
    assert "is the first release" in done.stderr or "no release before" in done.stderr


def test_show_takes_an_id_or_a_label(bench: Bench) -> None:
    release = bench.publish(bench.release("1"))
    for name in (release.id, "production"):
        shown = json.loads(releases(bench, "show", name).stdout)
        assert (shown["id"], shown["labels"], shown["damaged"]) == (release.id, ["production"], [])
        assert shown["sessions"] == {}
    done = releases(bench, "show", "staging")
    assert done.exit_code == 1


def test_show_tells_tokens_and_dollars_of_a_session(bench: Bench) -> None:
    report = {
        "tokens": {"support.en.A": {"total": 5000}},
        "money": {"support.en.A": {"session": "0.9000", "session_cached": "0.3000"}},
    }
    draft = Draft(KnowledgeBase(), {"support.en.A": "# Role"}, (), b"", {})
    made = bench.services.shelf.add(
        draft, report=report, parent=None, created_at=NOW, seen={}, derive=lambda _: None
    )
    shown = json.loads(releases(bench, "show", made.id).stdout)
    assert shown["sessions"] == {
        "support.en.A": {"tokens": 5000, "usd": "0.9000", "usd_cached": "0.3000"}
    }


def test_the_candidate_is_approved_by_name(bench: Bench) -> None:
    bench.publish(bench.release("1"))
    waiting = bench.release("2")
    propose(bench.services.engine, waiting.id, Deed("system:nightly", "hold", waiting.id), at=NOW)
    assert releases(bench, "approve", "r-000000000000").exit_code == 1
    diff = releases(bench, "diff")
    assert "1" in diff.stdout
    assert releases(bench, "approve", waiting.id).stdout.strip() == waiting.id


def test_the_candidate_is_rejected(bench: Bench) -> None:
    live, waiting = bench.publish(bench.release("1")), bench.release("2")
    propose(bench.services.engine, waiting.id, Deed("system:nightly", "hold", waiting.id), at=NOW)
    done = releases(bench, "reject", "--why", "no")
    assert done.stdout.strip() == waiting.id
    assert f"{live.id} stays live" in done.stderr


def test_pin_and_at_and_export(bench: Bench, tmp_path: Path) -> None:
    release = bench.publish(bench.release("1"))
    assert releases(bench, "pin").exit_code == 0
    assert releases(bench, "pin", "--off").exit_code == 0
    assert releases(bench, "at", "2026-11-22T13:00").stdout.strip() == release.id
    assert releases(bench, "at", "2020-01-01").exit_code == 1
    file = tmp_path / "out.tar.gz"
    assert releases(bench, "export", release.id, str(file)).exit_code == 0
    with tarfile.open(file) as archive:
        assert f"{release.id}/manifest.json" in archive.getnames()


def test_the_audit_log_knows_who_and_why(bench: Bench) -> None:
    bench.publish(bench.release("1"))
    releases(bench, "publish", bench.release("2").id, "--why", "new price")
    done = run(bench, "audit", "verify")
    assert done.stdout.startswith("2 entries, head ")


def test_prompt_prints_the_bytes_of_the_file(bench: Bench) -> None:
    release = bench.publish(bench.release("1"))
    done = run(bench, "prompt", "--language", "de")
    path = release.folder / "instructions" / "discovery-call.de.A.md"
    assert done.stdout_bytes == path.read_bytes()
    assert release.id in done.stderr
    assert "tokens" in done.stderr


def test_a_damaged_release_does_not_hide_the_others(bench: Bench) -> None:
    bad, good = bench.release("1"), bench.publish(bench.release("2"))
    (bad.folder / "tools.json").write_text("[]")
    lines = releases(bench, "list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [good.id, bad.id]
    assert "is damaged (tools.json)" in lines[1]


def test_a_changed_audit_log_is_named(bench: Bench) -> None:
    bench.publish(bench.release("1"))
    with writing(bench.services.engine) as connection:
        connection.execute(text("UPDATE audit SET who = 'eve'"))
    done = run(bench, "audit", "verify")
    assert done.exit_code == 1
    assert "tampered with: entry 1 does not fit" in done.stderr
