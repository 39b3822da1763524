"""`sitebrief run`: web and worker together, from an empty data folder to a minted session."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
from pathlib import Path

from server.demo import await_ready, mint, static_site
from tests.conftest import free_port
from tests.server.test_rebuild import ABOUT, HOME


def test_the_first_start_builds_and_serves_and_one_signal_stops_all(
    peer_url: str, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_text(HOME.replace("{price}", "240"), "utf-8")
    (folder / "about.html").write_text(ABOUT, "utf-8")
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with static_site(folder) as home:
        site = tmp_path / "site.toml"
        private = home.removeprefix("http://").rstrip("/")
        site.write_text(
            f'[site]\nstart_urls = ["{home}"]\n[lookup]\nembedder = "none"\n'
            f'[crawl]\nallow_private_hosts = ["{private}"]\n'
        )
        environment = {
            **os.environ,
            "SITEBRIEF_DATA": str(tmp_path / "data"),
            "OPENAI_API_KEY": "sk-test",
            "OPENAI_BASE_URL": peer_url,
        }
        command = [
            sys.executable,
            "-m",
            "server.cli",
            "run",
            "--site",
            str(site),
            "--port",
            str(port),
        ]
        with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as both:
            await_ready(url, both)
            assert mint(url)["release"].startswith("r-")
            both.send_signal(signal.SIGTERM)
            assert both.wait(40) == 0
            assert both.stderr
            assert "Traceback" not in both.stderr.read()
    time.sleep(0.2)
    try:
        mint(url)
    except (urllib.error.URLError, ConnectionError):
        return
    raise AssertionError("the web process outlived its parent")
