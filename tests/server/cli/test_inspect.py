"""sitebrief inspect, over a site on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.demo import static_site
from tests.server.cli.conftest import Sitebrief, only_line

HTML = """<html lang=en><head><title>Clocks</title></head><body><main><h1>Clocks</h1>
<h2>Prices</h2><div class=card><h3>Wall clock</h3><p>$80</p></div>
<div class=card><h3>Pocket watch</h3><p>from $60</p></div><p hidden>Ghost words</p>
</main></body></html>"""


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text(HTML)
    with static_site(tmp_path / "site") as address:
        yield address


def test_json_is_alone_on_stdout(sitebrief: Sitebrief, url: str) -> None:
    done = sitebrief("inspect", url, "--json")
    assert done.returncode == 0, done.stderr
    knowledge = json.loads(done.stdout)
    assert {p["name"]: p["amount"] for p in knowledge["pricing"]} == {
        "Wall clock": "80",
        "Pocket watch": "60",
    }
    assert "1 page in" in done.stderr


def test_a_line_a_record(sitebrief: Sitebrief, url: str) -> None:
    done = sitebrief("inspect", url)
    assert done.returncode == 0, done.stderr
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert ["price", "Pocket watch", "from 60 USD", "/"] in [r[:4] for r in rows]


def test_why(sitebrief: Sitebrief, url: str) -> None:
    done = sitebrief("inspect", url, "--why", "Ghost words")
    assert "no visitor sees it" in done.stdout


def test_nothing_is_kept(sitebrief: Sitebrief, url: str, tmp_path: Path) -> None:
    sitebrief("inspect", url)
    assert not (tmp_path / "data").exists()


def test_no_site_is_one_line(sitebrief: Sitebrief) -> None:
    assert "refused" in only_line(sitebrief("inspect", "http://127.0.0.1:9/"))
