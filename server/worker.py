"""The worker process: the nightly rebuild, caught up once when it was missed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from apscheduler.schedulers.blocking import BlockingScheduler

from compiler.errors import CompileError
from crawler.errors import CrawlError
from index.errors import IndexingError
from server.errors import ServerError
from server.labels import read_labels
from server.lock import build_lock
from server.rebuild import Orders, rebuild
from server.schedule import NIGHTLY, claim, first_time, last_due
from server.site_file import SiteFile
from server.wiring import Services

_WAIT_FOR_BUILD = 3600.0
_LOOK_SECONDS = 30

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Nightly:
    """The nightly rebuild of one site."""

    site: SiteFile
    services: Services
    clock: Callable[[], datetime]

    def catch_up(self) -> bool:
        """At start, build when a run was missed or nothing was ever built; True when it did."""
        due = last_due(self.site.schedule, self.clock())
        if due is None:
            return False
        if first_time(self.services.engine, NIGHTLY, due):
            return read_labels(self.services.engine).production is None and self._build()
        return self.run()

    def run(self) -> bool:
        """Build if the latest due run is still to be taken; True when it did."""
        due = last_due(self.site.schedule, self.clock())
        return due is not None and claim(self.services.engine, NIGHTLY, due) and self._build()

    def _build(self) -> bool:
        """Rebuild; a failure is logged and the last good release goes on serving."""
        orders = Orders("system:nightly")
        try:
            with build_lock(self.services.store, wait_seconds=_WAIT_FOR_BUILD):
                built = rebuild(self.site, self.services, orders, now=self.clock())
        except (ServerError, CrawlError, IndexingError, CompileError) as exc:
            log.error("nightly rebuild failed: %s", exc)  # noqa: TRY400
            return True
        log.info("nightly rebuild: %s %s", built.release.id, built.outcome.state)
        for reason in built.outcome.reasons:
            log.warning("%s is held: %s", built.release.id, reason)
        return True


def work(site: SiteFile, services: Services) -> None:
    """Run until stopped."""
    nightly = Nightly(site, services, lambda: datetime.now(UTC))
    nightly.catch_up()
    scheduler = BlockingScheduler(timezone=UTC)
    scheduler.add_job(
        nightly.run, "interval", seconds=_LOOK_SECONDS, misfire_grace_time=None, coalesce=True
    )
    scheduler.start()
