"""When the nightly rebuild is due; each due time runs once, however many workers there are."""

from __future__ import annotations

from datetime import datetime, timedelta

from apscheduler.triggers.cron import CronTrigger
from sqlalchemy import Engine, insert, select, update
from sqlalchemy.exc import IntegrityError

from server.db.engine import reading, stamp, writing
from server.db.tables import jobs
from server.site_file import ScheduleRules

NIGHTLY = "nightly"


def trigger(rules: ScheduleRules) -> CronTrigger | None:
    """Return the trigger of the nightly rebuild; None when [schedule] nightly is empty."""
    if not rules.nightly:
        return None
    hour, minute = rules.nightly.split(":")
    return CronTrigger(hour=int(hour), minute=int(minute), timezone=rules.zone)


def last_due(cron: CronTrigger, now: datetime) -> datetime:
    """Return the latest time at or before `now` when it was due."""
    due = fire = cron.get_next_fire_time(None, now - timedelta(days=3))
    while fire is not None and fire <= now:
        due = fire
        fire = cron.get_next_fire_time(fire, fire + timedelta(microseconds=1))
    found: datetime = due
    return found


def claim(engine: Engine, job: str, due: datetime) -> bool:
    """Take the run of `job` that was due at `due`; False when it, or a later one, was taken before.

    However many runs were missed, there is one to take: the latest.
    """
    moment = stamp(due)
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
