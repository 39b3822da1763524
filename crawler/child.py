"""The crawl process: `python -m crawler.child`. The only place where Scrapy and Twisted are loaded.

Reads one Job on standard input; writes progress as JSON lines on standard output, the crawl into
the page store. Exit codes: 0 done, 3 a CrawlError (its class and message are the last line).
"""

from __future__ import annotations

import json
import logging
import os
import resource
import sys
import threading
import time

from crawler.errors import CrawlError
from crawler.job import Job
from crawler.report import Progress

CRAWL_FAILED = 3


def main() -> int:
    """Run the job on standard input."""
    job = Job.model_validate_json(sys.stdin.readline())
    limit_memory(job.rules.max_memory_mb)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(name)s: %(message)s")
    from crawler.spider import run_crawl

    try:
        run_crawl(job, tell=_Teller())
    except CrawlError as exc:
        print(json.dumps({"error": type(exc).__name__, "message": str(exc)}), flush=True)  # noqa: T201 - the protocol
        return CRAWL_FAILED
    return 0


def limit_memory(megabytes: int) -> None:
    """Cap this process's address space (RLIMIT_AS); an allocation beyond it is a MemoryError."""
    size = megabytes * 1024 * 1024
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (size if hard < 0 else min(size, hard), hard))


def _end_with_parent() -> None:
    """A parent that died closes our standard input: then nobody waits for this crawl."""
    while os.read(0, 4096):
        pass
    os._exit(1)


class _Teller:
    """Writes progress, at most ten times a second."""

    def __init__(self) -> None:
        self._last = 0.0

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - self._last >= 0.1:
            self._last = now
            print(progress.model_dump_json(), flush=True)  # noqa: T201 - the protocol


if __name__ == "__main__":
    sys.exit(main())
