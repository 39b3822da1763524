"""Sessions: which visitor's conversation runs on which release, and the key that proves it.

The session key is signed, not stored: a tool call is answered from the session's own release even
while the database is away. The row in the database is the record (cost, audit, cleaning up); one
that cannot be written now is kept and written with the next.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import Engine, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from server.db.engine import noting, reading, stamp
from server.db.rest import Rest
from server.db.tables import sessions
from server.errors import DatabaseError, SessionEndedError, SessionError

GRACE = timedelta(seconds=60)
"""A secret may be used until it expires, so a session may begin this much after its mint."""

_BACKLOG = 10_000

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Session:
    """One minted session."""

    id: str
    release_id: str
    """The release that it is pinned to."""
    goal: str
    language: str
    variant: str
    model: str
    created_at: datetime
    max_seconds: int

    @property
    def ends_at(self) -> datetime:
        """When it is over at the latest."""
        return self.created_at + timedelta(seconds=self.max_seconds) + GRACE


@dataclass(frozen=True)
class Pass:
    """What a session key proves."""

    session_id: str
    release_id: str
    language: str


def new_session_id() -> str:
    """Return a random id, `vs_` and 22 characters."""
    return f"vs_{secrets.token_urlsafe(16)}"


class SessionKeys:
    """Signs and reads session keys."""

    def __init__(self, signing_key: str) -> None:
        self._signer = URLSafeSerializer(signing_key, salt="sitebrief.session-key")

    def issue(self, session: Session) -> str:
        """Return the key of `session`."""
        ends = int(session.ends_at.timestamp())
        return str(self._signer.dumps([session.id, session.release_id, session.language, ends]))

    def read(self, key: str, *, now: datetime) -> Pass:
        """Return what `key` proves.

        Raises SessionError for a key that we did not sign, SessionEndedError for one that is over.
        """
        try:
            session_id, release_id, language, ends = self._signer.loads(key)
        except (BadSignature, ValueError, TypeError):
            raise SessionError("this session key opens no session; mint a new one") from None
        if now.timestamp() > ends:
            raise SessionEndedError("this session is over; mint a new one")
        return Pass(session_id, release_id, language)


class SessionBook:
    """The sessions table."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._unwritten: deque[dict[str, object]] = deque(maxlen=_BACKLOG)
        self._writer = threading.Lock()
        self._rest = Rest()

    def add(self, session: Session) -> None:
        """Write `session` down, and with it all others that wait for the same transaction.

        Many mints at once cost one commit: the first to get the lock writes for those behind it.
        """
        row = _row(session)
        self._unwritten.append(row)
        with self._writer:
            if row in self._unwritten and not self._rest.on:
                self._write(session.id)

    def _write(self, session_id: str) -> None:
        rows = list(self._unwritten)
        try:
            with noting(self._engine) as connection:
                connection.execute(insert(sessions), rows)
        except SQLAlchemyError:
            self._rest.failed()
            log.error("session %s not written yet: database unavailable", session_id)  # noqa: TRY400
            return
        self._rest.worked()
        for _ in rows:
            self._unwritten.popleft()

    def connected(self, session_id: str, call_id: str, *, at: datetime) -> bool:
        """Note that the visitor's call `call_id` began; False when the session is not running."""
        return self._note(session_id, state="connected", call_id=call_id, last_seen_at=stamp(at))

    def seen(self, session_id: str, *, at: datetime) -> bool:
        """Note a heartbeat; False when the session is not running."""
        return self._note(session_id, last_seen_at=stamp(at))

    def end(self, session_id: str, reason: str, *, at: datetime) -> bool:
        """Close the session; False when it was not running."""
        return self._note(session_id, state="ended", ended_at=stamp(at), end_reason=reason)

    def phase(self, session_id: str, phase: str, *, at: datetime) -> bool:
        """Note the phase that the conversation has reached; False when it is not running."""
        return self._note(session_id, phase=phase, last_seen_at=stamp(at))

    def result(self, session_id: str, result: str, *, at: datetime) -> bool:
        """Note why the agent ends the call; the browser hangs up and says so (`end`)."""
        return self._note(session_id, result=result, last_seen_at=stamp(at))

    def is_running(self, session_id: str) -> bool:
        """Whether the session is not known to have ended; True while the database is away."""
        if self._rest.on:
            return True
        query = select(sessions.c.state).where(sessions.c.id == session_id)
        try:
            with reading(self._engine) as connection:
                return connection.execute(query).scalar() != "ended"
        except SQLAlchemyError:
            self._rest.failed()
            return True

    def _note(self, session_id: str, **values: object) -> bool:
        running = (sessions.c.id == session_id) & (sessions.c.state != "ended")
        change = update(sessions).where(running).values(values)
        try:
            with noting(self._engine) as connection:
                return connection.execute(change).rowcount == 1
        except SQLAlchemyError as exc:
            raise DatabaseError("not noted: the database does not answer") from exc


def _row(session: Session) -> dict[str, object]:
    return {
        "id": session.id,
        "release_id": session.release_id,
        "goal": session.goal,
        "language": session.language,
        "variant": session.variant,
        "model": session.model,
        "state": "minted",
        "created_at": stamp(session.created_at),
        "ends_at": stamp(session.ends_at),
        "max_seconds": session.max_seconds,
    }
