"""What was asked and what was not found: one row a lookup, and the gaps for the content team.

A row never holds who asked. The words themselves are kept only where that is allowed; without them
a gap still shows through what was wanted (asks) and the site's nearest topics. Writing never delays
an answer.
"""

from __future__ import annotations

import hashlib
import logging
import queue
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, func, insert, select
from sqlalchemy.exc import SQLAlchemyError

from index.search import Answer
from index.words import words_of
from server.db.engine import reading, stamp, writing
from server.db.tables import lookups

log = logging.getLogger(__name__)

_WAITING = 1000
"""Rows that may wait for the database before the newest are dropped."""


@dataclass(frozen=True)
class Asked:
    """Where a lookup came from."""

    release_id: str
    session_id: str | None
    """None for the knowledge API."""
    question: str
    keep_words: bool = False
    """Whether the visitor allowed that the words are kept."""


@dataclass(frozen=True)
class Gap:
    """Something that visitors ask and the site does not tell."""

    question: str | None
    asks: tuple[str, ...]
    topics: tuple[str, ...]
    times: int
    last: str


@dataclass(frozen=True)
class Demand:
    """What visitors had to look up."""

    conversations: int
    """Those that looked anything up with success."""
    by_key: Mapping[str, int]
    """Record key to the conversations that it answered."""


class LookupLog:
    """Writes lookups in the background; safe to use from many threads."""

    def __init__(self, engine: Engine, key: str) -> None:
        """`key` is a secret of this installation: without it the hashes cannot be guessed back."""
        self._engine = engine
        self._key = hashlib.sha256(key.encode()).digest()
        self._rows: queue.Queue[Mapping[str, Any]] = queue.Queue(_WAITING)
        self._starting = threading.Lock()
        self._writer: threading.Thread | None = None

    def note(self, asked: Asked, answer: Answer, *, at: datetime) -> None:
        """Keep one lookup; a full queue drops it and says so."""
        row = {
            "at": stamp(at),
            "release_id": asked.release_id,
            "session_id": asked.session_id,
            "question": asked.question[:1000] if asked.keep_words else None,
            "question_hash": self.hashed(asked.question),
            "language": answer.language[:16],
            "asks": " ".join(answer.asks)[:200],
            "kinds": " ".join(hit.kind for hit in answer.hits)[:200],
            "record_key": _best_key(answer),
            "topics": "\n".join(answer.topics),
            "answered": answer.answered,
            "degraded": answer.degraded,
            "hits": len(answer.hits),
            "certainty": answer.certainty,
            "ms": answer.ms,
        }
        try:
            self._rows.put_nowait(row)
        except queue.Full:
            log.warning("lookup not recorded: %d rows wait for the database", _WAITING)
        self._start()

    def hashed(self, question: str) -> str:
        """Keyed hash of the words of `question`: the same words give the same hash."""
        words = " ".join(words_of(question))
        return hashlib.blake2b(words.encode(), key=self._key, digest_size=16).hexdigest()

    def flush(self) -> None:
        """Wait until every row noted so far was written or dropped."""
        self._rows.join()

    def _start(self) -> None:
        # Started late: a thread does not survive gunicorn's fork.
        with self._starting:
            if self._writer is None or not self._writer.is_alive():
                self._writer = threading.Thread(target=self._write, name="lookups", daemon=True)
                self._writer.start()

    def _write(self) -> None:
        while True:
            row = self._rows.get()
            try:
                with writing(self._engine) as connection:
                    connection.execute(insert(lookups).values(**row))
            except SQLAlchemyError as exc:
                log.warning("lookup not recorded: %s", type(exc).__name__)
            finally:
                self._rows.task_done()


def demand(engine: Engine, *, since: datetime) -> Demand:
    """What was looked up and found since then; a conversation counts once for each record, so that
    nobody moves a fact by asking on. The knowledge API, which has no conversations, does not count.
    """
    wanted = (
        select(lookups.c.session_id, lookups.c.record_key)
        .where(
            lookups.c.at >= stamp(since),
            lookups.c.session_id.is_not(None),
            lookups.c.record_key.is_not(None),
        )
        .distinct()
    )
    with reading(engine) as connection:
        rows = connection.execute(wanted).all()
    return Demand(len({session for session, _ in rows}), Counter(key for _, key in rows))


def _best_key(answer: Answer) -> str | None:
    keys = (hit.record_key for hit in answer.hits if hit.record_key)
    return next(keys, None) if answer.answered else None


def gaps(engine: Engine, *, since: datetime, limit: int = 50) -> tuple[Gap, ...]:
    """What was asked since then and not answered, the most frequent first."""
    times, last = func.count().label("times"), func.max(lookups.c.at).label("last")
    wanted = (
        select(
            func.max(lookups.c.question).label("question"),
            func.max(lookups.c.asks).label("asks"),
            func.max(lookups.c.topics).label("topics"),
            times,
            last,
        )
        .where(lookups.c.answered.is_(False), lookups.c.at >= stamp(since))
        .group_by(lookups.c.question_hash)
        .order_by(times.desc(), last.desc())
        .limit(limit)
    )
    with reading(engine) as connection:
        rows = connection.execute(wanted).mappings().all()
    return tuple(
        Gap(
            question=row["question"],
            asks=tuple((row["asks"] or "").split()),
            topics=tuple((row["topics"] or "").splitlines()),
            times=row["times"],
            last=row["last"],
        )
        for row in rows
    )
