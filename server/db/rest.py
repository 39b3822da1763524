"""Leaving a dead database alone for a moment."""

from __future__ import annotations

import time


class Rest:
    """After a failure the database is not asked again so soon: it must not slow every visitor."""

    def __init__(self, seconds: float = 2.0) -> None:
        self._seconds = seconds
        self._until = 0.0

    @property
    def on(self) -> bool:
        """Whether to leave it alone now."""
        return time.monotonic() < self._until

    @property
    def failed_last(self) -> bool:
        """Whether the last use failed."""
        return self._until > 0

    def failed(self) -> None:
        """Begin a rest."""
        self._until = time.monotonic() + self._seconds

    def worked(self) -> None:
        """Forget the last failure."""
        self._until = 0.0
