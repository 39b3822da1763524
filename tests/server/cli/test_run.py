"""`sitebrief run`: web and worker together, from an empty data folder to a minted session."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
import urllib.error
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from server.demo import await_ready, mint, static_site
from tests.conftest import free_port
from tests.killing import kill_and_await_all, started
from tests.server.test_rebuild import ABOUT, HOME


@contextmanager
def running(folder: Path, peer_url: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The URL and the process of `sitebrief run` on a small site, ready to mint."""
    (folder / "site").mkdir()
    (folder / "site" / "index.html").write_text(HOME.replace("{price}", "240"), "utf-8")
    (folder / "site" / "about.html").write_text(ABOUT, "utf-8")
    port = free_port()
    with static_site(folder / "site") as home:
        site = folder / "site.toml"
        private = home.removeprefix("http://").rstrip("/")
        site.write_text(
            f'[site]\nstart_urls = ["{home}"]\n[lookup]\nembedder = "none"\n'
            f'[crawl]\nallow_private_hosts = ["{private}"]\n'
        )
        environment = {
            "SITEBRIEF_DATA": str(folder / "data"),
            "OPENAI_API_KEY": "sk-test",
            "OPENAI_BASE_URL": peer_url,
        }
        command = ["server.cli", "run", "--site", str(site), "--port", str(port)]
        with started([sys.executable, "-m", *command], environment) as both:
            url = f"http://127.0.0.1:{port}"
            await_ready(url, both)
            yield url, both


def test_the_first_start_builds_and_serves_and_one_signal_stops_all(
    peer_url: str, tmp_path: Path
) -> None:
    with running(tmp_path, peer_url) as (url, both):
        assert mint(url)["release"].startswith("r-")
        both.send_signal(signal.SIGTERM)
        assert both.wait(40) == 0
        assert both.stdout
        assert "Traceback" not in both.stdout.read()
        time.sleep(0.2)
        with pytest.raises((urllib.error.URLError, ConnectionError)):
            mint(url)


def test_web_and_worker_end_with_a_killed_parent(peer_url: str, tmp_path: Path) -> None:
    with running(tmp_path, peer_url) as (url, both):
        assert mint(url)["release"].startswith("r-")
        assert "Traceback" not in kill_and_await_all(both, 40)
        with pytest.raises((urllib.error.URLError, ConnectionError)):
            mint(url)
