"""The searchers that this process has open: one a release, shared by threads, closed when idle.

Opening copies the index and loads it, which takes up to seconds on a large site: it happens outside
the lock, so that other releases answer meanwhile, and in the background when a release goes live.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from compiler.errors import CompileError
from compiler.release import Release
from index.errors import IndexingError
from index.search import Searcher

log = logging.getLogger(__name__)


@dataclass
class _Opened:
    searcher: Searcher
    readers: int = 0
    used_at: float = field(default_factory=time.monotonic)


class OpenSearchers:
    """Searchers by release id."""

    def __init__(self, open_searcher: Callable[[Release], Searcher]) -> None:
        self._open_searcher = open_searcher
        self._lock = threading.Lock()
        self._opening: dict[str, threading.Lock] = {}
        self._opened: dict[str, _Opened] = {}
        self._closed = False

    @contextmanager
    def use(self, release: Release) -> Iterator[Searcher]:
        """Yield the searcher of `release`; it is not closed while somebody uses it."""
        opened = self._taken(release.id) or self._newly_opened(release)
        try:
            yield opened.searcher
        finally:
            with self._lock:
                opened.readers -= 1
                opened.used_at = time.monotonic()
                if self._closed and not opened.readers:
                    opened.searcher.close()

    def open_soon(self, release: Release) -> None:
        """Open `release` in the background, so that its first visitor does not wait."""
        threading.Thread(target=self._warm, args=(release,), name="searcher", daemon=True).start()

    def close_idle(self, *, kept: str | None, idle_seconds: float) -> tuple[str, ...]:
        """Close searchers that nobody used that long, but for `kept`; return their release ids."""
        before = time.monotonic() - idle_seconds
        with self._lock:
            idle = [
                id_
                for id_, opened in self._opened.items()
                if id_ != kept and not opened.readers and opened.used_at <= before
            ]
            gone = [self._opened.pop(id_) for id_ in idle]
        for opened in gone:
            opened.searcher.close()
        return tuple(idle)

    def close(self) -> None:
        """Close everything; what is in use or being opened follows when it is given back."""
        with self._lock:
            self._closed = True
            unused = [opened for opened in self._opened.values() if not opened.readers]
            self._opened.clear()
        for opened in unused:
            opened.searcher.close()

    def _taken(self, release_id: str) -> _Opened | None:
        with self._lock:
            opened = self._opened.get(release_id)
            if opened is not None:
                opened.readers += 1
            return opened

    def _newly_opened(self, release: Release) -> _Opened:
        with self._lock:
            alone = self._opening.setdefault(release.id, threading.Lock())
        with alone:
            if opened := self._taken(release.id):  # somebody else was faster
                return opened
            opened = _Opened(self._open_searcher(release), readers=1)
            with self._lock:
                if not self._closed:
                    self._opened[release.id] = opened
                self._opening.pop(release.id, None)
            return opened

    def _warm(self, release: Release) -> None:
        try:
            with self.use(release):
                return
        except (IndexingError, CompileError, OSError) as exc:
            log.warning("release %s not opened ahead: %s", release.id, exc)
