"""The tools that the agent may call, answered on the server for the session that calls.

An answer says what happened and nothing more: the agent repeats it to the visitor. What a lead
lacks is an answer, too (`done` false); a request that no agent would send is an error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from compiler.tokens import count_tokens
from compiler.tools import BookDiscoveryCall, CaptureLead, EndCall, SetPhase
from index.payload import payload
from server.arguments import fitted
from server.errors import UnknownToolError
from server.leads import Lead, LeadBook, TooManyLeadsError, faults
from server.live import LiveReleases
from server.lookups import Asked, LookupLog
from server.sessions import Pass, SessionBook

Answer = dict[str, Any]

_NO_CONSENT = "Nothing was stored: the visitor has not agreed to be contacted."
_ENOUGH = "Nothing more was stored: this conversation has left enough requests."
_PAGE_OPENS = (
    "Nothing is booked yet: the booking page opens in the visitor's browser, and they choose the"
    " time there."
)
_TEAM_CONFIRMS = "Nothing is booked yet: the wish is stored, and the team confirms a time by mail."


class Question(BaseModel):
    """Arguments of lookup_knowledge; the server takes longer questions than the agent is told."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    query: str = Field(min_length=1, max_length=1000)


@dataclass(frozen=True)
class Tools:
    """Every tool by its name."""

    live: LiveReleases
    lookups: LookupLog
    book: SessionBook
    leads: LeadBook
    booking_url: str | None
    """The booking page of site.toml; None: the one that the release's site links."""
    clock: Callable[[], datetime]

    def call(self, name: str, arguments: bytes, key: Pass) -> Answer:
        """Answer tool `name` for its arguments in JSON.

        Raises UnknownToolError, RequestError, DatabaseError (nothing was stored).
        """
        answers: Mapping[str, Callable[[bytes, Pass], Answer]] = {
            "lookup_knowledge": self._lookup_knowledge,
            "capture_lead": self._capture_lead,
            "book_discovery_call": self._book_discovery_call,
            "set_phase": self._set_phase,
            "end_call": self._end_call,
        }
        if name not in answers:
            raise UnknownToolError(f'no tool "{name[:64]}"; there are {", ".join(answers)}')
        return answers[name](arguments, key)

    def _lookup_knowledge(self, arguments: bytes, key: Pass) -> Answer:
        question = fitted(arguments, Question)
        with self.live.searcher(key.release_id) as searcher:
            answer = searcher.search(question.query, language=key.language)
            budget = searcher.rules.payload_tokens
        self.lookups.note(
            Asked(key.release_id, key.session_id, question.query), answer, at=self.clock()
        )
        seen = self.live.release(key.release_id).manifest.seen
        return payload(answer, count=count_tokens, budget=budget, seen=seen)

    def _capture_lead(self, arguments: bytes, key: Pass) -> Answer:
        asked = fitted(arguments, CaptureLead)
        if not (asked.email or asked.phone):
            return _undone("Nothing was stored: a mail address or a phone is needed.", "email")
        lead = Lead("contact", asked.name, asked.email, asked.phone, asked.company, asked.request)
        return self._keep(lead, key, consent=asked.consent) or _done("Stored for the team.")

    def _book_discovery_call(self, arguments: bytes, key: Pass) -> Answer:
        asked = fitted(arguments, BookDiscoveryCall)
        lead = Lead(
            kind="call",
            name=asked.name,
            email=asked.email,
            request=asked.topic,
            preferred_times=asked.preferred_times,
            timezone=asked.timezone,
        )
        refusal = self._keep(lead, key, consent=asked.consent)
        page = self.booking_url or self.live.release(key.release_id).report.get("booking_url")
        if page:  # the page asks for what it needs itself
            stored = refusal["message"] if refusal else "The wish is stored for the team, too."
            return _done(f"{_PAGE_OPENS} {stored}", booked=False, booking_url=page)
        return refusal or _done(_TEAM_CONFIRMS, booked=False)

    def _set_phase(self, arguments: bytes, key: Pass) -> Answer:
        phase = fitted(arguments, SetPhase).phase
        noted = self.book.phase(key.session_id, phase.value, at=self.clock())
        return _done("Noted.") if noted else _undone("Not noted; go on.")

    def _end_call(self, arguments: bytes, key: Pass) -> Answer:
        reason = fitted(arguments, EndCall).reason
        self.book.result(key.session_id, reason.value, at=self.clock())
        return _done("The visitor's browser hangs up now.", end=True)

    def _keep(self, lead: Lead, key: Pass, *, consent: bool) -> Answer | None:
        """Store `lead` when there is consent and nothing is wrong with it; None when stored."""
        if not consent:
            return _undone(_NO_CONSENT, "consent")
        wrong = faults(lead.email, lead.phone)
        if wrong:
            which = " and ".join(wrong)
            return _undone(f"Nothing was stored: the {which} cannot be right; ask again.", *wrong)
        try:
            self.leads.keep(
                lead, session_id=key.session_id, release_id=key.release_id, at=self.clock()
            )
        except TooManyLeadsError:
            return _undone(_ENOUGH)
        return None


def _done(message: str, **more: Any) -> Answer:
    return {"done": True, "message": message, **more}


def _undone(message: str, *missing: str) -> Answer:
    return {"done": False, "message": message, "missing": list(missing)}
