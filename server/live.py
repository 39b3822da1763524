"""What this process serves: production and the releases that running sessions are pinned to.

Production is read from its label, ten times a second at most; the release itself is loaded once.
When the database or the new release cannot be read, the last good release goes on serving.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from compiler.errors import CompileError
from compiler.release import Release, Shelf
from index.errors import IndexingError
from index.search import Searcher
from server.db.rest import Rest
from server.errors import DatabaseError, LabelError
from server.labels import Label, pointed, read_labels
from server.searchers import OpenSearchers

_FRESH_SECONDS = 0.1
"""How long one reading of the labels serves; one for every mint would be a tenth of its work."""
_IDLE_SECONDS = 3600.0
"""A searcher that nobody asked for this long is closed; a session lives minutes, and a late lookup
reopens it."""

log = logging.getLogger(__name__)


class LiveReleases:
    """The releases that this process has loaded. Safe to use from many threads."""

    def __init__(
        self, engine: Engine, shelf: Shelf, open_searcher: Callable[[Release], Searcher]
    ) -> None:
        self._engine = engine
        self._shelf = shelf
        self._searchers = OpenSearchers(open_searcher)
        self._lock = threading.RLock()
        self._releases: dict[str, Release] = {}
        self._production: Release | None = None
        self._rest = Rest()
        self._fresh_until = 0.0

    @property
    def database_answers(self) -> bool:
        """Whether the last read of the labels worked."""
        return not self._rest.failed_last

    def production(self) -> Release:
        """Return the release that production points at, or the last good one.

        Raises DatabaseError or LabelError when no release was ever loaded.
        """
        last = self._production
        if last is not None and time.monotonic() < self._fresh_until:
            return last
        try:
            wanted = self._production_id()
        except DatabaseError:
            if last is None:
                raise
            return last
        if last is not None and last.id == wanted:
            return last
        return self._promote(wanted, last)

    def warm(self) -> None:
        """Load production and its index, if any, so that the first visitor does not wait."""
        try:
            with self.searcher(self.production().id):
                return
        except (DatabaseError, LabelError, CompileError, IndexingError) as exc:
            log.warning("nothing to serve yet: %s", exc)

    def release(self, release_id: str) -> Release:
        """Return the release `release_id`; raises CompileError when it is not on the shelf."""
        with self._lock:
            if release_id not in self._releases:
                self._releases[release_id] = self._shelf.open(release_id)
            return self._releases[release_id]

    @contextmanager
    def searcher(self, release_id: str) -> Iterator[Searcher]:
        """Yield the searcher of `release_id`; it is not closed while somebody uses it."""
        with self._searchers.use(self.release(release_id)) as searcher:
            yield searcher

    def close_idle(self, *, idle_seconds: float = _IDLE_SECONDS) -> None:
        """Close the searchers of releases that are no longer production and that nobody uses."""
        kept = self._production.id if self._production else None
        gone = self._searchers.close_idle(kept=kept, idle_seconds=idle_seconds)
        with self._lock:
            for release_id in gone:
                self._releases.pop(release_id, None)

    def close(self) -> None:
        """Close everything."""
        self._searchers.close()

    def _production_id(self) -> str:
        if self._rest.on:
            raise DatabaseError("the database does not answer")
        try:
            pointers = read_labels(self._engine)
        except SQLAlchemyError as exc:
            log.warning("labels not read, the last good release serves: %s", type(exc).__name__)
            self._rest.failed()
            raise DatabaseError("the database does not answer") from None
        self._rest.worked()
        self._fresh_until = time.monotonic() + _FRESH_SECONDS
        return pointed(pointers, Label.PRODUCTION)

    def _promote(self, wanted: str, last: Release | None) -> Release:
        try:
            fresh = self.release(wanted)
        except CompileError as exc:
            if last is None:
                raise LabelError(
                    f"production points at {wanted}, which cannot be read: {exc}"
                ) from exc
            log.error("release %s cannot be read, %s goes on serving", wanted, last.id)  # noqa: TRY400
            return last
        log.info("production is now %s", fresh.id)
        self._production = fresh
        self._searchers.open_soon(fresh)
        self.close_idle()
        return fresh
