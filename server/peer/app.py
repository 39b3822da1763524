"""The peer's HTTP side: POST /v1/realtime/client_secrets with the published reply and errors."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from pydantic import ValidationError

from server.peer.shapes import SecretRequest

MAX_BODY = 4 * 1024 * 1024


@dataclass(frozen=True)
class Issued:
    """One client secret that the peer gave out."""

    expires_at: int
    session: dict[str, Any]


@dataclass
class Peer:
    """What the peer remembers."""

    issued: dict[str, Issued] = field(default_factory=dict)
    """Secret to what it opens."""

    def issue(self, asked: SecretRequest, sent: dict[str, Any], *, now: float) -> dict[str, Any]:
        """Give out a secret and return the published reply."""
        value = f"ek_{secrets.token_urlsafe(24)}"
        expires_at = int(now) + asked.expires_after.seconds
        session = {
            **sent,
            "object": "realtime.session",
            "id": f"sess_{secrets.token_urlsafe(12)}",
            "expires_at": 0,
        }
        self._forget(now)
        self.issued[value] = Issued(expires_at, session)
        return {"value": value, "expires_at": expires_at, "session": session}

    def _forget(self, now: float) -> None:
        over = [value for value, issued in self.issued.items() if issued.expires_at < now]
        for value in over:
            del self.issued[value]


PEER = web.AppKey("peer", Peer)


def peer_app(peer: Peer | None = None) -> web.Application:
    """Return the aiohttp application."""
    app = web.Application(client_max_size=MAX_BODY)
    app[PEER] = peer or Peer()
    app.router.add_post("/v1/realtime/client_secrets", _client_secrets)
    app.router.add_get("/healthz", _healthz)
    return app


async def _healthz(_: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})


async def _client_secrets(request: web.Request) -> web.Response:
    if not request.headers.get("Authorization", "").startswith("Bearer sk-"):
        return _error(
            401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided."
        )
    try:
        sent = await request.json()
        asked = SecretRequest.model_validate(sent)
    except ValidationError as exc:
        return _refusal(exc)
    except ValueError:
        return _error(400, "invalid_request_error", None, "The body is not JSON.")
    return web.json_response(request.app[PEER].issue(asked, sent["session"], now=time.time()))


def _refusal(error: ValidationError) -> web.Response:
    wrong = error.errors(include_url=False, include_input=False)[0]
    param = ".".join(str(part) for part in wrong["loc"])
    unknown = wrong["type"] == "extra_forbidden"
    code = "unknown_parameter" if unknown else "invalid_value"
    message = f"Unknown parameter: '{param}'." if unknown else f"Invalid '{param}': {wrong['msg']}"
    return _error(400, "invalid_request_error", code, message, param)


def _error(
    status: int, kind: str, code: str | None, message: str, param: str | None = None
) -> web.Response:
    body = {"error": {"message": message, "type": kind, "param": param, "code": code}}
    return web.json_response(body, status=status)
