import json
from pathlib import Path

from tests.server.cli.conftest import Sitebrief


def states(done) -> dict[str, str]:
    return {one["name"]: one["state"] for one in json.loads(done.stdout)}


def test_a_fresh_clone_is_ready_for_the_demo(sitebrief: Sitebrief) -> None:
    done = sitebrief("check", "--json")
    found = states(done)
    assert done.returncode == 0
    assert found["database"] == found["data folder"] == found["site file"] == "ok"
    assert found["production"] == found["realtime"] == "absent"


def test_what_is_broken_is_named_with_a_next_step(sitebrief: Sitebrief) -> None:
    done = sitebrief(
        "check", OPENAI_API_KEY="sk-canary", OPENAI_BASE_URL="http://127.0.0.1:9/v1",
        REDIS_URL="redis://:canary@127.0.0.1:9/0",
    )  # fmt: skip
    assert done.returncode == 1
    lines = {line.split()[1]: line for line in done.stdout.splitlines()}
    assert lines["realtime"].startswith("broken")
    assert "check OPENAI_BASE_URL" in lines["realtime"]
    assert "check REDIS_URL" in lines["redis"]
    assert "canary" not in done.stdout + done.stderr


def test_a_model_that_is_switched_off_is_broken(sitebrief: Sitebrief, tmp_path: Path) -> None:
    site = tmp_path / "old.toml"
    site.write_text(
        '[site]\nstart_urls = ["https://a.example/"]\n[voice]\nmodel = "gpt-4o-realtime-preview"\n'
    )
    done = sitebrief("--site", str(site), "check", "--json")
    assert states(done)["models"] == "broken"
    assert "gpt-4o-realtime-preview is switched off on 2026-05-07" in done.stdout
    assert states(sitebrief("check", "--json"))["models"] == "ok"


def test_corrections_are_checked_before_they_are_due(sitebrief: Sitebrief, tmp_path: Path) -> None:
    site = tmp_path / "site.toml"
    site.write_text('[site]\nstart_urls = ["https://a.example/"]\n')
    assert states(sitebrief("--site", str(site), "check", "--json"))["corrections"] == "ok"
    (tmp_path / "corrections.toml").write_text(
        '[[hide]]\nkey = "price"\nreason = "r"\nauthor = "a"\ndate = 2026-11-22\n'
        "valid_from = 2099-01-01\n"
    )
    done = sitebrief("--site", str(site), "check", "--json")
    assert states(done)["corrections"] == "broken"
    assert '[[hide]] 1 (price), key = \\"price\\": no such key' in done.stdout


def test_goals_without_their_files_are_broken(sitebrief: Sitebrief, tmp_path: Path) -> None:
    site = tmp_path / "site.toml"
    site.write_text('[site]\nstart_urls = ["https://a.example/"]\n[compile]\ngoals = ["careers"]\n')
    done = sitebrief("--site", str(site), "check", "--json")
    assert states(done)["prompts"] == "broken"
    assert "mend [compile] goals" in done.stdout
    assert states(sitebrief("check", "--json"))["prompts"] == "ok"
