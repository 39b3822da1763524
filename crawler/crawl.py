"""`crawl()`: fetch a site into a page store. Runs Scrapy in a process of its own, which this one
never loads.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from datetime import datetime
from typing import IO

from filelock import FileLock, Timeout

from crawler import errors
from crawler.browser import check_browser
from crawler.errors import CrawlBusyError, CrawlError, CrawlProcessError
from crawler.job import Job
from crawler.report import CrawlReport, Progress
from crawler.rules import CrawlRules
from crawler.site import SiteIdentity
from crawler.store import PageStore

_GRACE = 60.0
"""Seconds beyond max_seconds that the process has to settle the crawl before it is killed."""

_PASSED_ON = (
    *("PATH", "HOME", "USER", "LANG", "LC_", "TZ", "TMPDIR", "XDG_", "LD_"),
    *("PYTHON", "VIRTUAL_ENV", "COVERAGE_", "SSL_CERT_", "PLAYWRIGHT_", "SYSTEMROOT"),
)
"""Beginnings of the environment variables that the crawl process gets."""


def crawl(  # noqa: PLR0913 - the agreed entry point
    site: SiteIdentity,
    rules: CrawlRules,
    *,
    store: PageStore,
    now: datetime,
    full: bool = False,
    only: str | None = None,
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> CrawlReport:
    """Fetch `site` into `store` and say what happened.

    `full` trusts no validator and no interrupted crawl; `only` recrawls that one page and leaves
    all others. When this returns, `store.pages()` are the new live pages; when it raises, they are
    what they were. Raises CrawlError.
    """
    if rules.render == "browser":
        check_browser()
    lock = FileLock(f"{store.path}.lock", timeout=0)
    try:
        with lock:
            job = _open(site, rules, store, now=now, full=full, only=only)
            _run(job, on_progress)
    except Timeout as exc:
        raise CrawlBusyError(
            f"another crawl is writing to {store.path}; wait for it to end"
        ) from exc
    report = store.report(job.crawl)
    if report is None:
        raise CrawlProcessError(f"crawl {job.crawl} ended without a report; run it again")
    return report


def _open(
    site: SiteIdentity,
    rules: CrawlRules,
    store: PageStore,
    *,
    now: datetime,
    full: bool,
    only: str | None,
) -> Job:
    """The crawl to run, begun in the store or found there unfinished."""
    number, resumed = store.open_crawl(
        _fingerprint(site, rules, only),
        kind="page" if only else "site",
        now=now,
        resume=not full,
    )
    return Job(
        crawl=number,
        resumed=resumed,
        store=store.path,
        site=site,
        rules=rules,
        now=now,
        full=full,
        rules_changed=store.followed() not in (None, _fingerprint(site, rules, None)),
        only=only,
    )


def _fingerprint(site: SiteIdentity, rules: CrawlRules, only: str | None) -> str:
    asked = json.dumps(
        [site.model_dump(mode="json"), rules.model_dump(mode="json"), only], sort_keys=True
    )
    return hashlib.sha256(asked.encode()).hexdigest()


def _run(job: Job, on_progress: Callable[[Progress], None]) -> None:
    command = [sys.executable, "-P", "-m", "crawler.child"]
    with (
        tempfile.TemporaryFile("w+") as log,
        subprocess.Popen(  # noqa: S603 - our own module
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=_environment(),
            start_new_session=True,
        ) as child,
    ):
        clock = threading.Timer(job.rules.max_seconds + _GRACE, _kill, [child])
        clock.start()
        try:
            failure = _listen(child, job, on_progress)
            code = child.wait()
        finally:
            clock.cancel()
            _kill(child)
        if failure is not None:
            raise failure
        if code != 0:
            raise CrawlProcessError(_death(code, log, job))


def _environment() -> dict[str, str]:
    """What of our environment the process gets: it parses hostile pages and needs no secret."""
    return {name: value for name, value in os.environ.items() if name.startswith(_PASSED_ON)}


def _kill(child: subprocess.Popen[str]) -> None:
    """End the process and what it started (Chromium)."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)


def _listen(
    child: subprocess.Popen[str], job: Job, on_progress: Callable[[Progress], None]
) -> CrawlError | None:
    """Hand on progress until the process closes its output; returns the error that it reports, if
    any.
    """
    assert child.stdin is not None  # noqa: S101 - both are pipes
    assert child.stdout is not None  # noqa: S101
    with contextlib.suppress(BrokenPipeError):  # it is dead already; its exit code tells
        child.stdin.write(job.model_dump_json() + "\n")
        child.stdin.flush()  # and left open: closing it tells the child that nobody waits
    failure = None
    for line in child.stdout:
        try:
            message = json.loads(line)
        except ValueError:  # half a line of a process that was killed
            continue
        if "error" in message:
            failure = getattr(errors, message["error"], CrawlError)(message["message"])
        else:
            on_progress(Progress.model_validate(message))
    return failure


def _death(code: int, log: IO[str], job: Job) -> str:
    log.seek(0)
    lines = [line.strip() for line in log.read().splitlines() if line.strip()]
    last = lines[-1][:300] if lines else f"exit code {code}"
    if "MemoryError" in last:
        limit = job.rules.max_memory_mb
        return f"the crawl ran out of memory (max_memory_mb = {limit}); raise it in site.toml"
    return (
        f"the crawl process ended early: {last}; what it fetched is kept, run it again to continue"
    )
