"""Child processes that belong together: when one ends, or we are asked to stop, all of them end.

They end with us, too, when we are killed.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FrameType

from server.errors import ServerError
from server.tied import STOP_SECONDS

_POLL_SECONDS = 0.2

Child = subprocess.Popen[str]


def start(
    arguments: Sequence[str],
    environment: Mapping[str, str] | None = None,
    *,
    stdout: int | None = None,
) -> Child:
    """Start `python -m …` with our environment and `environment` on top; it ends when we do."""
    return subprocess.Popen(  # noqa: S603 - our own interpreter and modules
        [sys.executable, "-m", "server.tied", *arguments],
        env={**os.environ, **(environment or {})},
        stdin=subprocess.PIPE,  # never written to; see server.tied
        stdout=stdout,
        text=True,
    )


@contextmanager
def stopping(children: list[Child]) -> Iterator[None]:
    """Stop `children` at the end, also when this process is told to terminate."""
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    except KeyboardInterrupt:
        return
    finally:
        for child in children:
            child.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for child in children:
            _reap(child, deadline)
        signal.signal(signal.SIGTERM, before)


def wait_for_any(children: Sequence[Child]) -> None:
    """Wait until one of `children` ends by itself; raises ServerError, since none should."""
    while True:
        for child in children:
            if child.poll() is not None:
                name = " ".join(child.args[3:5]) if isinstance(child.args, list) else "a process"
                raise ServerError(
                    f"{name} ended with exit code {child.returncode}; see its log above"
                )
        time.sleep(_POLL_SECONDS)


def _reap(child: Child, deadline: float) -> None:
    try:
        child.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    for pipe in filter(None, (child.stdin, child.stdout)):
        pipe.close()


def _interrupt(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt
