"""The tools that the agent may call, answered on the server from the session's own release."""

from __future__ import annotations

from typing import Any

from flask import Request
from pydantic import BaseModel, ConfigDict, Field

from index.search import Answer
from server.errors import UnknownToolError
from server.live import LiveReleases
from server.routes.bodies import parsed
from server.sessions import Pass


class Question(BaseModel):
    """Arguments of lookup_knowledge."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    query: str = Field(min_length=1, max_length=1000)


class Tools:
    """Every tool by its name."""

    def __init__(self, live: LiveReleases) -> None:
        self._live = live

    def call(self, name: str, asked: Request, key: Pass) -> dict[str, Any]:
        """Answer the call of tool `name`; raises UnknownToolError, RequestError."""
        if name != "lookup_knowledge":
            raise UnknownToolError(f'no tool "{name[:64]}"; there is lookup_knowledge')
        question = parsed(asked, Question)
        with self._live.searcher(key.release_id) as searcher:
            answer = searcher.search(question.query, language=key.language)
        return as_payload(answer)


def as_payload(answer: Answer) -> dict[str, Any]:
    """Return what the model reads: a small JSON object, empty fields left out."""
    hits = [
        {
            name: value
            for name in ("text", "spoken", "title", "url", "as_of")
            if (value := getattr(hit, name))
        }
        for hit in answer.hits
    ]
    payload: dict[str, Any] = {"answered": answer.answered, "results": hits}
    if not answer.answered:
        payload["topics"] = list(answer.topics)
    return payload
