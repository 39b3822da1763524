"""The crawl against a bare Scrapy spider and wget -r, on one generated site, side by side.

Prints pages/s of each, the share of the bare spider's speed, the time of a crawl of which nothing
changed, of one page, and peak memory. Run by `make bench`; needs wget only for its own row.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from crawler.crawl import crawl
from crawler.rules import CrawlRules
from crawler.site import SiteIdentity
from crawler.store import PageStore

BARE = """
import sys
from scrapy import Spider
from scrapy.crawler import CrawlerProcess
from scrapy.linkextractors import LinkExtractor

class Bare(Spider):
    name = "bare"
    start_urls = [sys.argv[1]]
    links = LinkExtractor()
    pages = 0

    def parse(self, response):
        Bare.pages += 1
        for link in self.links.extract_links(response):
            yield response.follow(link)

process = CrawlerProcess({"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False,
                          "REMOTE_CONTROL_ENABLED": False, "ROBOTSTXT_OBEY": True})
process.crawl(Bare)
process.start()
print(Bare.pages)
"""


def pages(count: int) -> dict[str, bytes]:
    """A site of `count` pages of about 20 kB: a menu, words, and links to ten others."""
    random = Random(7)
    words = [f"word{n}" for n in range(3_000)]
    menu = "".join(f'<li><a href="/section/{n}/">Section {n}</a></li>' for n in range(20))
    found = {}
    for n in range(count):
        links = [(n * 10 + k) % count for k in range(1, 11)]
        cards = "".join(
            f'<div class="card"><h3><a href="{_path(k)}">Page {k}</a></h3>'
            f"<p>{' '.join(random.choices(words, k=60))}</p></div>"
            for k in links
        )
        prose = "".join(f"<p>{' '.join(random.choices(words, k=120))}</p>" for _ in range(12))
        found[_path(n)] = (
            f'<!doctype html><html lang="en"><head><title>Page {n}</title>'
            f'<link rel="stylesheet" href="/style.css"><link rel="canonical" href="{_path(n)}">'
            f"</head><body><nav><ul>{menu}</ul></nav><main><h1>Page {n}</h1>{prose}{cards}</main>"
            "<footer>Acme, 1 Example Road</footer></body></html>"
        ).encode()
    return found


def _path(n: int) -> str:
    return "/" if n == 0 else f"/section/{n}/" if n <= 20 else f"/page-{n}.html"


def serve(site: dict[str, bytes], port: multiprocessing.Queue[int]) -> None:
    """Serve `site` from memory, as fast as one process can."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                path = head.split(b" ", 2)[1].decode()
                kind = b"text/css" if path.endswith(".css") else b"text/html; charset=utf-8"
                body = b"p{margin:0}" if path.endswith(".css") else site.get(path)
                status = b"200 OK" if body is not None else b"404 Not Found"
                writer.write(
                    b"HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                    % (status, kind, len(body or b""))
                )
                writer.write(body or b"")
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def main() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=128)
        port.put(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(main())


class Timed:
    """Wall and CPU seconds of child processes, the best of all rounds."""

    def __init__(self) -> None:
        self.walls: list[float] = []
        self.cpus: list[float] = []

    def time(self, work: Callable[[], int]) -> int:
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        found = work()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.walls.append(time.monotonic() - began)
        self.cpus.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        return found

    @property
    def wall(self) -> float:
        return min(self.walls)

    @property
    def cpu(self) -> float:
        return min(self.cpus)


def crawled(url: str, store: PageStore, only: str | None = None) -> int:
    """Crawl, with all that is around it; the live pages after it."""
    rules = CrawlRules(allow_private_hosts=(url.split("/")[2],), max_pages=10_000)
    site = SiteIdentity(start_urls=(url,))
    return crawl(site, rules, store=store, now=datetime.now(UTC), only=only).pages


def bare_spider(url: str) -> int:
    """A bare Scrapy spider, which extracts and follows links and keeps nothing; its pages."""
    command = [sys.executable, "-c", BARE, url]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def wget_copy(url: str) -> int:
    """wget -r into a folder that is gone afterwards; its exit code."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["wget", "-q", "-r", "-l", "inf", "-e", "robots=off", "-P", folder, url]
        return subprocess.run(command, check=False).returncode


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=3, help="the best of so many counts")
    arguments = parser.parse_args()
    port: multiprocessing.Queue[int] = multiprocessing.Queue()
    site = pages(arguments.pages)
    server = multiprocessing.Process(target=serve, args=(site, port), daemon=True)
    server.start()
    url = f"http://127.0.0.1:{port.get()}/"
    print(json.dumps(measure(url, arguments.pages, arguments.rounds), indent=2))
    server.terminate()


def measure(url: str, count: int, rounds: int) -> dict[str, float | None]:
    """Every figure; rounds take turns, so that a busy machine slows all alike."""
    bare, cold, again, one = Timed(), Timed(), Timed(), Timed()
    for _ in range(rounds):
        found = bare.time(lambda: bare_spider(url))
        assert found >= count, f"the bare spider found {found} pages"
        with tempfile.TemporaryDirectory() as folder, PageStore(Path(folder) / "p.db") as store:
            live = cold.time(lambda store=store: crawled(url, store))
            assert live == count, f"the crawl has {live} pages"
            again.time(lambda store=store: crawled(url, store))
            one.time(lambda store=store: crawled(url, store, only=f"{url}page-100.html"))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    wget = Timed()
    if shutil.which("wget"):
        wget.time(lambda: wget_copy(url))
    return {
        "pages": count,
        "crawl_pages_per_second": round(count / cold.wall, 1),
        "bare_scrapy_pages_per_second": round(count / bare.wall, 1),
        "wget_pages_per_second": round(count / wget.wall, 1) if wget.walls else None,
        "share_of_bare_scrapy": round(bare.wall / cold.wall, 2),
        "share_of_bare_scrapy_by_cpu": round(bare.cpu / cold.cpu, 2),
        "cold_cpu_seconds": round(cold.cpu, 2),
        "nothing_changed_seconds": round(again.wall, 2),
        "nothing_changed_cpu_seconds": round(again.cpu, 2),
        "one_page_seconds": round(one.wall, 2),
        "peak_memory_mb": round(peak),
    }


if __name__ == "__main__":
    main()
