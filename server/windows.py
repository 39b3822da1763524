"""Counting requests in memory: a storage of the limits library for its moving-window strategy.

The library's own starts a thread for every hit that finds none running, to sweep all its keys;
under load that was a fifth of a mint. This one sweeps in passing, once a minute.
"""

from __future__ import annotations

import threading
import time
from collections import deque

from limits.storage import MovingWindowSupport, Storage

SCHEME = "sitebrief-memory"
"""Name in a storage URI."""

_SWEEP_SECONDS = 60.0


class MemoryWindows(Storage, MovingWindowSupport):
    """Times of the requests of each key within its window. Safe to use from many threads."""

    STORAGE_SCHEME = [SCHEME]  # noqa: RUF012 - the library's own declaration

    def __init__(self, uri: str | None = None, *, wrap_exceptions: bool = False) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions)
        self._windows: dict[str, deque[float]] = {}
        self._ends: dict[str, float] = {}
        self._sweep_at = time.monotonic() + _SWEEP_SECONDS
        self._lock = threading.Lock()

    @property
    def base_exceptions(self) -> type[Exception]:
        """Nothing here fails."""
        return ValueError

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count `amount` more requests of `key` unless its window of `expiry` seconds is full."""
        now = time.monotonic()
        with self._lock:
            window = self._window(key, now - expiry)
            if len(window) + amount > limit:
                return False
            window.extend([now] * amount)
            self._ends[key] = now + expiry
            if now > self._sweep_at:
                self._sweep(now)
        return True

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """Return when the oldest request that counts came (unix seconds), and how many count."""
        del limit
        now = time.monotonic()
        with self._lock:
            window = self._window(key, now - expiry)
            age = now - window[0] if window else 0.0
            return time.time() - age, len(window)

    def clear(self, key: str) -> None:
        """Forget `key`."""
        with self._lock:
            self._windows.pop(key, None)
            self._ends.pop(key, None)

    def reset(self) -> int:
        """Forget everything; return how many keys there were."""
        with self._lock:
            count = len(self._windows)
            self._windows.clear()
            self._ends.clear()
        return count

    def check(self) -> bool:
        """Memory is always there."""
        return True

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Not for fixed windows."""
        raise NotImplementedError

    def get(self, key: str) -> int:
        """Return how many requests of `key` are known."""
        return len(self._windows.get(key, ()))

    def get_expiry(self, key: str) -> float:
        """Return when the last request of `key` stops counting (unix seconds)."""
        return time.time() + max(0.0, self._ends.get(key, 0.0) - time.monotonic())

    def _window(self, key: str, begins: float) -> deque[float]:
        window = self._windows.setdefault(key, deque())
        while window and window[0] <= begins:
            window.popleft()
        return window

    def _sweep(self, now: float) -> None:
        for key in [key for key, end in self._ends.items() if end <= now]:
            del self._ends[key]
            self._windows.pop(key, None)
        for key in [key for key, window in self._windows.items() if not window]:
            del self._windows[key]
        self._sweep_at = now + _SWEEP_SECONDS
