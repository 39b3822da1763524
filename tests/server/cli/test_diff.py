import json

from click.testing import CliRunner, Result

from server.cli import main
from tests.server.conftest import Bench


def diff(bench: Bench, *arguments: str) -> Result:
    environment = {"SITEBRIEF_DATA": str(bench.settings.data)}
    return CliRunner(env=environment).invoke(
        main, ["releases", "diff", *arguments], catch_exceptions=False
    )


def test_facts_first_then_each_changed_line_once(bench: Bench) -> None:
    old, new = bench.release("900"), bench.release("990")
    done = diff(bench, old.id, new.id)
    lines = done.stdout.splitlines()
    assert lines[0] == "!! Prompting workshop: 900 EUR → 990 EUR"
    assert lines[2:] == [
        "discovery-call.de.A.md",
        "-- 900 EUR",
        "+- 990 EUR",
        "",
        "discovery-call.en.A.md",
        "-- The workshop costs 900 EUR.",
        "+- The workshop costs 990 EUR.",
    ]
    assert f"from {old.id} to {new.id}: 1 changes" in done.stderr


def test_json(bench: Bench) -> None:
    old, new = bench.release("900"), bench.release("990")
    told = json.loads(diff(bench, old.id, new.id, "--json").stdout)
    assert (told["old"], told["new"]) == (old.id, new.id)
    (change,) = told["changes"]
    assert (change["risk"], change["before"], change["after"]) == (3, "900", "990")


def test_an_unknown_release(bench: Bench) -> None:
    done = diff(bench, "r-000000000000", bench.release().id)
    assert done.exit_code == 1
    assert 'no release "r-000000000000"' in done.stderr
