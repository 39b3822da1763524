"""The build lock: one build at a time in one data folder, whichever command starts it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from server.errors import BuildBusyError


@contextmanager
def build_lock(store: Path, *, wait_seconds: float = 0) -> Iterator[None]:
    """Hold the lock in `store`; it is freed when the process dies. Raises BuildBusyError."""
    lock = FileLock(store / "build.lock", timeout=wait_seconds)
    try:
        lock.acquire()
    except Timeout:
        raise BuildBusyError(
            f"another build is running in {store}; wait until it has ended"
        ) from None
    try:
        yield
    finally:
        lock.release()
