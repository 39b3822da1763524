"""Seconds of a cold build, of one where nothing changed, and of one page, on a generated site.

    python tests/bench/bench_rebuild.py [--pages 500] [--small 100] [--embedder auto] [--profile]

Each build is `rebuild()` in a process of its own, timed without the process's start; the site is
served with ETags. Targets: with nothing changed at most 10 % of the cold build, 0 extractions,
0 embeddings, 0 new releases; one changed page of the small site in under 10 s. --profile prints
what the unchanged build spends its time on.
"""

from __future__ import annotations

import argparse
import cProfile
import hashlib
import multiprocessing
import pstats
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random

from crawler.site import SiteIdentity
from index.rules import LookupRules
from server.gathering import Tick
from server.rebuild import Orders, rebuild
from server.settings import Settings
from server.site_file import SiteFile, for_url
from server.wiring import open_services

ON_SITE = "http://localhost/"
SHARE, PAGE_SECONDS = 0.10, 10.0


@dataclass(frozen=True)
class Job:
    """One build, as its process is told to do it."""

    url: str
    data: Path
    embedder: str
    only: str | None = None
    profile: bool = False


@dataclass(frozen=True)
class Cost:
    """What one build took."""

    seconds: float
    stages: dict[str, float]
    """Seconds up to the end of the crawl, of reading, of embedding."""
    extracted: int
    embedded: int
    release: str


def main() -> int:
    """Build cold, again, and one page; exit code 1 when a target is missed."""
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("--pages", type=int, default=500)
    args.add_argument("--small", type=int, default=100)
    args.add_argument("--embedder", default="auto", choices=("auto", "none"))
    args.add_argument("--profile", action="store_true")
    given = args.parse_args()
    unchanged = again(given.pages, given.embedder, profile=given.profile)
    page = one_page(given.small, given.embedder)
    return 0 if unchanged and page else 1


def again(count: int, embedder: str, *, profile: bool) -> bool:
    """Print a cold build and a second one; whether the second meets its targets."""
    with served(site(count)) as url, tempfile.TemporaryDirectory() as data:
        job = Job(url, Path(data), embedder)
        cold = told(f"{count} pages, cold", built(job))
        same = told("nothing changed", built(Job(url, Path(data), embedder, profile=profile)))
    share = same.seconds / cold.seconds
    print(f"nothing changed takes {share:.1%} of the cold build (target {SHARE:.0%})")
    quiet = (same.extracted, same.embedded, same.release) == (0, 0, cold.release)
    return share <= SHARE and quiet


def one_page(count: int, embedder: str) -> bool:
    """Print a build of one changed page; whether it meets its target."""
    pages = site(count)
    changed = f"/page-{count // 2}.html"
    with served(pages) as url, tempfile.TemporaryDirectory() as data:
        cold = told(f"{count} pages, cold", built(Job(url, Path(data), embedder)))
        pages[changed] = pages[changed].replace(b"<h1>", b"<p>New since this morning.</p><h1>")
        only = url.rstrip("/") + changed
        page = told("one page changed", built(Job(url, Path(data), embedder, only=only)))
    return page.seconds < PAGE_SECONDS and page.extracted == 1 and page.release != cold.release


def told(what: str, cost: Cost) -> Cost:
    """Print `cost` in a line."""
    stages = "  ".join(f"{name} {seconds:.1f}" for name, seconds in cost.stages.items())
    print(
        f"{what:18} {cost.seconds:6.2f} s  extracted {cost.extracted}  embedded {cost.embedded}  "
        f"{cost.release}  ({stages})",
        flush=True,
    )
    return cost


def built(job: Job) -> Cost:
    """Run `job` in a new process."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(build, job).result()


def build(job: Job) -> Cost:
    """Do `job`: one rebuild, timed."""
    empty = SiteFile(
        site=SiteIdentity(start_urls=(ON_SITE,)),
        lookup=LookupRules.model_validate({"embedder": job.embedder}),
    )
    place, _ = for_url(empty, job.url)
    services = open_services(Settings(SITEBRIEF_DATA=job.data), place)
    ends: dict[str, float] = {}
    totals: dict[str, int] = defaultdict(int)

    def tick(at: Tick) -> None:
        ends[at.stage] = time.perf_counter() - started
        totals[at.stage] = at.total

    profiler = cProfile.Profile()
    if job.profile:
        profiler.enable()
    started = time.perf_counter()
    orders = Orders("bench", only=job.only, named=True)
    found = rebuild(place, services, orders, now=datetime.now(UTC), on_tick=tick)
    seconds = time.perf_counter() - started
    if job.profile:
        profiler.disable()
        pstats.Stats(profiler).sort_stats("cumtime").print_stats(45)
    services.close()
    return Cost(seconds, ends, found.extracted, totals["embed"], found.release.id)


def site(count: int) -> dict[str, bytes]:
    """Path → HTML of `count` pages: a menu, prose, two priced offers, two questions answered."""
    random = Random(7)
    words = [a + b + c for a in "bdklmr" for b in ("an", "ol", "is", "eru") for c in ("ta", "mo")]
    paths = ["/", *(f"/page-{n}.html" for n in range(1, count))]
    menu = "".join(f'<li><a href="{path}">Page {n}</a></li>' for n, path in enumerate(paths[:20]))

    def said(length: int) -> str:
        return " ".join(random.choices(words, k=length)).capitalize() + "."

    def page(n: int) -> str:
        near = "".join(f'<a href="{paths[(n * 10 + k) % count]}">{said(2)}</a> ' for k in range(10))
        prose = "".join(f"<h2>{said(3)}</h2><p>{said(30)} {said(30)}</p>" for _ in range(3))
        offers = "".join(
            f'<div class="card"><h3>{said(2)[:-1]} {n}</h3><p>{said(12)}</p>'
            f'<p class="price">${100 + n + k}</p></div>'
            for k in range(2)
        )
        asked = "".join(
            f"<details><summary>{said(6)[:-1]}?</summary><p>{said(20)}</p></details>"
            for _ in range(2)
        )
        return (
            f'<!doctype html><html lang="en"><head><title>Page {n}</title></head><body>'
            f"<nav><ul>{menu}</ul></nav><main><h1>{said(2)} {n}</h1>{prose}{offers}{asked}"
            f"<p>{near}</p></main><footer>Acme, 1 Example Road</footer></body></html>"
        )

    return {path: page(n).encode() for n, path in enumerate(paths)}


@contextmanager
def served(pages: dict[str, bytes]) -> Iterator[str]:
    """The URL at which `pages` are served, with ETags."""

    class Static(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = pages.get(self.path, b"")
            etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            same = bool(body) and self.headers.get("If-None-Match") == etag
            self.send_response(304 if same else 200 if body else 404)
            self.send_header("ETag", etag)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", "0" if same else str(len(body)))
            self.end_headers()
            self.wfile.write(b"" if same else body)

        def log_message(self, *_: object) -> None:
            """Say nothing of a request."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Static)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


if __name__ == "__main__":
    sys.exit(main())
