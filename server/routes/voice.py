"""/api/voice: minting a session, its lifecycle, and the relay of its tool calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from flask import Blueprint, Request, Response, jsonify, request
from flask_limiter import Limiter
from pydantic import BaseModel, ConfigDict, Field

from server.errors import SessionEndedError, SessionError
from server.limits import per_minute
from server.minting import Mint, Wish, as_json
from server.routes.bodies import json_of, parsed
from server.routes.origins import allow_reading, allowed_origin
from server.sessions import Pass
from server.tools import Tools

_TOOL_CALLS_A_MINUTE = 120


@dataclass(frozen=True)
class VoiceDesk:
    """What these views need."""

    mint: Mint
    tools: Tools
    allowed_origins: tuple[str, ...]
    rate_limit: int
    clock: Callable[[], datetime]


class Happening(BaseModel):
    """What the browser tells of its session."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    event: Literal["connected", "heartbeat", "ended"]
    call_id: str | None = Field(default=None, pattern=r"^rtc_[\w-]{1,190}$")
    reason: str = Field(default="visitor", pattern=r"^[a-z_]{1,64}$")


def voice_routes(desk: VoiceDesk, limiter: Limiter) -> Blueprint:
    """Return the views."""
    routes = Blueprint("voice", __name__, url_prefix="/api/voice")

    @routes.post("/token")
    @limiter.limit(per_minute(desk.rate_limit))
    def token() -> Response:
        allowed_origin(request, desk.allowed_origins)
        minted = desk.mint.session(parsed(request, Wish), now=desk.clock())
        return jsonify(as_json(minted))

    @routes.post("/session")
    @limiter.limit(per_minute(_TOOL_CALLS_A_MINUTE))
    def session() -> Response:
        key = _pass(request, desk)
        happening = parsed(request, Happening)
        _note(desk, key.session_id, happening)
        return jsonify(session_id=key.session_id, event=happening.event)

    @routes.post("/tools/<name>")
    @limiter.limit(per_minute(_TOOL_CALLS_A_MINUTE))
    def tool(name: str) -> Response:
        key = _pass(request, desk)
        return jsonify(desk.tools.call(name, json_of(request), key))

    @routes.after_request
    def _headers(response: Response) -> Response:
        response.headers["Cache-Control"] = "no-store"
        return allow_reading(response, desk.allowed_origins)

    return routes


def _note(desk: VoiceDesk, session_id: str, happening: Happening) -> None:
    now, book = desk.clock(), desk.mint.book
    match happening.event:
        case "connected":
            running = book.connected(session_id, happening.call_id or "", at=now)
        case "heartbeat":
            running = book.seen(session_id, at=now)
        case "ended":
            running = book.end(session_id, happening.reason, at=now)
    if not running:
        raise SessionEndedError("this session is over; mint a new one")


def _pass(asked: Request, desk: VoiceDesk) -> Pass:
    scheme, _, key = asked.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key:
        raise SessionError('send the session key as "Authorization: Bearer …"')
    found = desk.mint.keys.read(key.strip(), now=desk.clock())
    if not desk.mint.book.is_running(found.session_id):
        raise SessionEndedError("this session is over; mint a new one")
    return found
