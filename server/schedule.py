"""When the nightly rebuild is due; each due time runs once, however many workers there are."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import Engine, insert, select, update
from sqlalchemy.exc import IntegrityError

from server.db.engine import reading, stamp, writing
from server.db.tables import jobs
from server.site_rules import ScheduleRules

NIGHTLY = "nightly"


def last_due(rules: ScheduleRules, now: datetime) -> datetime | None:
    """Return the latest time at or before `now` when the rebuild was due; None when it never is.

    One time a calendar day of the place: where the clock is set back, the first of the two; where
    it skips the hour, the moment an hour later. (APScheduler 3's CronTrigger never gets past the
    second of the two: it gives the same time again and again.)
    """
    if not rules.nightly:
        return None
    at = time.fromisoformat(rules.nightly)
    today = now.astimezone(rules.zone).date()
    due = datetime.combine(today, at, rules.zone)
    return due if due <= now else datetime.combine(today - timedelta(days=1), at, rules.zone)


def claim(engine: Engine, job: str, due: datetime) -> bool:
    """Take the run of `job` that was due at `due`; False when it, or a later one, was taken before.

    However many runs were missed, there is one to take: the latest.
    """
    moment = stamp(due)
    with reading(engine) as connection:
        known = connection.execute(select(jobs.c.last_due).where(jobs.c.name == job)).scalar()
    if known is None or known >= moment:
        return False
    with writing(engine) as connection:
        taken = connection.execute(
            update(jobs).where(jobs.c.name == job, jobs.c.last_due < moment).values(last_due=moment)
        )
        return taken.rowcount == 1


def first_time(engine: Engine, job: str, due: datetime) -> bool:
    """Note that `job` exists, its run of `due` taken; True when it was not known before."""
    with reading(engine) as connection:
        if connection.execute(select(jobs.c.name).where(jobs.c.name == job)).scalar():
            return False
    try:
        with writing(engine) as connection:
            connection.execute(insert(jobs).values(name=job, last_due=stamp(due)))
    except IntegrityError:  # another worker was first
        return False
    return True
