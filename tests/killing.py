"""Killing a process to see whether what it started goes too."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress


@contextmanager
def started(
    command: Sequence[str], environment: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[str]]:
    """A process whose output, all of it, goes to one pipe; what is left at the end is killed."""
    with subprocess.Popen(
        command,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def kill_and_await_all(process: subprocess.Popen[str], seconds: float) -> str:
    """Kill `process` alone, and wait until no process is left that can still write to its pipe.

    Returns what they wrote; raises TimeoutExpired when some live on.
    """
    process.kill()
    output, _ = process.communicate(timeout=seconds)
    return output
