"""/api/knowledge: the published knowledge and its search, for programs that hold an API key."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from flask import Blueprint, Request, Response, jsonify, request
from flask_limiter import Limiter
from pydantic import SecretStr
from sqlalchemy import Engine

from crawler.records import KnowledgeBase
from index.search import Answer
from server.errors import ApiKeyError, RequestError
from server.limits import per_minute
from server.live import LiveReleases
from server.lookups import Asked, LookupLog, gaps

_CALLS_A_MINUTE = 600
_MAX_QUESTION = 1000
_GAP_DAYS = 30


@dataclass(frozen=True)
class KnowledgeDesk:
    """What these views need."""

    live: LiveReleases
    engine: Engine
    log: LookupLog
    api_keys: Sequence[SecretStr]
    clock: Callable[[], datetime]


def knowledge_routes(desk: KnowledgeDesk, limiter: Limiter) -> Blueprint:
    """Return the views."""
    routes = Blueprint("knowledge", __name__, url_prefix="/api/knowledge")

    @routes.before_request
    def _guard() -> None:
        require_api_key(request, desk.api_keys)

    @routes.get("")
    @limiter.limit(per_minute(_CALLS_A_MINUTE))
    def knowledge() -> Response:
        release = desk.live.production()
        response = Response(mimetype="application/json")
        response.set_etag(release.id)
        if request.if_none_match.contains(release.id):
            response.status_code = 304
            return response
        response.set_data(_as_json(release.knowledge, request.args.get("kind")))
        return response

    @routes.get("/search")
    @limiter.limit(per_minute(_CALLS_A_MINUTE))
    def search() -> Response:
        question, limit = _question(request), _limit(request)
        release = desk.live.production()
        with desk.live.searcher(release.id) as searcher:
            answer = searcher.search(question, limit=limit, language=request.args.get("language"))
        desk.log.note(Asked(release.id, None, question), answer, at=desk.clock())
        return jsonify(release=release.id, **asdict(dated(answer, release.manifest.seen)))

    @routes.get("/gaps")
    @limiter.limit(per_minute(_CALLS_A_MINUTE))
    def missing() -> Response:
        since = desk.clock() - timedelta(days=_GAP_DAYS)
        return jsonify(gaps=[asdict(gap) for gap in gaps(desk.engine, since=since)])

    return routes


def require_api_key(asked: Request, keys: Sequence[SecretStr]) -> None:
    """Raise ApiKeyError unless `Authorization: Bearer` carries one of `keys`."""
    kind, _, given = asked.headers.get("Authorization", "").partition(" ")
    if kind.casefold() != "bearer":
        given = asked.headers.get("X-API-Key", "")
    matches = [hmac.compare_digest(given.encode(), key.get_secret_value().encode()) for key in keys]
    if not given or not any(matches):
        raise ApiKeyError("send one of SITEBRIEF_API_KEYS as Authorization: Bearer …")


def dated(answer: Answer, seen: dict[str, str]) -> Answer:
    """Return `answer` with the date on which each hit's page was first seen like that."""
    hits = (
        replace(hit, as_of=seen[hit.url][:10] if hit.url in seen else None) for hit in answer.hits
    )
    return replace(answer, hits=tuple(hits))


def _as_json(knowledge: KnowledgeBase, kind: str | None) -> str:
    values = knowledge.model_dump(mode="json")
    if kind is not None:
        if kind not in values:
            raise RequestError(f'no kind "{kind[:64]}"; there are {", ".join(values)}')
        values = {kind: values[kind]}
    return json.dumps(values, ensure_ascii=False)


def _question(asked: Request) -> str:
    question = asked.args.get("q", "").strip()
    if not question or len(question) > _MAX_QUESTION:
        raise RequestError(f"q: give a question of 1 to {_MAX_QUESTION} characters")
    return question


def _limit(asked: Request) -> int:
    try:
        limit = int(asked.args.get("limit", 3))
    except ValueError:
        limit = 0
    if not 1 <= limit <= 10:
        raise RequestError("limit: give a number from 1 to 10")
    return limit
