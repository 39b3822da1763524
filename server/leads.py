"""Leads: what a visitor left for the team, kept only with their consent.

The row is written durably before the agent may say that it was stored. A repeated call of the same
words in the same session is the same lead; a corrected one is another, up to a few a session.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Engine, func, insert, select
from sqlalchemy.exc import SQLAlchemyError

from crawler.text import squeeze
from server.db.engine import reading, stamp, writing
from server.db.tables import leads
from server.errors import DatabaseError

MOST_A_SESSION = 5
"""A visitor who corrects a detail needs two or three; more is spam."""
_MAIL = re.compile(r"[^\s@<>\"',;]{1,64}@(?:[\w-]{1,63}\.)+[^\W\d_]{2,63}")
_DIALLED = re.compile(r"\+?[\d\s().\-/]+")
"""A phone as people write it; E.164 has at most 15 digits, local numbers hardly fewer than 7."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV Injection)."""
_COLUMNS = tuple(column.name for column in leads.columns)


@dataclass(frozen=True)
class Lead:
    """What a visitor said; text as spoken, trimmed."""

    kind: Literal["contact", "call"]
    """contact: wants to be contacted; call: wants a discovery call."""
    name: str
    email: str | None = None
    phone: str | None = None
    company: str | None = None
    request: str | None = None
    preferred_times: str | None = None
    timezone: str | None = None


class TooManyLeadsError(Exception):
    """The session has left as many leads as a session may."""


class LeadBook:
    """The leads table."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, lead: Lead, *, session_id: str, release_id: str, at: datetime) -> None:
        """Write `lead` down, once; a visitor's consent is the caller's to have.

        Raises DatabaseError when it could not be written, TooManyLeadsError.
        """
        said = {name: squeeze(value) if value else None for name, value in asdict(lead).items()}
        lead_id = _id(session_id, said)
        mine = select(leads.c.id).where(leads.c.session_id == session_id)
        row = {"id": lead_id, "session_id": session_id, "release_id": release_id, "at": stamp(at)}
        try:
            with writing(self._engine) as connection:
                known = set(connection.execute(mine).scalars())
                if lead_id in known:
                    return
                if len(known) >= MOST_A_SESSION:
                    raise TooManyLeadsError
                connection.execute(insert(leads).values(**row, **said))
        except SQLAlchemyError as exc:
            if self._has(lead_id):  # the same call came twice at once and the other was first
                return
            raise DatabaseError("nothing was stored: the database does not answer") from exc

    def _has(self, lead_id: str) -> bool:
        try:
            with reading(self._engine) as connection:
                wanted = select(func.count()).where(leads.c.id == lead_id)
                return bool(connection.execute(wanted).scalar())
        except SQLAlchemyError:
            return False


def faults(email: str | None, phone: str | None) -> tuple[str, ...]:
    """Return which of "email" and "phone" cannot be right; both may be absent."""
    wrong = []
    if email and not _MAIL.fullmatch(email):
        wrong.append("email")
    if phone and not (_DIALLED.fullmatch(phone) and 7 <= sum(map(str.isdigit, phone)) <= 15):
        wrong.append("phone")
    return tuple(wrong)


def leads_csv(engine: Engine) -> str:
    """Return every lead, oldest first, as CSV whose cells no spreadsheet takes for a formula."""
    out = io.StringIO()
    table = csv.DictWriter(out, _COLUMNS)
    table.writeheader()
    with reading(engine) as connection:
        for row in connection.execute(select(leads).order_by(leads.c.at, leads.c.id)).mappings():
            table.writerow({name: _cell(value) for name, value in row.items()})
    return out.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _id(session_id: str, said: Mapping[str, Any]) -> str:
    content = json.dumps([session_id, said], sort_keys=True, ensure_ascii=False)
    return f"l-{hashlib.sha256(content.encode()).hexdigest()[:24]}"
