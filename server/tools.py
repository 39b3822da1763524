"""The tools that the agent may call, answered on the server from the session's own release."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from compiler.tokens import count_tokens
from index.payload import payload
from server.arguments import fitted
from server.errors import UnknownToolError
from server.live import LiveReleases
from server.lookups import Asked, LookupLog
from server.sessions import Pass


class Question(BaseModel):
    """Arguments of lookup_knowledge."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    query: str = Field(min_length=1, max_length=1000)


class Tools:
    """Every tool by its name."""

    def __init__(
        self, live: LiveReleases, lookups: LookupLog, clock: Callable[[], datetime]
    ) -> None:
        self._live = live
        self._lookups = lookups
        self._clock = clock

    def call(self, name: str, arguments: bytes, key: Pass) -> dict[str, Any]:
        """Answer tool `name` for its arguments in JSON; raises UnknownToolError, RequestError."""
        if name != "lookup_knowledge":
            raise UnknownToolError(f'no tool "{name[:64]}"; there is lookup_knowledge')
        question = fitted(arguments, Question)
        with self._live.searcher(key.release_id) as searcher:
            answer = searcher.search(question.query, language=key.language)
            budget = searcher.rules.payload_tokens
        self._lookups.note(
            Asked(key.release_id, key.session_id, question.query), answer, at=self._clock()
        )
        seen = self._live.release(key.release_id).manifest.seen
        return payload(answer, count=count_tokens, budget=budget, seen=seen)
