"""Every known failure is one clear line and exit code 1 (usage: 2); nothing is half-written."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from server.demo import static_site
from server.lock import build_lock
from tests.server.cli.conftest import Sitebrief, only_line


@pytest.fixture
def site_file(tmp_path: Path) -> Path:
    path = tmp_path / "site.toml"
    path.write_text('[site]\nstart_urls = ["https://a.test/"]\n[lookup]\nembedder = "none"\n')
    return path


@pytest.fixture
def empty_site(tmp_path: Path) -> Iterator[str]:
    folder = tmp_path / "empty"
    folder.mkdir()
    (folder / "index.html").write_text("<!doctype html><html><body></body></html>")
    with static_site(folder) as url:
        yield url


def nothing_built(tmp_path: Path) -> None:
    releases = tmp_path / "data" / "releases"
    assert [path for path in releases.glob("*") if path.name != ".lock"] == []


def test_an_unknown_host(sitebrief: Sitebrief, tmp_path: Path) -> None:
    line = only_line(sitebrief("build", "--url", "http://nowhere.invalid/"))
    assert "nowhere.invalid" in line
    nothing_built(tmp_path)


def test_a_refused_connection(sitebrief: Sitebrief, tmp_path: Path) -> None:
    done = sitebrief("build", "--url", "http://127.0.0.1:9/")
    assert "127.0.0.1:9" in only_line(done)
    assert "127.0.0.1:9 is a private address: allowed for this command only" in done.stderr
    nothing_built(tmp_path)


def test_a_private_address_without_a_port(sitebrief: Sitebrief) -> None:
    assert "127.0.0.1" in only_line(sitebrief("build", "--url", "http://127.0.0.1/"))


def test_an_empty_site(sitebrief: Sitebrief, empty_site: str, tmp_path: Path) -> None:
    only_line(sitebrief("build", "--url", empty_site))
    nothing_built(tmp_path)


def test_robots_that_forbid_all(sitebrief: Sitebrief, tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    (folder / "index.html").write_text("<!doctype html><h1>Closed</h1><p>Nothing to see.</p>")
    (folder / "robots.txt").write_text("User-agent: *\nDisallow: /")
    with static_site(folder) as url:
        assert "robots.txt" in only_line(sitebrief("build", "--url", url))
    nothing_built(tmp_path)


def test_a_wrong_field(sitebrief: Sitebrief, tmp_path: Path) -> None:
    path = tmp_path / "site.toml"
    path.write_text('[site]\nstart_urls = ["https://a.test/"]\n[crawl]\nmax_pages = 0')
    for command in (["build"], ["prompt"], ["releases", "list"], ["--site", str(path), "worker"]):
        arguments = (
            command if "--site" in command else [command[0], "--site", str(path), *command[1:]]
        )
        line = only_line(sitebrief(*arguments))
        assert str(path) in line
        assert '[crawl] max_pages = "0"' in line


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("goals = []", "[compile] goals"),
        ("variants = ['../../x']", "[compile] variants.0"),
        ("[compile.routes]\n'/help' = 'suport'", '"/help" leads to "suport"'),
    ],
)
def test_a_slip_in_what_is_compiled(
    sitebrief: Sitebrief, site_file: Path, tmp_path: Path, table: str, message: str
) -> None:
    site_file.write_text(f"{site_file.read_text()}[compile]\n{table}\n")
    line = only_line(sitebrief("build", "--site", str(site_file)))
    assert line.startswith(f"Error: {site_file}: [compile]")
    assert message in line
    nothing_built(tmp_path)


def test_a_slip_in_the_prompts_shows_before_the_crawl(
    sitebrief: Sitebrief, site_file: Path, tmp_path: Path
) -> None:
    prompts = tmp_path / "prompts"
    shutil.copytree(Path("prompts"), prompts)
    locale = prompts / "locales" / "en.toml"
    locale.write_text(locale.read_text("utf-8").replace("from {price}", "from {preis}"), "utf-8")
    done = sitebrief("build", "--site", str(site_file), "--prompts", str(prompts))
    assert f'{locale}: spoken.from = "from {{preis}}": must hold {{price}}' in only_line(done)
    assert "Crawling" not in done.stderr
    done = sitebrief("build", "--site", str(site_file), "--prompts", str(tmp_path / "none"))
    assert "none; --prompts wants a copy of the prompts folder" in only_line(done)


def test_a_slip_in_the_corrections(
    sitebrief: Sitebrief, empty_site: str, site_file: Path, tmp_path: Path
) -> None:
    site_file.write_text(f'[site]\nstart_urls = ["{empty_site}"]\n')
    file = site_file.with_name("corrections.toml")
    file.write_text(
        '[[overrule]]\nkey = "price:x"\nfield = "amont"\nvalue = "1"\nvalid_from = 2099-01-01\n'
        'reason = "r"\nauthor = "a"\ndate = 2026-11-22\n'
    )
    line = only_line(sitebrief("build", "--site", str(site_file)))
    assert f'{file}: [[overrule]] 1 (price:x): field = "amont": no such field here; use' in line
    nothing_built(tmp_path)


def test_a_site_file_that_is_not_there(sitebrief: Sitebrief) -> None:
    assert "none.toml does not exist" in only_line(sitebrief("build", "--site", "none.toml"))


def test_no_web_address(sitebrief: Sitebrief) -> None:
    assert '"a.test" is not a web address' in only_line(sitebrief("build", "--url", "a.test"))


def test_no_key_in_production(sitebrief: Sitebrief, site_file: Path) -> None:
    for command in ("serve", "run"):
        line = only_line(sitebrief(command, "--site", str(site_file)))
        assert "OPENAI_API_KEY is not set" in line
        assert "sitebrief demo" in line


def test_a_wrong_variable(sitebrief: Sitebrief, site_file: Path) -> None:
    done = sitebrief("serve", "--site", str(site_file), VOICE_AGENT_RATE_LIMIT="many")
    assert "VOICE_AGENT_RATE_LIMIT" in only_line(done)


def test_a_port_that_is_taken(sitebrief: Sitebrief, site_file: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        for command in (["serve", "--site", str(site_file)], ["demo"]):
            line = only_line(sitebrief(*command, "--port", port, OPENAI_API_KEY="sk-canary"))
            assert f"cannot listen on 127.0.0.1:{port}" in line
            assert "canary" not in line


def test_a_database_from_the_future(sitebrief: Sitebrief, site_file: Path, tmp_path: Path) -> None:
    assert sitebrief("releases", "--site", str(site_file), "list").returncode == 0
    engine = create_engine(f"sqlite:///{tmp_path}/data/store/sitebrief.db")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    line = only_line(sitebrief("releases", "--site", str(site_file), "list"))
    assert "is at revision 9999, newer than this sitebrief" in line


def test_an_unwritable_data_folder(sitebrief: Sitebrief, site_file: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file", Path("/proc/none")):
        done = sitebrief("releases", "--site", str(site_file), "list", SITEBRIEF_DATA=str(place))
        assert "cannot write in" in only_line(done)


def test_a_release_that_does_not_exist(sitebrief: Sitebrief, site_file: Path) -> None:
    site = ("--site", str(site_file))
    for command in (
        ["releases", *site, "show", "r-000000000000"],
        ["releases", *site, "publish", "r-000000000000"],
        ["releases", *site, "publish", "../../etc"],
        ["prompt", *site, "--release", "r-000000000000"],
        ["ask", *site, "--release", "r-000000000000", "what"],
    ):
        line = only_line(sitebrief(*command))
        assert 'no release "' in line
        assert 'run "sitebrief releases list"' in line


def test_labels_that_point_nowhere(sitebrief: Sitebrief, site_file: Path) -> None:
    site = ("--site", str(site_file))
    for command in (["rollback"], ["approve"], ["reject"], ["show", "production"], ["diff"]):
        assert "yet" in only_line(sitebrief("releases", *site, *command))
    assert "there is no release yet" in only_line(sitebrief("prompt", *site))


def test_a_build_while_another_runs(sitebrief: Sitebrief, empty_site: str, tmp_path: Path) -> None:
    store = tmp_path / "data" / "store"
    store.mkdir(parents=True)
    with build_lock(store):
        assert "another build is running" in only_line(sitebrief("build", "--url", empty_site))


def test_a_demo_without_its_site(sitebrief: Sitebrief, tmp_path: Path) -> None:
    assert "no site in" in only_line(sitebrief("demo", "--sample", str(tmp_path / "none")))


def test_a_dead_database_server(sitebrief: Sitebrief, site_file: Path) -> None:
    done = sitebrief(
        "releases", "--site", str(site_file), "list",
        DATABASE_URL="postgresql://u:canary@127.0.0.1:9/d", SITEBRIEF_SECRET_KEY="k" * 32,
    )  # fmt: skip
    line = only_line(done)
    assert "cannot use the database" in line
    assert "canary" not in done.stderr


def test_a_process_fails_in_the_same_way(process: Sitebrief) -> None:
    assert "none.toml does not exist" in only_line(process("build", "--site", "none.toml"))
    assert process("fly").returncode == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["fly"],
        ["build", "--fly"],
        ["serve", "--port", "x"],
        ["releases", "show"],
        ["serve", "--port", "0"],
    ],
)
def test_wrong_usage_is_exit_code_2(sitebrief: Sitebrief, arguments: list[str]) -> None:
    done = sitebrief(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_folder_of_another_user(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    code = (
        "import os; from server.settings import Settings, ready_store; "
        "os.geteuid() or os.setuid(65534); "
        f"ready_store(Settings(SITEBRIEF_DATA='{closed}'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "SITEBRIEF_DATA: cannot write in" in done.stderr
