"""What our mint costs over a bare Flask proxy on the same stack, side by side in one run.

All run under gunicorn (one process, threads) and ask the same local Realtime peer through the
openai SDK for a session with the same body; 100 visitors ask at once. Target: p99 at most 25 ms
worse, at most 15 % fewer requests a second. The proxy calls the SDK's typed method, as its
documentation shows; `lean` posts bytes made beforehand, as our mint does: what is left between the
two is what limits, sessions and keys cost.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import aiohttp

ROOT = Path(__file__).resolve().parents[2]

PROXY = """
import json, sys
from flask import Flask, jsonify
import openai
from server.web import Gunicorn, Listen

body = json.load(open(sys.argv[2]))
ready = json.dumps(body).encode()
lean = sys.argv[3] == "lean"

def make():
    app = Flask("proxy")
    client = openai.OpenAI(timeout=10, max_retries=0)

    def ask():
        if not lean:
            made = client.realtime.client_secrets.with_raw_response.create(**body)
            return made.http_response.content
        import httpx2
        options = {"headers": {"Content-Type": "application/json"}}
        path = "/realtime/client_secrets"
        return client.post(path, content=ready, options=options, cast_to=httpx2.Response).content

    @app.post("/api/voice/token")
    def token():
        reply = json.loads(ask())
        return jsonify(token=reply["value"], expires_at=reply["expires_at"])

    @app.get("/readyz")
    def readyz():
        return jsonify(ready=True)

    return app

Gunicorn(make, Listen("127.0.0.1", int(sys.argv[1]), 1, 64)).run()
"""


class Run:
    """Latencies of one batch of mints."""

    def __init__(self, seconds: list[float], wall: float) -> None:
        self.p50 = statistics.median(seconds) * 1000
        self.p99 = statistics.quantiles(seconds, n=100)[98] * 1000
        self.rate = len(seconds) / wall


async def ask(url: str, count: int, visitors: int) -> Run:
    """Mint `count` sessions, `visitors` at a time."""
    seconds: list[float] = []
    todo = iter(range(count))
    connector = aiohttp.TCPConnector(limit=visitors)
    async with aiohttp.ClientSession(connector=connector, headers={"Origin": url}) as client:

        async def visitor() -> None:
            for _ in todo:
                begun = time.perf_counter()
                async with client.post(f"{url}/api/voice/token", json={}) as reply:
                    await reply.read()
                    assert reply.status == 200, await reply.text()
                seconds.append(time.perf_counter() - begun)

        begun = time.perf_counter()
        await asyncio.gather(*(visitor() for _ in range(visitors)))
        return Run(seconds, time.perf_counter() - begun)


def free_port() -> int:
    """A port that nobody listens on now."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def build(environment: dict[str, str]) -> None:
    """Make a release of the sample site."""
    from server.demo import static_site

    with static_site(ROOT / "data" / "sample") as url:
        command = [sys.executable, "-m", "server.cli", "build", "--url", url]
        subprocess.run(command, check=True, env=environment, capture_output=True)


def session_of(environment: dict[str, str]) -> dict[str, Any]:
    """The body that our mint sends."""
    from compiler.release import Shelf
    from compiler.session_body import client_secret_body, session_body

    shelf = Shelf(Path(environment["SITEBRIEF_DATA"]) / "releases")
    release = shelf.open(shelf.ids()[0])
    return client_secret_body(session_body(release, "discovery-call", "en"))


def start(
    stack: ExitStack, command: list[str], environment: dict[str, str]
) -> subprocess.Popen[str]:
    """Start a process that ends with the benchmark."""
    process = subprocess.Popen(
        [sys.executable, *command], env=environment, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    stack.callback(process.wait)
    stack.callback(process.terminate)
    return process


def main() -> None:
    """Measure and print one JSON object; exit code 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--visitors", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        environment = {
            **os.environ,
            "SITEBRIEF_DATA": str(folder / "data"),
            "OPENAI_API_KEY": "sk-bench",
            "VOICE_AGENT_RATE_LIMIT": "1000000",
        }
        build(environment)
        peer = start(stack, ["-m", "server.peer"], environment)
        assert peer.stdout
        environment["OPENAI_BASE_URL"] = peer.stdout.readline().strip()
        body = folder / "body.json"
        body.write_text(json.dumps(session_of(environment)))
        script = folder / "proxy.py"
        script.write_text(PROXY)
        ports = {"proxy": free_port(), "lean": free_port(), "ours": free_port()}
        for name in ("proxy", "lean"):
            command = [str(script), str(ports[name]), str(body), name]
            start(stack, command, {**environment, "PYTHONPATH": str(ROOT)})
        serve = ["-m", "server.cli", "serve", "--threads", "64", "--port", str(ports["ours"])]
        start(stack, serve, environment)
        runs: dict[str, list[Run]] = {name: [] for name in ports}
        for port in ports.values():
            _await(f"http://127.0.0.1:{port}")
            asyncio.run(ask(f"http://127.0.0.1:{port}", 100, 10))
        for _ in range(options.rounds):
            for name, port in ports.items():
                url = f"http://127.0.0.1:{port}"
                runs[name].append(asyncio.run(ask(url, options.count, options.visitors)))
    report(runs)


def report(runs: dict[str, list[Run]]) -> None:
    """Print medians over the rounds."""

    def middle(name: str, what: str) -> float:
        return statistics.median(getattr(run, what) for run in runs[name])

    worse = middle("ours", "p99") - middle("proxy", "p99")
    fewer = 1 - middle("ours", "rate") / middle("proxy", "rate")
    fewer_than_lean = 1 - middle("ours", "rate") / middle("lean", "rate")
    figures = {
        name: {what: round(middle(name, what), 1) for what in ("p50", "p99", "rate")}
        for name in runs
    }
    good = worse <= 25 and fewer <= 0.15
    print(
        json.dumps(
            {
                "bench": "mint",
                **figures,
                "p99_worse_ms": round(worse, 1),
                "fewer_requests": round(fewer, 3),
                "fewer_than_lean": round(fewer_than_lean, 3),
                "target": "p99_worse_ms <= 25 and fewer_requests <= 0.15",
                "ok": good,
            }
        )
    )
    sys.exit(0 if good else 1)


def _await(url: str) -> None:
    import urllib.request

    for _ in range(600):
        try:
            urllib.request.urlopen(f"{url}/readyz", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"{url} did not start")


if __name__ == "__main__":
    main()
