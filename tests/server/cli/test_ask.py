import json
from pathlib import Path

from click.testing import CliRunner, Result

from server.cli import main
from tests.server.conftest import Bench


def ask(bench: Bench, *arguments: str) -> Result:
    environment = {"SITEBRIEF_DATA": str(bench.settings.data)}
    return CliRunner(env=environment).invoke(main, ["ask", *arguments], catch_exceptions=False)


def batch(folder: Path, *questions: str) -> str:
    path = folder / "questions.json"
    path.write_text(json.dumps([{"q": q, "query": f"{q} price", "lang": "en"} for q in questions]))
    return str(path)


def test_an_answer_names_text_source_and_certainty(bench: Bench) -> None:
    release = bench.publish(bench.release("900"))
    done = ask(bench, "what does the workshop cost?")
    assert done.exit_code == 0
    assert "€900" in done.stdout
    assert "certainty" in done.stdout
    assert release.id in done.stderr


def test_json_is_the_only_thing_on_stdout(bench: Bench) -> None:
    bench.publish(bench.release("900"))
    row = json.loads(ask(bench, "workshop price", "--json", "--limit", "1").stdout)
    assert row["q"] == "workshop price"
    assert len(row["hits"]) == 1
    assert {"text", "url", "kind", "score"} <= set(row["hits"][0])


def test_a_batch_keeps_the_order_of_its_file(bench: Bench, tmp_path: Path) -> None:
    bench.publish(bench.release("900"))
    path = batch(tmp_path, "workshop", "zeppelin")
    for more in ((), ("--field", "query")):
        rows = json.loads(ask(bench, "--batch", path, "--json", *more).stdout)
        assert [row["q"] for row in rows] == ["workshop", "zeppelin"]
        assert all({"answered", "hits", "ms"} <= set(row) for row in rows)


def test_how_answers_change_between_releases(bench: Bench, tmp_path: Path) -> None:
    old, new = bench.release("900"), bench.release("950")
    done = ask(bench, "--batch", batch(tmp_path, "workshop price"), "--diff", old.id, new.id)
    lines = done.stdout.splitlines()
    assert lines[0] == "workshop price"
    assert lines[1].startswith("- ")
    assert "900" in lines[1]
    assert lines[2].startswith("+ ")
    assert "950" in lines[2]
    assert "1 of 1 answers differ" in done.stderr


def test_a_release_can_be_named(bench: Bench) -> None:
    old = bench.release("900")
    bench.publish(bench.release("950"))
    assert "€900" in ask(bench, "workshop price", "--release", old.id).stdout
    assert "€950" in ask(bench, "workshop price", "--release", "production").stdout


def test_bad_input_is_one_line(bench: Bench, tmp_path: Path) -> None:
    done = ask(bench, "price")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "there is no release yet" in done.stderr
    bench.publish(bench.release())
    assert ask(bench).exit_code == 2
    assert ask(bench, "x", "--batch", "y").exit_code == 2
    missing = ask(bench, "--batch", str(tmp_path / "none.json"))
    assert missing.exit_code == 2
    assert "cannot read" in missing.stderr
    wrong = ask(bench, "--batch", batch(tmp_path, "x"), "--field", "nope")
    assert wrong.exit_code == 2
    assert 'an object with "nope"' in wrong.stderr
