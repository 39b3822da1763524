"""Processes whose parent is killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.killing import kill_and_await_all, started

TIED = "import signal, sys, time\nfrom crawler.parent import end_with_input\n{}\n"
READS = """
from datetime import UTC, datetime
from crawler.extract import read_pages
from crawler.pages import Page
from crawler.site import SiteIdentity

if __name__ == "__main__":
    html = "<html><body><h1>Reed</h1>" + "<p>We mend chairs.</p>" * 200
    urls = [f"https://example.com/{number}" for number in range(4000)]
    pages = [Page(url=url, html=html, fetched_at=datetime(2026, 1, 1, tzinfo=UTC)) for url in urls]
    site = SiteIdentity(start_urls=("https://example.com/",))
    read_pages(pages, site, workers=2, on_page=lambda page: print(page.url, flush=True))
"""


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("end_with_input()", 1),
        ("end_with_input(grace=30)", -signal.SIGTERM),
        ("signal.signal(15, signal.SIG_IGN); end_with_input(grace=0.2)", 1),
        ("signal.signal(15, lambda *_: sys.exit(7)); end_with_input(grace=30)", 7),
    ],
    ids=["at once", "by SIGTERM", "deaf to SIGTERM", "in its own way"],
)
def test_a_process_ends_with_its_input(program: str, code: int) -> None:
    waits = "print('up', flush=True); time.sleep(120)"
    with subprocess.Popen(
        [sys.executable, "-c", TIED.format(f"{program}; {waits}")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline() == "up\n"
        process.stdin.write("not read\n")
        process.stdin.flush()
        time.sleep(0.3)
        assert process.poll() is None
        process.stdin.close()
        assert process.wait(20) == code


def test_the_processes_that_read_pages_end_with_the_one_that_started_them(tmp_path: Path) -> None:
    program = tmp_path / "reads.py"
    program.write_text(READS)
    with started([sys.executable, str(program)]) as process:
        assert process.stdout
        assert process.stdout.readline().startswith("https://example.com/")
        assert "example.com/3999" not in kill_and_await_all(process, 30)
