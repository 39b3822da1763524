import json
from datetime import UTC, datetime
from pathlib import Path

from click.testing import CliRunner, Result

from compiler.compile import compile_instructions
from compiler.corrections import Corrections
from compiler.facts import collect_facts
from compiler.release import Draft, Release
from compiler.rules import CompileRules
from crawler.records import KnowledgeBase, Price, Source
from crawler.site import SiteIdentity
from server.cli import main
from tests.server.conftest import Bench

HOME = "https://acme.example/"
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def run(bench: Bench, *arguments: str) -> Result:
    environment = {"SITEBRIEF_DATA": str(bench.settings.data)}
    return CliRunner(env=environment).invoke(main, ["prompt", *arguments], catch_exceptions=False)


def compiled(bench: Bench) -> Release:
    source = Source(url=f"{HOME}prices/", quote="Workshop €490")
    price = Price(name="Workshop", amount="490", currency="EUR", sources=(source,))
    known = KnowledgeBase(pricing=(price,))
    site = SiteIdentity(start_urls=(HOME,), name="Acme")
    facts = collect_facts(known, Corrections(), site=site, today=NOW.date())
    made = compile_instructions(facts, CompileRules(languages=("en", "fr")))
    draft = Draft(known, made.instructions, made.tools, b"", {"realtime": "gpt-realtime-2.1"})
    return bench.services.shelf.add(
        draft, report=made.report, parent=None, created_at=NOW, seen={}, derive=_nothing
    )


def _nothing(_: Path) -> None: ...


def test_stdout_is_the_file_byte_for_byte(bench: Bench) -> None:
    release = compiled(bench)
    done = run(bench, "--goal", "support", "--language", "fr")
    path = release.folder / "instructions" / "support.fr.A.md"
    assert done.stdout_bytes == path.read_bytes()
    assert f"{release.id} support.fr.A: " in done.stderr
    assert "tokens, and 9" in done.stderr


def test_explain_tells_where_facts_come_from(bench: Bench) -> None:
    compiled(bench)
    done = run(bench, "--explain")
    assert done.exit_code == 0
    assert 'Workshop: €490 (say "490 euros") [prices]\n  price:workshop ' in done.stdout
    assert f'  {HOME}prices/ (visible) "Workshop €490"\n' in done.stdout


def test_a_goal_that_the_release_lacks(bench: Bench) -> None:
    compiled(bench)
    done = run(bench, "--goal", "sell")
    assert done.exit_code == 1
    assert 'no goal "sell"' in done.stderr


def test_the_session_body_of_each_api(bench: Bench) -> None:
    release = compiled(bench)
    bodies = {
        api: json.loads(run(bench, "--goal", "support", "--session", api).stdout)
        for api in ("realtime", "live")
    }
    assert bodies["realtime"]["instructions"] == release.instructions["support.en.A"]
    assert bodies["live"]["delegation"]["responses"]["tools"][0]["name"] == "lookup_knowledge"


def test_one_thing_at_a_time(bench: Bench) -> None:
    compiled(bench)
    done = run(bench, "--explain", "--session", "live")
    assert done.exit_code == 2
    assert "choose one" in done.stderr


def test_a_name_that_is_too_long_is_one_line(bench: Bench) -> None:
    compiled(bench)
    for option in ("--goal", "--language", "--variant"):
        done = run(bench, option, "x" * 80)
        assert done.exit_code == 1
        assert f'{option} "{"x" * 20}…" is too long for a name; mend it' in done.stderr


def test_tokens_of_tools_are_those_of_the_report(bench: Bench) -> None:
    release = compiled(bench)
    tools = release.report["tokens"]["discovery-call.en.A"]["tools"]
    assert f"tokens, and {tools} of tools" in run(bench).stderr
