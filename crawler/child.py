"""The crawl process: `python -m crawler.child`. The only place where Scrapy and Twisted are loaded.

Reads one Job on standard input; writes progress as JSON lines on standard output, the crawl into
the page store. Exit codes: 0 done, 3 a CrawlError (its class and message are the last line).
"""

from __future__ import annotations

import json
import logging
import sys
import time
from typing import TextIO

from crawler.errors import CrawlError
from crawler.job import Job
from crawler.parent import end_with_input
from crawler.report import Progress

CRAWL_FAILED = 3


def main() -> int:
    """Run the job on standard input."""
    told, sys.stdout = sys.stdout, sys.stderr  # what libraries print is not the protocol
    job = Job.model_validate_json(sys.stdin.readline())
    end_with_input()  # its parent died: nobody waits for this crawl
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(name)s: %(message)s")
    from crawler.spider import run_crawl

    try:
        run_crawl(job, tell=_Teller(told))
    except CrawlError as exc:
        _line(told, json.dumps({"error": type(exc).__name__, "message": str(exc)}))
        return CRAWL_FAILED
    return 0


class _Teller:
    """Writes progress, at most ten times a second."""

    def __init__(self, told: TextIO) -> None:
        self._told = told
        self._last = 0.0

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - self._last >= 0.1:
            self._last = now
            _line(self._told, progress.model_dump_json())


def _line(told: TextIO, text: str) -> None:
    told.write(text + "\n")
    told.flush()


if __name__ == "__main__":
    sys.exit(main())
