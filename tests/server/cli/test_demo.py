"""The demo and the web process as a user starts them."""

from __future__ import annotations

import json
import signal
import sys
import urllib.request
from pathlib import Path

from server.demo import await_ready, mint
from tests.conftest import free_port
from tests.killing import kill_and_await_all, started
from tests.server.cli.conftest import Sitebrief
from tests.server.conftest import Bench


def test_the_demo_mints_without_key_or_network(process: Sitebrief) -> None:
    done = process("demo", "--once", "--port", str(free_port()))
    assert done.returncode == 0, done.stderr
    minted = json.loads(done.stdout)
    assert minted["token"].startswith("ek_")
    assert minted["release"] in done.stderr


def test_a_killed_demo_leaves_no_process(tmp_path: Path) -> None:
    port = free_port()
    environment = {"SITEBRIEF_DATA": str(tmp_path / "data")}
    command = [sys.executable, "-m", "server.cli", "demo", "--port", str(port)]
    with started(command, environment) as demo:
        await_ready(f"http://127.0.0.1:{port}", demo)
        assert "Traceback" not in kill_and_await_all(demo, 40)


def test_the_web_process_serves_and_stops(bench: Bench, peer_url: str, tmp_path: Path) -> None:
    release = bench.publish(bench.release())
    site = tmp_path / "site.toml"
    site.write_text('[site]\nstart_urls = ["https://a.test/"]\n[lookup]\nembedder = "none"\n')
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {
        "SITEBRIEF_DATA": str(bench.settings.data),
        "OPENAI_API_KEY": "sk-canary-key",
        "OPENAI_BASE_URL": peer_url,
    }
    command = ["server.cli", "serve", "--site", str(site), "--port", str(port)]
    with started([sys.executable, "-m", *command], environment) as web:
        await_ready(url, web)
        minted = mint(url)
        request = urllib.request.Request(
            f"{url}/api/voice/tools/lookup_knowledge",
            data=b'{"query": "workshop"}',
            headers={
                "Authorization": f"Bearer {minted['session_key']}",
                "Content-Type": "application/json",
            },
        )
        with urllib.request.urlopen(request, timeout=10) as reply:
            answer = json.load(reply)
        web.send_signal(signal.SIGTERM)
        assert web.wait(30) == 0
        assert web.stdout
        log = web.stdout.read()
    assert minted["release"] == release.id
    assert answer["answered"] is True
    assert "canary" not in log
    assert minted["token"] not in log
    assert minted["session_key"] not in log
